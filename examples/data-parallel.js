/**
 * `node examples/data-parallel.js`: data-parallel training over worker threads. The gradient of a sum is the sum of the gradients,
 * so each thread takes that of its own rows. Weights and gradients lie in memory that the threads share.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {once} from 'node:events';
import {performance} from 'node:perf_hooks';
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';
import {graph, valueAndGradient} from 'tfjs-value-and-gradient';

const [ROWS, FEATURES, HIDDEN, CLASSES] = [4096, 32, 64, 4];
const SHAPES = [[FEATURES, HIDDEN], [HIDDEN], [HIDDEN, CLASSES], [CLASSES]]; // prettier-ignore
const SIZES = SHAPES.map((shape) => tf.util.sizeFromShape(shape));
const SIZE = SIZES.reduce((sum, size) => sum + size);
const [STEPS, WARM_UP, RATE, MOMENTUM] = [60, 5, 0.3, 0.9];

tf.enableProdMode();
await tf.setBackend('cpu');
if (isMainThread) await compareThreads();
else work(workerData);

/** The sum of the losses of some rows, as a function of all weights in one flat array. */
function lossOf(flat, x, y) {
  const [w1, b1, w2, b2] = tf.split(flat, SIZES).map((part, index) => tf.reshape(part, SHAPES[index]));
  const scores = tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);
  return tf.losses.softmaxCrossEntropy(y, scores, undefined, undefined, tf.Reduction.SUM);
}

/** Rows to be classified by a net of other weights. A row is the same in whatever thread it is made. */
function dataOf(first, count) {
  const all = tf.randomNormal([ROWS, FEATURES], 0, 1, 'float32', 1);
  const x = tf.slice(all, first, count);
  const scores = tf.matMul(tf.sin(x), tf.randomNormal([FEATURES, CLASSES], 0, 1, 'float32', 2));
  return [x, tf.oneHot(tf.argMax(scores, 1), CLASSES)];
}

/** A worker: at every message, it writes the loss and gradient of its rows into the shared memory. */
function work({first, count, shared}) {
  const [weights, loss, gradient] = [shared.weights, shared.loss, shared.gradient].map((it) => new Float32Array(it)); // prettier-ignore
  const [x, y] = tf.tidy(() => dataOf(first, count).map((tensor) => tf.cast(tensor, 'float32')));
  const compiled = graph(lossOf);
  parentPort.on('message', () => {
    const [value, slope] = valueAndGradient(compiled, [weights, x, y], {argnums: 0});
    loss[0] = value.dataSync()[0];
    gradient.set(slope.dataSync());
    tf.dispose([value, slope]);
    parentPort.postMessage('done');
  });
}

/** Starts threads, each with its share of the rows and with memory for its gradient. */
function startWorkers(threads, weights) {
  const share = ROWS / threads;
  return Array.from({length: threads}, (_, index) => {
    const [loss, gradient] = [1, SIZE].map((size) => new SharedArrayBuffer(4 * size));
    const shared = {weights: weights.buffer, loss, gradient};
    const workerData = {first: index * share, count: share, shared};
    const worker = new Worker(new URL(import.meta.url), {workerData, stderr: true});
    return {worker, loss: new Float32Array(loss), gradient: new Float32Array(gradient)};
  });
}

/** Gradient descent with momentum. Gives the weights, the last mean loss, and the milliseconds of a step. */
async function train(threads) {
  const weights = new Float32Array(new SharedArrayBuffer(4 * SIZE));
  weights.set(tf.tidy(() => tf.randomNormal([SIZE], 0, 0.2, 'float32', 3).dataSync()));
  const velocity = new Float32Array(SIZE);
  const parts = startWorkers(threads, weights);
  let [loss, start] = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    // The first steps start the threads, and compile.
    if (step === WARM_UP) start = performance.now();
    const answers = parts.map(({worker}) => once(worker, 'message'));
    for (const {worker} of parts) worker.postMessage('step');
    await Promise.all(answers);
    loss = parts.reduce((sum, part) => sum + part.loss[0], 0) / ROWS;
    for (let index = 0; index < SIZE; index++) {
      let slope = 0;
      for (const {gradient} of parts) slope += gradient[index];
      velocity[index] = MOMENTUM * velocity[index] + slope / ROWS;
      weights[index] -= RATE * velocity[index];
    }
  }
  const milliseconds = (performance.now() - start) / (STEPS - WARM_UP);
  await Promise.all(parts.map(({worker}) => worker.terminate()));
  return {weights, loss, milliseconds};
}

async function compareThreads() {
  const [one, two] = [await train(1), await train(2)];
  for (const [threads, {loss, milliseconds}] of [
    [1, one],
    [2, two],
  ])
    // prettier-ignore
    console.log(`${threads} thread${threads > 1 ? 's' : ''}: ${milliseconds.toFixed(1)} ms a step, loss ${loss.toFixed(4)}`);
  const difference = one.weights.reduce(
    (most, weight, index) => Math.max(most, Math.abs(weight - two.weights[index])),
    0,
  );
  console.log(`\nTwo threads are ${(one.milliseconds / two.milliseconds).toFixed(2)} times as fast as one.`);
  console.log(`Largest difference of their weights: ${difference.toExponential(1)}`);
}
