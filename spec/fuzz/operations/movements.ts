/** Operations that move elements. */
import type {Draft, Operand} from '../draft.js';
import {table, type Draw, type Operations} from '../operation.js';

const ofAxes =
  (draw: (d: Draft, x: Operand) => Operand | undefined, dtype?: 'float32'): Draw =>
  (d) => {
    const x = dtype === 'float32' ? d.float() : d.operand();
    return x.rank === 0 ? undefined : draw(d, x);
  };

const like = (d: Draft, x: Operand, y: Operand): Operand =>
  x.dtype === 'float32' ? d.asFloat(y) : x.dtype === 'int32' ? d.asInt(y) : d.asBool(y);

const pairs = (d: Draft, x: Operand, most: (length: number) => number): number[][] =>
  x.shape.map((length) => [d.between(0, most(length)), d.between(0, most(length))]);

/** A shape of as many elements: two axes joined, or one split, or a new one. */
function reshaped(d: Draft, {shape, rank, tensor}: Operand): number[] {
  const {size} = tensor;
  if (rank === 0) return [1, 1].slice(d.choose(3));
  if (rank > 1 && d.maybe()) return [(shape[0] as number) * (shape[1] as number), ...shape.slice(2)];
  const factor = [2, 3, 4, 5, 1].find((candidate) => size % candidate === 0) as number;
  return d.pick([[factor, size / factor], [size / factor, 1, factor], [-1]]);
}

const slice = ofAxes((d, x) => {
  const begin = x.shape.map((length) => d.choose(length));
  const size = x.shape.map((length, axis) => {
    const left = length - (begin[axis] as number);
    return d.maybe(5) ? -1 : d.between(1, left);
  });
  const axes = d.between(1, x.rank);
  return d.call('tf.slice', x, begin.slice(0, axes), size.slice(0, axes));
});

/** Where an axis is shrunk, all strides are 1: otherwise tfjs's kernel throws, or is wrong. */
const stridedSlice = ofAxes((d, x) => {
  const strides = x.shape.map(() => d.pick([1, 1, 2, 3, -1, -2]));
  const ends = x.shape.map((length, axis) => {
    const [low, high] = [d.choose(length), length];
    return (strides[axis] as number) > 0 ? [low, high] : [high - 1, Math.max(0, low - 1)];
  });
  const mask = (): number => (d.maybe(3) ? d.choose(1 << x.rank) : 0);
  const [begin, end] = [0, 1].map((side) => ends.map((pair) => pair[side] as number));
  const masks = [mask(), mask()];
  const shrink = d.maybe(4) && strides.every((stride) => stride === 1) && x.rank > 1 ? 1 : 0;
  return d.call('tf.stridedSlice', x, begin, end, strides, ...masks, 0, 0, shrink);
});

const concat: Draw = (d) => {
  const x = d.operand();
  if (x.rank === 0) return d.call('tf.stack', [x, d.call('tf.clone', x)]);
  const axis = d.choose(x.rank);
  const shape = x.shape.map((length, index) => (index === axis ? d.between(1, 4) : length));
  const parts = [x, d.fit(like(d, x, d.operand(1)), shape), x].slice(0, d.between(1, 3));
  return d.call('tf.concat', parts, d.maybe(4) ? axis - x.rank : axis);
};

const split = ofAxes((d, x) => {
  const axis = d.choose(x.rank);
  const length = x.shape[axis] as number;
  const first = d.choose(length);
  const even = [2, 3, 4, 1].find((count) => length % count === 0) as number;
  const sizes = first === 0 || d.maybe() ? even : [first, d.maybe(3) ? -1 : length - first];
  const parts = d.call('tf.split', x, sizes, axis);
  const members = (parts.sample as unknown[]).map((_, index) => d.member(parts, index));
  return d.pick(members);
});

const unstack = ofAxes((d, x) => {
  const axis = d.choose(x.rank);
  const length = x.shape[axis] as number;
  if (length > 9) return undefined;
  const parts = d.call('tf.unstack', x, axis);
  const first = d.member(parts, d.choose(length));
  return d.maybe() ? first : d.call('tf.stack', [first, d.member(parts, d.choose(length))], d.choose(x.rank));
});

const mirrorPad = ofAxes((d, x) => {
  const isReflected = d.maybe();
  const most = (length: number): number => Math.min(2, isReflected ? length - 1 : length);
  return d.call('tf.mirrorPad', x, pairs(d, x, most), isReflected ? 'reflect' : 'symmetric');
});

/** Of a leading axis and some that are divided into blocks. */
const spaceToBatch = ofAxes((d, x) => {
  if (x.rank < 2 || x.rank > 4) return undefined;
  const blocks = [d.between(1, 3), d.between(1, 2)].slice(0, x.rank - 1);
  const paddings = blocks.map((block, axis) => {
    const length = x.shape[axis + 1] as number;
    const before = d.choose(block);
    return [before, (block - ((length + before) % block)) % block];
  });
  return d.call('tf.spaceToBatchND', x, blocks, paddings);
}, 'float32');

const batchToSpace = (d: Draft): Operand => {
  const blocks = [d.between(1, 3), d.between(1, 2)].slice(d.choose(2));
  const count = blocks.reduce((product, block) => product * block, 1);
  const inner = blocks.map(() => d.between(2, 4));
  const x = d.shaped([count * d.between(1, 2), ...inner, d.between(1, 3)]);
  return d.call(
    'tf.batchToSpaceND',
    x,
    blocks,
    blocks.map(() => [d.choose(2), d.choose(2)]),
  );
};

const depthToSpace = (d: Draft): Operand => {
  const block = d.between(2, 3);
  const x = d.shaped([d.between(1, 2), d.between(1, 3), d.between(1, 3), block * block * d.between(1, 2)]);
  return d.call('tf.depthToSpace', x, block, 'NHWC');
};

const meshgrid: Draw = (d) => {
  const [x, y] = [d.shaped([d.between(1, 9)], 0), d.shaped([d.between(1, 9)], 1)];
  return d.member(d.call('tf.meshgrid', x, y, {indexing: d.pick(['xy', 'ij'])}), d.choose(2));
};

/** No axis twice: tfjs takes a list with one as it is. */
const reverse = ofAxes((d, x) => d.call('tf.reverse', x, d.someAxes(x.rank)));

export const movements: Operations = table({
  broadcastTo: (d) => {
    const x = d.operand();
    return d.call('tf.broadcastTo', x, x.rank < 6 ? [d.between(1, 3), ...x.shape] : x.shape);
  },
  batchToSpace,
  concat,
  depthToSpace,
  meshgrid,
  mirrorPad,
  reverse,
  slice,
  spaceToBatch,
  split,
  stridedSlice,
  unstack,
  diag: ofAxes((d, x) => (x.tensor.size > 40 || x.rank > 3 ? undefined : d.call('tf.diag', x))),
  expandDims: (d) => {
    const x = d.operand();
    return x.rank > 5 ? undefined : d.call('tf.expandDims', x, d.between(-1, x.rank));
  },
  pad: ofAxes(
    (d, x) =>
      d.call(
        'tf.pad',
        x,
        pairs(d, x, () => 2),
        d.pick([0, 0.5, -2]),
      ),
    'float32',
  ),
  'pad of integers': (d) => {
    const x = d.asInt(d.operand());
    return x.rank === 0
      ? undefined
      : d.call(
          'tf.pad',
          x,
          pairs(d, x, () => 2),
          3,
        );
  },
  reshape: (d) => {
    const x = d.operand();
    return d.call('tf.reshape', x, reshaped(d, x));
  },
  squeeze: (d) => d.call('tf.squeeze', d.operand()),
  stack: (d) => {
    const x = d.operand();
    if (x.rank > 5) return undefined;
    return d.call('tf.stack', [x, d.fit(like(d, x, d.operand(1)), x.shape)], d.between(0, x.rank));
  },
  tile: ofAxes((d, x) =>
    d.call(
      'tf.tile',
      x,
      x.shape.map(() => d.pick([1, 1, 2, 3])),
    ),
  ),
  transpose: (d) => {
    const x = d.operand();
    return d.maybe(4) ? d.call('tf.transpose', x) : d.call('tf.transpose', x, d.shuffledAxes(x.rank));
  },
});
