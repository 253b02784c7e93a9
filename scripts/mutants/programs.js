/** Programs for mutants: what each kernel, as the tables know it, is tried with. Arguments change from call to call. */
import * as tf from '@tensorflow/tfjs-core';

const FLOATS = [-2.5, -1.2, -0.6, -0.3, 0.4, 0.8, 1.7, 3.2];
const OTHERS = [1.3, -0.7, 0.9, 2.1, -1.6, 0.5, 0.2, -0.4];
const INTS = [-7, -3, -2, 1, 2, 3, 5, 9];
const OTHER_INTS = [2, -4, 3, 1, -2, 3, 7, -5];
const BOOLS = [1, 0, 1, 1, 0, 0, 1, 0];
const OTHER_BOOLS = [1, 1, 0, 1, 0, 1, 0, 0];

/** Vectors of each kind, by their place among the operands. */
const VECTORS = {
  float: (place, call) =>
    tf.tensor1d((place === 0 ? FLOATS : OTHERS).map((value) => value * (0.8 + 0.1 * call))),
  int: (place, call) =>
    tf.tensor1d(
      (place === 0 ? INTS : OTHER_INTS).map((value) => value * call),
      'int32',
    ),
  bool: (place, call) =>
    tf.tensor1d(
      (place === 0 ? BOOLS : OTHER_BOOLS).map((value, index) => (index === call ? 1 - value : value)),
      'bool',
    ),
};

/** A kernel by its name, of vectors of the kinds given. */
export function ofKernel(kernel, inputs, kinds, attributes = {}) {
  return {
    f: (...operands) =>
      tf
        .engine()
        .runKernel(
          kernel,
          Object.fromEntries(inputs.map((name, place) => [name, operands[place]])),
          attributes,
        ),
    args: (call) => kinds.map((kind, place) => VECTORS[kind](place, call)),
  };
}

/** Numbers that differ from each other, of any shape. */
export function numbers(shape, call, {dtype = 'float32', factor = 1} = {}) {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Array.from(
    {length: size},
    (_, index) => factor * Math.sin(3 * index + call) * (1 + (index % 17) / 9),
  );
  return tf.tensor(dtype === 'int32' ? values.map((value) => Math.round(7 * value)) : values, shape, dtype);
}

const of =
  (...shapes) =>
  (call) =>
    shapes.map((shape, index) => numbers(shape, call + 10 * index));
const ofInts =
  (...shapes) =>
  (call) =>
    shapes.map((shape, index) => numbers(shape, call + 10 * index, {dtype: 'int32'}));
/** Pairs of which about a quarter are both true, or both false: others at every call. */
const ofBools = (call) => {
  const bits = Array.from({length: 16}, (_, index) => (Math.sin(5 * index + 2 * call) > 0 ? 1 : 0));
  return [tf.tensor2d(bits, [8, 2], 'bool')];
};

/** All of one truth but for one, which is another at every call. */
const ofOneBool = (truth) => (call) => [
  tf.tensor3d(
    Array.from({length: 16}, (_, index) => (index === 5 + call ? 1 - truth : truth)),
    [2, 4, 2],
    'bool',
  ),
];

const image = [2, 5, 6, 3];

/** A program for each kernel of whole arrays, and one for its form of int32. */
export const WHOLE = {
  All: {f: (x) => tf.all(x, 1), args: ofBools},
  Any: {f: (x) => tf.any(x, 1), args: ofBools},
  ArgMax: {f: (x) => tf.argMax(x, 1), args: of([3, 4])},
  ArgMin: {f: (x) => tf.argMin(x, 1), args: of([3, 4])},
  BatchMatMul: {f: (a, b) => tf.matMul(a, b), args: of([3, 4], [4, 5])},
  BroadcastTo: {f: (x, y) => tf.mul(x, y), args: of([3, 4], [3, 1])},
  Concat: {f: (a, b) => tf.concat([a, b], 1), args: of([3, 2], [3, 4])},
  // Large ones alone are not folded.
  Fill: {f: (x) => tf.concat([x, tf.onesLike(x)], 1), args: of([260, 260])},
  GatherV2: {f: (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'), 0), args: of([3, 4])},
  MatrixProduct: {f: (x, k) => tf.conv2d(x, k, 1, 'same'), args: of(image, [3, 2, 3, 4])},
  Max: {f: (x) => tf.max(x, 1), args: of([3, 4])},
  Min: {f: (x) => tf.min(x, 1), args: of([3, 4])},
  Pack: {f: (a, b) => tf.stack([a, b], 1), args: of([3, 2], [3, 2])},
  PadV2: {
    f: (x) =>
      tf.pad(
        x,
        [
          [1, 2],
          [0, 1],
        ],
        3,
      ),
    args: of([3, 2]),
  },
  Prod: {f: (x) => tf.prod(x, 1), args: of([3, 4])},
  Reverse: {f: (x) => tf.reverse(x, 1), args: of([3, 4])},
  Slice: {f: (x) => tf.slice(x, [1, 0], [2, 3]), args: of([3, 4])},
  SplitV: {f: (x) => tf.split(x, [1, 3], 1), args: of([3, 4])},
  Sum: {f: (x) => tf.sum(x, 1), args: of([3, 4])},
  Tile: {f: (x) => tf.tile(x, [2, 3]), args: of([3, 2])},
  Transpose: {f: (x) => tf.transpose(x), args: of([3, 4])},
  Unpack: {f: (x) => tf.unstack(x, 1), args: of([3, 4])},
  Windows: {f: (x, k) => tf.conv2d(x, k, 1, 'valid'), args: of(image, [3, 2, 3, 4])},
  WindowsSum: {
    f: (dy, k) => tf.conv2dTranspose(dy, k, [2, 6, 7, 3], 1, 'valid'),
    args: of([2, 4, 6, 4], [3, 2, 3, 4]),
  },
  UnsortedSegmentSum: {
    f: (x) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2], 'int32'), 4),
    args: of([3, 4]),
  },
};

export const WHOLE_OF_INTS = {
  ArgMax: {f: WHOLE.ArgMax.f, args: ofInts([3, 4])},
  ArgMin: {f: WHOLE.ArgMin.f, args: ofInts([3, 4])},
  Max: {f: WHOLE.Max.f, args: ofInts([3, 4])},
  Min: {f: WHOLE.Min.f, args: ofInts([3, 4])},
  Prod: {f: WHOLE.Prod.f, args: ofInts([3, 4])},
  Sum: {f: WHOLE.Sum.f, args: ofInts([3, 4])},
};

/** What programs read besides their arguments, made before they first run. */
const HELD = {variable: undefined, constant: undefined};

function withHeld(args) {
  return (call) => {
    HELD.variable ??= tf.variable(tf.linspace(1, 4, 40));
    HELD.constant ??= tf.keep(tf.linspace(0.5, 3.5, 40));
    return args(call);
  };
}

/** Programs for passes, and for what no single kernel stands for. */
export const PROGRAMS = {
  sum: {f: (x) => tf.sum(x), args: of([3, 4])},
  'sum of products': {f: (x, y) => tf.sum(tf.mul(tf.exp(x), y)), args: of([3, 4], [3, 4])},
  difference: {f: (x, y) => tf.sub(x, y), args: of([3, 4], [3, 4])},
  chain: {
    f: (x, y) => {
      const a = tf.exp(tf.mul(x, y));
      const b = tf.sub(a, tf.sin(y));
      return [tf.add(tf.mul(a, b), tf.tanh(tf.sub(b, x))), tf.sum(b)];
    },
    args: of([3, 4], [3, 4]),
  },
  'long chain': {f: (x, y) => tf.mul(tf.exp(x), tf.sub(tf.sin(x), tf.cos(y))), args: of([1500], [1500])},
  broadcast: {f: (x, y) => tf.mul(tf.add(x, y), 3), args: of([3, 4], [4])},
  'broadcast of ones': {f: (x) => tf.mul(tf.ones([3, 4]), tf.sum(x)), args: of([3, 4])},
  'uniform constant': {f: (x) => tf.mul(tf.exp(x), tf.fill([3, 4], 2.5)), args: of([3, 4])},
  'tile of one': {f: (x, y) => tf.mul(x, tf.tile(tf.sum(y, 0, true), [3, 1])), args: of([3, 1], [4, 1])},
  'mixed dtypes': {
    f: (x, i) => tf.mul(x, tf.cast(i, 'float32')),
    args: (call) => [numbers([3, 4], call), numbers([3, 4], call, {dtype: 'int32'})],
  },
  'bools among ints': {
    f: (x, y) => tf.mul(tf.cast(tf.greater(x, y), 'int32'), y),
    args: ofInts([3, 4], [3, 4]),
  },
  'two convolutions': {
    f: (x, a, b) => [tf.conv2d(x, a, 1, 'valid'), tf.conv2d(x, b, 1, 'valid')],
    args: of([1, 4, 4, 1], [2, 2, 1, 1], [3, 3, 1, 1]),
  },
  'two slices': {f: (x) => [tf.slice(x, [0], [3]), tf.slice(x, [2], [3])], args: of([6])},
  'equal terms': {f: (x, y) => tf.sub(tf.mul(tf.exp(x), y), tf.exp(tf.mul(x, 2))), args: of([3, 4], [3, 4])},
  'parts of a split': {
    f: (x) => {
      const [a, b] = tf.split(x, 2);
      return tf.add(a, tf.mul(2, b));
    },
    args: of([6]),
  },
  'one part of a split': {f: (x) => tf.exp(tf.split(x, 2)[1]), args: of([6])},
  constants: {
    f: (x) => {
      const [a, b] = tf.split(tf.tensor1d([1, 2, 3, 4, 5, 6]), 2);
      return tf.add(tf.mul(tf.exp(a), x), b);
    },
    args: of([3]),
  },
  'x + 1': {f: (x) => tf.add(x, 1), args: of([5])},
  'x - 1': {f: (x) => tf.sub(x, 1), args: of([5])},
  '2 x': {f: (x) => tf.mul(x, 2), args: of([5])},
  'x / 3': {f: (x) => tf.div(x, 3), args: of([5])},
  'x / 4': {f: (x) => tf.div(x, 4), args: of([5])},
  'x ^ 2': {f: (x) => tf.pow(x, 2), args: of([5])},
  '1 - x': {f: (x) => tf.sub(0, x), args: of([5])},
  '1 / x': {f: (x) => tf.div(1, x), args: of([5])},
  'to bool': {f: (x) => tf.cast(x, 'bool'), args: of([5])},
  'to int32': {f: (x) => tf.cast(x, 'int32'), args: of([5])},
  '- exp x': {f: (x) => tf.neg(tf.exp(x)), args: of([5])},
  'sum along rows': {f: (x) => tf.sum(x, 0), args: of([4, 3])},
  'zeros like x': {f: (x) => tf.concat([tf.exp(x), tf.zerosLike(x)]), args: of([5])},
  'sum of axes apart': {f: (x) => tf.sum(x, [0, 2]), args: of([3, 4, 5])},
  'max of axes apart': {f: (x) => tf.max(x, [0, 2]), args: of([3, 4, 5])},
  'min of axes apart': {f: (x) => tf.min(x, [0, 2]), args: of([3, 4, 5])},
  'product of axes apart': {f: (x) => tf.prod(x, [0, 2]), args: of([3, 4, 5])},
  'all of axes apart': {f: (x) => tf.all(x, [0, 2]), args: ofOneBool(1)},
  'any of axes apart': {f: (x) => tf.any(x, [0, 2]), args: ofOneBool(0)},
  mean: {f: (x) => tf.mean(x, 1), args: of([3, 4])},
  softmax: {f: (x) => tf.softmax(x), args: of([3, 4])},
  addN: {f: (x, y, z) => tf.addN([x, y, z]), args: of([5], [5], [5])},
  'fused product': {
    f: (a, b, bias) => tf.fused.matMul({a, b, bias, activation: 'sigmoid', transposeB: true}),
    args: of([3, 4], [5, 4], [5]),
  },
  ...Object.fromEntries(
    ['elu', 'relu', 'relu6', 'leakyrelu', 'sigmoid'].map((activation) => [
      `fused ${activation}`,
      {f: (a, b) => tf.fused.matMul({a, b, activation}), args: of([3, 4], [4, 5])},
    ]),
  ),
  'fused prelu': {
    f: (a, b, preluActivationWeights) => tf.fused.matMul({a, b, activation: 'prelu', preluActivationWeights}),
    args: of([3, 4], [4, 5], [5]),
  },
  'fused product, leaky': {
    f: (a, b, bias) => tf.fused.matMul({a, b, bias, activation: 'leakyrelu', leakyreluAlpha: 0.3}),
    args: of([3, 4], [4, 5], [5]),
  },
  conv2d: {f: (x, k) => tf.conv2d(x, k, [2, 1], 'same'), args: of(image, [3, 2, 3, 4])},
  'dilated conv2d': {f: (x, k) => tf.conv2d(x, k, 1, 'same', 'NHWC', [2, 1]), args: of(image, [3, 2, 3, 4])},
  'gradients of conv2d': {
    differentiates: true,
    f: (x, k) => tf.conv2d(x, k, [2, 1], 'same'),
    args: of(image, [3, 2, 3, 4]),
  },
  maxPool: {f: (x) => tf.maxPool(x, [3, 2], [2, 1], 'same'), args: of(image)},
  'gradient of maxPool': {
    differentiates: true,
    f: (x) => tf.maxPool(x, [3, 2], [2, 1], 'same'),
    args: of(image),
  },
  'two sizes': {f: (x, y) => [tf.sin(y), tf.exp(x)], args: of([3, 4], [5])},
  'sum of a constant filled': {f: (x) => tf.mul(x, tf.sum(tf.fill([3, 4], 2.5))), args: of([5])},
  literals: {f: (x) => [tf.clipByValue(x, -0.5, 0.7), tf.leakyRelu(x, 0.1)], args: of([12])},
  'kernel in between': {f: (x, y) => tf.exp(tf.cumsum(tf.mul(x, y), 0)), args: of([3, 4], [3, 4])},
  'a variable and a constant': {
    f: (x) => tf.add(tf.mul(x, HELD.variable), HELD.constant),
    args: withHeld(of([40])),
  },
  'batches of products': {f: (a, b) => tf.matMul(a, b, true, false), args: of([2, 4, 3], [2, 4, 5])},
  'a product of every size': {f: (a, b) => tf.matMul(a, b), args: of([37, 70], [70, 45])},
  'one element of many': {f: (x) => tf.mul(tf.slice(x, [2], [1]), x), args: of([5])},
  'sum as an image': {
    f: (x, k) => tf.conv2d(tf.broadcastTo(tf.reshape(tf.sum(x), [1, 1, 1, 1]), [1, 3, 3, 1]), k, 1, 'valid'),
    args: of([5], [2, 2, 1, 1]),
  },
  'reversed twice over': {f: (x) => tf.reverse(x, [0, 1]), args: of([3, 4])},
  select: {f: (x, y) => tf.where(tf.greater(x, y), x, y), args: of([3, 4], [3, 4])},
  'two splits': {
    f: (x) => tf.add(tf.split(x, 2)[0], tf.mul(2, tf.split(x, 2)[1])),
    args: of([6]),
  },
  'sums over one element': {f: (x) => tf.sum(tf.exp(x), 1), args: of([5, 1])},
  'tiled once': {f: (x) => tf.engine().runKernel('Tile', {x: tf.exp(x)}, {reps: [1]}), args: of([5])},
  'sliced whole': {
    f: (x) => tf.engine().runKernel('Slice', {x: tf.exp(x)}, {begin: [0], size: [5]}),
    args: of([5]),
  },
  'cast to the same': {
    f: (x) => tf.engine().runKernel('Cast', {x: tf.greater(x, 0)}, {dtype: 'bool'}),
    args: of([5]),
  },
  'x + ones like x': {f: (x) => tf.add(x, tf.onesLike(x)), args: of([5])},
  'fill times a sum': {f: (x) => tf.mul(tf.fill([3, 4], 2.5), tf.sum(x)), args: of([5])},
  'times a large fill': {f: (x) => tf.mul(x, tf.fill([300, 300], 2.5)), args: of([1, 300])},
  'tile of rows': {f: (x, y) => tf.mul(x, tf.tile(y, [1, 4])), args: of([3, 4], [3, 1])},
  'scaled by its sum': {
    f: (x) => {
      const y = tf.exp(x);
      return tf.div(y, tf.sum(y));
    },
    args: of([1500]),
  },
  'many sizes': {
    f: (x, y) => {
      const a = tf.sum(tf.exp(x), 1);
      const b = tf.concat([a, y]);
      const c = tf.transpose(tf.mul(x, 2));
      return [tf.sum(tf.mul(b, b)), tf.sum(c, 1), tf.reverse(tf.sin(b))];
    },
    args: of([6, 7], [9]),
  },
  'constants late': {
    f: (x) => tf.exp(tf.reverse(tf.mul(x, HELD.constant))),
    args: withHeld(of([40])),
  },
  'a number times a vector': {f: (x, y) => tf.mul(x, y), args: of([], [9])},
  'select of ints': {f: (x, y) => tf.where(tf.greater(x, y), x, y), args: ofInts([3, 4], [3, 4])},
};
