/** The calling rules, shown with the three examples from TensorFlow Probability's documentation. */
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';

const examples = [
  {
    rule: 'An f without parameters is called as f(); this one closes over x = 2',
    run: (x = tf.scalar(2)) => valueAndGradient(() => tf.log(x), x),
    documented: '[log(2.), 0.5]',
    expected: [Math.log(2), 0.5],
  },
  {
    rule: 'A list is unpacked: f(2, 3)',
    run: () => valueAndGradient((x, y) => tf.mul(x, tf.log(y)), [2, 3]),
    documented: '[2. * np.log(3.), (np.log(3.), 2. / 3)]',
    expected: [2 * Math.log(3), [Math.log(3), 2 / 3]],
  },
  {
    rule: 'Anything else is one argument, and so is a list on request: f([1, 2, 3])',
    run: () => valueAndGradient(tf.log, [1, 2, 3], {autoUnpackSingleArg: false}),
    documented: '[(log(1.), log(2.), log(3.)), (1., 0.5, 0.333)]',
    expected: [
      [Math.log(1), Math.log(2), Math.log(3)],
      [1, 1 / 2, 1 / 3],
    ],
  },
];

/** Prints the source of each example, and compares its value and gradients with the documented ones. */
export function showCallingRules() {
  for (const {rule, run, documented, expected} of examples) {
    const found = tf.tidy(() => numbersIn(run()));
    const source = String(run).replace(/^.*?(?=valueAndGradient)/s, '');
    console.log(`${rule}\n  ${source}`);
    console.log(`  value, gradients:        ${show(found)}`);
    console.log(`  TensorFlow Probability:  ${show(expected)}  from ${documented}\n`);
  }
}

/** The numbers in a tensor, or in each tensor of a list. */
function numbersIn(result) {
  return Array.isArray(result) ? result.map(numbersIn) : result.arraySync();
}

function show(numbers) {
  return JSON.stringify(numbers, (_, value) =>
    typeof value === 'number' ? Number(value.toFixed(4)) : value,
  );
}
