/**
 * Kernels that need no operand, or draw random numbers.
 */
import type {Contents} from './contents.js';
import {one, type Rule, type Rules} from './rule.js';

const fill: Rule = (contents) => {
  const absent = typeof contents.attribute('value') === 'string' ? 'string' : 'float32';
  const dtype = contents.attribute('dtype') == null ? absent : contents.text('dtype');
  return one(contents.numbers('shape'), dtype);
};

const range: Rule = (contents) => one([rangeLength(contents)], contents.text('dtype'));

/** None where the steps lead away from the end. */
function rangeLength(contents: Contents): number {
  const [start, stop] = [contents.number('start'), contents.number('stop')];
  const step = contents.number('step');
  const isEmpty = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
  return isEmpty ? 0 : Math.abs(Math.ceil((stop - start) / step));
}

const multinomial: Rule = (contents) =>
  one([contents.ranked('logits', 2).shape[0] ?? 0, contents.number('numSamples')], 'int32');

export const creationRules: Rules = {
  Fill: fill,
  LinSpace: (contents) => one([contents.number('num')], 'float32'),
  Multinomial: multinomial,
  Range: range,
};
