/** What the facade and the mended tape cost over `tf.valueAndGrads`: Rosenbrock's function of two scalars, on cpu. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';
import {printTable, timeInterleaved} from './interleaved.js';

await tf.setBackend('cpu');
const rosenbrock = (a, b) => tf.add(tf.square(tf.sub(1, a)), tf.mul(100, tf.square(tf.sub(b, tf.square(a)))));
const [a, b] = [tf.scalar(1.2), tf.scalar(0.7)];

const withTfjs = () => {
  const {value, grads} = tf.valueAndGrads(rosenbrock)([a, b]);
  return [value, ...grads];
};
const withPackage = () => {
  const [value, grads] = valueAndGradient(rosenbrock, [a, b]);
  return [value, ...grads];
};

const [expected, found] = [withTfjs(), withPackage()].map((tensors) =>
  tensors.map((tensor) => tensor.dataSync()[0]),
);
if (expected.join() !== found.join()) throw new Error(`bench: expected ${expected}, found ${found}`);

const dispose = (tensors) => tensors.forEach((tensor) => tensor.dispose());
printTable(
  "Rosenbrock's function and its gradient",
  timeInterleaved({
    'tf.valueAndGrads': () => dispose(withTfjs()),
    valueAndGradient: () => dispose(withPackage()),
  }),
);
