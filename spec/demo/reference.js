/** The functions of the playground and its optimizers, written a second time to compare with. */
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';

const gauss = (weight, x, y, widthX, widthY = widthX) =>
  tf.mul(weight, tf.exp(tf.neg(tf.add(tf.div(tf.square(x), widthX), tf.div(tf.square(y), widthY)))));

export const surfaces = {
  rosenbrock: (x, y) => tf.add(tf.square(tf.sub(1, x)), tf.mul(100, tf.square(tf.sub(y, tf.square(x))))),
  himmelblau: (x, y) =>
    tf.add(tf.square(tf.sub(tf.add(tf.square(x), y), 11)), tf.square(tf.sub(tf.add(x, tf.square(y)), 7))),
  beale: (x, y) =>
    tf.addN(
      [1.5, 2.25, 2.625].map((constant, index) =>
        tf.square(tf.add(constant, tf.mul(x, tf.sub(tf.pow(y, index + 1), 1)))),
      ),
    ),
  ackley: (x, y) => {
    const distance = tf.sqrt(tf.div(tf.add(tf.square(x), tf.square(y)), 2));
    const waves = tf.div(tf.add(tf.cos(tf.mul(2 * Math.PI, x)), tf.cos(tf.mul(2 * Math.PI, y))), 2);
    return tf.sub(tf.sub(20 + Math.E, tf.mul(20, tf.exp(tf.mul(-0.2, distance)))), tf.exp(waves));
  },
  mixture: (x, y) =>
    tf.neg(
      tf.log(
        tf.addN([
          gauss(0.5, tf.add(x, 1.5), tf.add(y, 1), 1),
          gauss(0.3, tf.sub(x, 1.5), tf.add(y, 0.8), 0.8),
          gauss(0.2, x, tf.sub(y, 1.6), 1, 0.5),
        ]),
      ),
    ),
};

/** f and its gradient at a point, in Node. */
export function libraryAt(f, x, y) {
  return tf.tidy(() => {
    const [value, slopes] = valueAndGradient(f, [x, y], {unconnectedGradients: 'zero'});
    return [value, ...slopes].map((tensor) => tensor.dataSync()[0]);
  });
}

export function descent(gradientAt, start, stepSize, steps) {
  let point = start;
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(...point);
    point = point.map((value, axis) => value - stepSize * gradient[axis]);
  }
  return point;
}

export function momentum(gradientAt, start, stepSize, steps) {
  let [point, velocity] = [start, [0, 0]];
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(...point);
    velocity = velocity.map((value, axis) => 0.9 * value - gradient[axis]);
    point = point.map((value, axis) => value + stepSize * velocity[axis]);
  }
  return point;
}

/** The optimizer of tfjs-core itself. */
export function adam(gradientAt, start, stepSize, steps) {
  const optimizer = tf.train.adam(stepSize);
  const point = tf.variable(tf.tensor1d(start), true, 'point of the reference');
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => optimizer.applyGradients({[point.name]: tf.tensor1d(gradientAt(...point.dataSync()))}));
  }
  const end = [...point.dataSync()];
  point.dispose();
  optimizer.dispose();
  return end;
}
