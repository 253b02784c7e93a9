/** The graph backend against the tape, on cpu: small problems, of which tfjs's bookkeeping is the larger part. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {graph, valueAndGradient} from 'tfjs-value-and-gradient';
import {printTable, timeInterleaved} from './interleaved.js';

await tf.setBackend('cpu');
const normal = (shape, seed) => tf.randomNormal(shape, 0, 1, 'float32', seed);

const rosenbrock = (a, b) => tf.add(tf.square(tf.sub(1, a)), tf.mul(100, tf.square(tf.sub(b, tf.square(a)))));

const [rows, labels] = [normal([128, 10], 1), tf.cast(tf.greater(normal([128], 2), 0), 'float32')];
const logistic = (weights, bias) => {
  const logits = tf.add(tf.reshape(tf.matMul(rows, tf.reshape(weights, [10, 1])), [128]), bias);
  return tf.losses.sigmoidCrossEntropy(labels, logits);
};

const chain = (x) => {
  for (let index = 0; index < 100; index++) x = tf.mul(tf.tanh(x), tf.add(x, 0.5));
  return x;
};

const workloads = [
  ["Rosenbrock's function of two scalars", rosenbrock, [tf.scalar(1.2), tf.scalar(0.7)], [3, 4]],
  ['logistic regression 128×10', logistic, [normal([10], 3), tf.scalar(0.1)], [normal([10], 4), 0.2]],
  ['300 scalar operations', chain, [tf.scalar(0.3)], [0.2]],
];

for (const [title, f, args, others] of workloads) {
  const g = graph(f);
  for (let count = 0; count < 2; count++)
    tf.dispose(
      valueAndGradient(
        g,
        others.map((other) => tf.add(other, 0)),
      ),
    );
  const rivals = {
    'tf.valueAndGrads': () => {
      const {value, grads} = tf.valueAndGrads(f)(args);
      return [value, ...grads];
    },
    'valueAndGradient, the tape': () => valueAndGradient(f, args).flat(),
    'valueAndGradient, a graph function': () => valueAndGradient(g, args).flat(),
  };
  const [expected, ...found] = Object.values(rivals).map((run) =>
    run()
      .map((tensor) => [...tensor.dataSync()])
      .flat(),
  );
  for (const values of found) {
    const close = values.every(
      (value, index) => Math.abs(value - expected[index]) <= 1e-4 * Math.max(1, Math.abs(expected[index])),
    );
    if (!close) throw new Error(`bench: ${title}: expected ${expected}, found ${values}`);
  }
  if (g.inspect().signatures.some(({calls}) => calls < 3)) throw new Error('bench: no compiled program ran');
  const disposing = (run) => () => run().forEach((tensor) => tensor.dispose());
  const timed = Object.fromEntries(Object.entries(rivals).map(([name, run]) => [name, disposing(run)]));
  printTable(`${title}, value and gradient`, timeInterleaved(timed, {rounds: 100, calls: 10, warmUp: 300}));
  g.dispose();
}
