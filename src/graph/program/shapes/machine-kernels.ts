/**
 * The kernels of our own that stand for instructions of the machine. Their nodes come from our passes alone.
 */
import type {Contents} from './contents.js';
import {one, type Rule, type Rules} from './rule.js';

const product: Rule = (contents) => {
  const [a, b] = [contents.operand('a'), contents.operand('b')];
  const [m, k, n] = ['m', 'k', 'n'].map((name) => contents.number(name)) as [number, number, number];
  const shape = contents.numbers('shape');
  if (sizeOf(a.shape) !== m * k || sizeOf(b.shape) !== k * n || sizeOf(shape) !== m * n)
    contents.fail(`multiplies other matrices than ${m}x${k} with ${k}x${n}`);
  return one(shape, 'float32');
};

/** Batch, row and column of the window, row and column within it, channel. */
function windowShape(contents: Contents, image: readonly number[]): readonly number[] {
  const [batch = 0, height = 0, width = 0, channels = 0] = image;
  const [outHeight = 0, outWidth = 0] = contents.numbers('counts');
  const [filterHeight = 0, filterWidth = 0] = contents.numbers('filter');
  const [down = 0, right = 0, below = 0, beside = 0] = contents.numbers('steps');
  const lowest = (outHeight - 1) * down + (filterHeight - 1) * below;
  const rightmost = (outWidth - 1) * right + (filterWidth - 1) * beside;
  if (lowest >= height || rightmost >= width) contents.fail('has windows that reach beyond the image');
  return [batch, outHeight, outWidth, filterHeight, filterWidth, channels];
}

const windows: Rule = (contents) => {
  const {shape, dtype} = contents.ranked('x', 4);
  return one(windowShape(contents, shape), dtype);
};

const windowsSum: Rule = (contents) => {
  const {shape, dtype} = contents.ranked('x', 6);
  const image = contents.numbers('shape');
  if (image.length !== 4 || String(windowShape(contents, image)) !== String(shape))
    contents.fail(`sums windows that are not those of an image of shape [${image.join()}]`);
  return one(image, dtype);
};

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

export const machineRules: Rules = {
  MatrixProduct: product,
  Windows: windows,
  WindowsSum: windowsSum,
};
