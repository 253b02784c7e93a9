/** What the call and the corrected tape cost over `tf.valueAndGrads`: Rosenbrock's function of two scalars, on cpu. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';
import {publish} from '../scripts/tables/publish.js';
import {check} from './harness/agreement.js';
import {timeInterleaved} from './harness/interleaved.js';
import {ratioTable} from './harness/ratios.js';
import {readAll, toTensor} from './rivals/tensors.js';
import {TAPE_TITLES} from './tables.js';
import rosenbrock from './workloads/rosenbrock.js';

await tf.setBackend('cpu');
const f = rosenbrock.inTfjs(tf);
const args = rosenbrock.args.map(toTensor);
const rivals = {
  [TAPE_TITLES[0]]: () => {
    const {value, grads} = tf.valueAndGrads(f)(args);
    return readAll([value, ...grads]);
  },
  [TAPE_TITLES[1]]: () => {
    const [value, gradients] = valueAndGradient(f, args);
    return readAll([value, ...gradients]);
  },
};
check(Object.fromEntries(Object.entries(rivals).map(([name, run]) => [name, run()])), rosenbrock);
console.log(`${rosenbrock.title}, value and gradient in one thread; the ratio should stay below 1.10\n`);
publish('bench tape', ratioTable(timeInterleaved(rivals)));
