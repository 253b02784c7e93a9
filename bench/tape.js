/** What the facade and the mended tape cost over `tf.valueAndGrads`: Rosenbrock's function of two scalars, on cpu. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';
import {check} from './harness/agreement.js';
import {timeInterleaved} from './harness/interleaved.js';
import {ratioTable} from './harness/ratios.js';
import {readAll, toTensor} from './rivals/tensors.js';
import rosenbrock from './workloads/rosenbrock.js';

await tf.setBackend('cpu');
const f = rosenbrock.inTfjs(tf);
const args = rosenbrock.args.map(toTensor);
const rivals = {
  'tf.valueAndGrads': () => {
    const {value, grads} = tf.valueAndGrads(f)(args);
    return readAll([value, ...grads]);
  },
  valueAndGradient: () => {
    const [value, gradients] = valueAndGradient(f, args);
    return readAll([value, ...gradients]);
  },
};
check(Object.fromEntries(Object.entries(rivals).map(([name, run]) => [name, run()])), rosenbrock);
console.log(`${rosenbrock.title}, value and gradient in one thread; the ratio is to stay below 1.10\n`);
console.log(ratioTable(timeInterleaved(rivals)));
