/**
 * First derivatives of common models: tfjs as it is, against tfjs with this package imported. As importing changes tfjs,
 * each runs in a thread of its own; they take turns, so that whatever else the machine does meets both alike.
 */
import {once} from 'node:events';
import {performance} from 'node:perf_hooks';
import {Worker, isMainThread, parentPort, workerData} from 'node:worker_threads';
import {printTable} from './interleaved.js';

const ROUNDS = 60;
const WORKLOADS = ['MLP 32×64→64→10', 'conv net on 4×16×16'];

if (isMainThread) await main();
else await serve();

async function main() {
  const threads = {
    'tfjs as it is, tf.valueAndGrads': start('tfjs'),
    'package imported, tf.valueAndGrads': start('imported'),
    'package imported, valueAndGradient': start('package'),
  };
  for (const workload of WORKLOADS) {
    const values = [];
    const times = new Map(Object.keys(threads).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, thread] of Object.entries(threads)) {
        const {microseconds, sums} = await ask(thread, workload);
        times.get(name).push(microseconds);
        if (round === 0) values.push(sums);
      }
    }
    check(workload, values);
    const medians = [...times].map(([name, list]) => ({
      name,
      microseconds: list.sort((a, b) => a - b)[ROUNDS / 2],
    }));
    const rows = medians.map((row) => ({...row, ratio: row.microseconds / medians[0].microseconds}));
    printTable(`${workload}, value and gradient`, rows);
  }
  await Promise.all(Object.values(threads).map((thread) => thread.terminate()));
}

function check(workload, [expected, ...others]) {
  for (const found of others) {
    const same = found.every(
      (sum, index) => Math.abs(sum - expected[index]) <= 1e-4 * Math.max(1, Math.abs(expected[index])),
    );
    if (!same) throw new Error(`bench: ${workload}: expected ${expected}, found ${found}`);
  }
}

function start(mode) {
  return new Worker(new URL(import.meta.url), {workerData: mode, stderr: true});
}

async function ask(thread, workload) {
  const answer = once(thread, 'message');
  thread.postMessage(workload);
  return (await answer)[0];
}

async function serve() {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-cpu');
  await import('../dist/tfjs-gradients.node.js');
  const ours = workerData === 'tfjs' ? undefined : await import('tfjs-value-and-gradient');
  await tf.setBackend('cpu');
  const differentiate = (f, args) => {
    if (workerData === 'package') return ours.valueAndGradient(f, args).flat();
    const {value, grads} = tf.valueAndGrads(f)(args);
    return [value, ...grads];
  };
  const workloads = makeWorkloads(tf);
  parentPort.on('message', (workload) => {
    const {calls, f, args} = workloads[workload];
    const sums = differentiate(f, args).map((tensor) => tf.tidy(() => tf.sum(tensor).dataSync()[0]));
    const begin = performance.now();
    for (let call = 0; call < calls; call++) differentiate(f, args).forEach((tensor) => tensor.dispose());
    parentPort.postMessage({microseconds: ((performance.now() - begin) / calls) * 1000, sums});
  });
}

function makeWorkloads(tf) {
  const normal = (shape, seed) => tf.randomNormal(shape, 0, 0.3, 'float32', seed);
  const labels = (count) => tf.oneHot(tf.range(0, count, 1, 'int32'), 10);
  const [inputs, images] = [normal([32, 64], 1), normal([4, 16, 16, 1], 2)];
  const [manyLabels, fewLabels] = [tf.tile(labels(8), [4, 1]), labels(4)];
  const mlp = (w1, b1, w2, b2) => {
    const hidden = tf.relu(tf.add(tf.matMul(inputs, w1), b1));
    return tf.losses.softmaxCrossEntropy(manyLabels, tf.add(tf.matMul(hidden, w2), b2));
  };
  const convolutional = (kernel, bias, w, b) => {
    const maps = tf.maxPool(tf.relu(tf.add(tf.conv2d(images, kernel, 1, 'same'), bias)), 2, 2, 'same');
    return tf.losses.softmaxCrossEntropy(fewLabels, tf.add(tf.matMul(tf.reshape(maps, [4, 512]), w), b));
  };
  const [mlpArgs, convolutionalArgs] = [
    [[64, 64], [64], [64, 10], [10]],
    [[3, 3, 1, 8], [8], [512, 10], [10]],
  ].map((shapes) => shapes.map((shape, index) => normal(shape, index + 3)));
  return {
    [WORKLOADS[0]]: {calls: 10, f: mlp, args: mlpArgs},
    [WORKLOADS[1]]: {calls: 5, f: convolutional, args: convolutionalArgs},
  };
}
