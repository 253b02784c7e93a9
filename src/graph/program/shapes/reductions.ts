import type {Contents} from './contents.js';
import {like, upcast} from './element-wise.js';
import {one, type Result, type Rule, type Rules} from './rule.js';

/** The shape of `x` without some axes, or with a single element along each. */
function reducedShape(
  shape: readonly number[],
  axes: readonly number[],
  keepDims: boolean,
): readonly number[] {
  if (keepDims) return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return shape.filter((_, axis) => !axes.includes(axis));
}

const reduce =
  (attribute: string, dtypeOf: (dtype: string) => string): Rule =>
  (contents) => {
    const {shape, dtype} = contents.operand('x');
    const axes = contents.axes(attribute, shape.length);
    if (contents.attribute('shape') !== undefined)
      return written(contents, reducedShape(shape, axes, false), dtypeOf(dtype));
    return one(reducedShape(shape, axes, contents.flag('keepDims')), dtypeOf(dtype));
  };

/** Our passes say in which shape they want the result, which has as many elements. */
function written(contents: Contents, shape: readonly number[], dtype: string): readonly Result[] {
  const asked = contents.numbers('shape');
  return sizeOf(asked) === sizeOf(shape)
    ? one(asked, dtype)
    : contents.fail(`cannot reduce to [${asked.join()}]`);
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** The index along the first of the axes alone. */
const toIndex: Rule = (contents) => {
  const {shape} = contents.operand('x');
  return one(reducedShape(shape, contents.axes('axis', shape.length).slice(0, 1), false), 'int32');
};

const same = (dtype: string): string => dtype;
const summed = (dtype: string): string => upcast(dtype, 'int32');

const scan: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  contents.axis('axis', shape.length);
  return one(shape, summed(dtype));
};

const topK: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const found = [...shape.slice(0, -1), contents.number('k')];
  return [...one(found, dtype), ...one(found, 'int32')];
};

/** A row of counts for each row of `x`. */
const denseBincount: Rule = (contents) => {
  const size = contents.number('size');
  return one([...contents.operand('x').shape.slice(0, -1), size], countsIn(contents));
};

const countsIn = (contents: Contents): string => contents.operand('weights').dtype;

export const reductionRules: Rules = {
  All: reduce('axis', same),
  Any: reduce('axis', same),
  ArgMax: toIndex,
  ArgMin: toIndex,
  Bincount: (contents) => one([contents.number('size')], countsIn(contents)),
  Cumprod: scan,
  Cumsum: scan,
  DenseBincount: denseBincount,
  LRN: like('x'),
  LRNGrad: like('dy'),
  Max: reduce('reductionIndices', same),
  Mean: reduce('axis', () => 'float32'),
  Min: reduce('axis', same),
  Prod: reduce('axis', summed),
  Sum: reduce('axis', summed),
  TopK: topK,
};
