import type {Contents} from './contents.js';
import {one, type Rule} from './rule.js';

/** Slices by TensorFlow's masks, each a number with a bit for each entry of `begin`. */
export const stridedSlice: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const entries = contents.numbers('begin').length;
  const has = (mask: string, entry: number): boolean => ((contents.number(mask, 0) >> entry) & 1) === 1;
  const made: number[] = [];
  let axis = 0;
  for (let entry = 0; entry < entries; entry++) {
    if (has('ellipsisMask', entry)) {
      const rest = Array.from({length: entries - entry - 1}, (_, i) => entry + 1 + i);
      const kept = shape.length - axis - rest.filter((other) => !has('newAxisMask', other)).length;
      for (let i = 0; i < kept; i++) made.push(shape[axis++] ?? 0);
    } else if (has('newAxisMask', entry)) made.push(1);
    else {
      const length = shape[axis++] ?? contents.fail('slices more axes than there are');
      if (!has('shrinkAxisMask', entry)) made.push(lengthOf(contents, entry, length, has));
    }
  }
  return one([...made, ...shape.slice(axis)], dtype);
};

/** How many elements are taken of an axis of this length. */
function lengthOf(
  contents: Contents,
  entry: number,
  length: number,
  has: (mask: string, entry: number) => boolean,
): number {
  const stride = contents.attribute('strides') == null ? 1 : (contents.numbers('strides')[entry] ?? 1);
  const [low, high] = stride > 0 ? [0, length] : [-1, length - 1];
  const place = (name: string, mask: string, masked: number): number => {
    const given = contents.numbers(name)[entry] ?? masked;
    if (has(mask, entry)) return masked;
    return Math.min(Math.max(given < 0 ? given + length : given, low), high);
  };
  const from = place('begin', 'beginMask', stride > 0 ? low : high);
  const to = place('end', 'endMask', stride > 0 ? high : low);
  return Math.max(0, Math.ceil((to - from) / stride));
}
