import * as tf from '@tensorflow/tfjs-core';

import {valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped, numbersIn} from '../support.js';

type Op = (x: tf.Tensor, y: tf.Tensor) => tf.Tensor | tf.Tensor[];
type Row = readonly [title: string, shape: number[], op: Op];

const {image, linalg} = tf;
const as4D = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;

/** Operations that take int32 operands. A second operand is of the same shape. */
const rows: readonly Row[] = [
  ['abs', [4], (x) => tf.abs(x)],
  ['add', [4], (x, y) => tf.add(x, y)],
  ['addN', [4], (x, y) => tf.addN([x, y])],
  [
    'batchToSpaceND',
    [4, 1, 1, 1],
    (x) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
  ['broadcastTo', [2, 1], (x) => tf.broadcastTo(x, [2, 3])],
  ['clipByValue', [4], (x) => tf.clipByValue(x, 0, 2)],
  ['concat', [2, 2], (x, y) => tf.concat([x, y], 1)],
  ['cropAndResize', [1, 2, 2, 1], (x) => image.cropAndResize(as4D(x), [[0, 0, 1, 1]], [0], [2, 2])],
  ['cumprod', [4], (x) => tf.cumprod(x)],
  ['cumsum', [4], (x) => tf.cumsum(x)],
  ['diag', [3], (x) => tf.diag(x)],
  ['expandDims', [4], (x) => tf.expandDims(x)],
  ['gather', [4], (x) => tf.gather(x, [0, 2, 2])],
  [
    'gatherND',
    [2, 2],
    (x) =>
      tf.gatherND(
        x,
        tf.tensor2d(
          [
            [0, 1],
            [1, 1],
          ],
          [2, 2],
          'int32',
        ),
      ),
  ],
  ['grayscaleToRGB', [2, 2, 1], (x) => image.grayscaleToRGB(x as tf.Tensor3D)],
  ['identity', [4], (x) => tf.clone(x)],
  ['leakyRelu', [4], (x) => tf.leakyRelu(x)],
  ['matMul', [2, 2], (x, y) => tf.matMul(x, y)],
  ['max', [4], (x) => tf.max(x)],
  ['maximum', [4], (x, y) => tf.maximum(x, y)],
  ['mean', [4], (x) => tf.mean(x)],
  ['min', [4], (x) => tf.min(x)],
  ['minimum', [4], (x, y) => tf.minimum(x, y)],
  ['mirrorPad', [4], (x) => tf.mirrorPad(x, [[1, 1]], 'reflect')],
  ['mod', [4], (x, y) => tf.mod(x, tf.add(tf.abs(y), tf.scalar(2, 'int32')))],
  ['mul', [4], (x, y) => tf.mul(x, y)],
  ['neg', [4], (x) => tf.neg(x)],
  ['pad', [4], (x) => tf.pad(x, [[1, 1]])],
  ['pow', [4], (x) => tf.pow(x, tf.scalar(2, 'int32'))],
  ['prod', [4], (x) => tf.prod(x)],
  ['relu', [4], (x) => tf.relu(x)],
  ['relu6', [4], (x) => tf.relu6(x)],
  ['reshape', [4], (x) => tf.reshape(x, [2, 2])],
  ['resizeBilinear', [1, 2, 2, 1], (x) => image.resizeBilinear(as4D(x), [3, 3])],
  ['resizeNearestNeighbor', [1, 2, 2, 1], (x) => image.resizeNearestNeighbor(as4D(x), [3, 3])],
  ['reverse', [4], (x) => tf.reverse(x)],
  ['scatterND', [2], (x) => tf.scatterND(tf.tensor2d([[0], [2]], [2, 1], 'int32'), x, [3])],
  ['slice', [4], (x) => tf.slice(x, 1, 2)],
  [
    'space to batch',
    [1, 2, 2, 1],
    (x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
  ['split', [4], (x) => tf.split(x, 2)],
  ['split with an unused part', [4], (x) => tf.split(x, 2)[0] as tf.Tensor],
  ['square', [4], (x) => tf.square(x)],
  ['squaredDifference', [4], (x, y) => tf.squaredDifference(x, y)],
  ['squeeze', [4, 1], (x) => tf.squeeze(x)],
  ['stack', [4], (x, y) => tf.stack([x, y])],
  ['step', [4], (x) => tf.step(x)],
  ['stridedSlice', [4], (x) => tf.stridedSlice(x, [0], [4], [2])],
  ['sub', [4], (x, y) => tf.sub(x, y)],
  ['sum', [4], (x) => tf.sum(x)],
  ['tensorScatterUpdate', [4], (x, y) => tf.tensorScatterUpdate(x, [[1]], tf.slice(y, 0, 1))],
  ['tile', [4], (x) => tf.tile(x, [2])],
  ['topk', [4], (x) => tf.topk(x, 2).values],
  ['transpose', [2, 2], (x) => tf.transpose(x)],
  ['unsortedSegmentSum', [4], (x) => tf.unsortedSegmentSum(x, [0, 1, 1, 0], 2)],
  ['unstack', [2, 2], (x) => tf.unstack(x)],
  ['unstack with an unused part', [2, 2], (x) => tf.unstack(x)[1] as tf.Tensor],
  ['where', [4], (x, y) => tf.where(tf.greater(x, y), x, y)],
  ['bandPart', [2, 2], (x) => linalg.bandPart(x, 0, 1)],
  ['bincount, weighted', [4], (x) => tf.bincount(tf.tensor1d([0, 1, 1, 2], 'int32'), x as tf.Tensor1D, 3)],
  ['dilation2d', [1, 2, 2, 1], (x, y) => tf.dilation2d(as4D(x), tf.reshape(y, [2, 2, 1]), 1, 'same')],
  ['div by a float', [4], (x) => tf.div(x, 2.5)],
  ['dot', [4], (x, y) => tf.dot(x, y)],
  ['einsum', [2, 2], (x, y) => tf.einsum('ij,jk->ik', x, y)],
  ['logSumExp', [4], (x) => tf.logSumExp(x)],
  ['maxPool', [1, 2, 2, 1], (x) => tf.maxPool(as4D(x), 2, 1, 'valid')],
  ['maxPool3d', [1, 2, 2, 1, 1], (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 1, 'same')],
  ['moments', [4], (x) => tf.moments(x).variance],
  ['mul by a float', [4], (x) => tf.mul(x, 2.5)],
  ['prelu', [4], (x, y) => tf.prelu(x, y)],
  ['sparseToDense', [2], (x) => tf.sparseToDense([[0], [2]], x, [3], tf.scalar(0, x.dtype as 'int32'))],
];

/** Two operands of a shape, of integers or, reduced to 0 and 1, of booleans. */
function operands(shape: number[], dtype: 'int32' | 'float32' | 'bool', areBits: boolean): tf.Tensor[] {
  const size = tf.util.sizeFromShape(shape);
  return [
    [3, -1, 2, 1, -2, 4, 5, -3],
    [2, 1, -4, 3, 5, -2, 6, 1],
  ].map((entries) => {
    const values = areBits ? entries.map((entry) => (entry > 1 ? 1 : 0)) : entries;
    return tf.tensor(values.slice(0, size), shape, dtype);
  });
}

/** Operations that compute with booleans as with numbers of 8 bits in tfjs, or refuse them. */
const notOfBooleans = ['logSumExp', 'neg', 'resizeNearestNeighbor', 'sub'];

/** What the kernels of wasm refuse, or lack, or have wrong (the largest of booleans), forward. */
const notOnWasm: Readonly<Record<'int32' | 'bool', readonly string[]>> = {
  int32: ['dot', 'einsum', 'matMul', 'maxPool', 'unsortedSegmentSum'],
  bool: ['cumprod', 'cumsum', 'dot', 'einsum', 'matMul', 'maxPool', 'topk', 'unsortedSegmentSum'],
};

onEachBackend('gradients by integers', () => {
  for (const dtype of ['int32', 'bool'] as const) {
    for (const [title, shape, op] of rows) {
      if (dtype === 'bool' && notOfBooleans.includes(title)) continue;
      it(`of ${title} at ${dtype} are those at the same floats`, function (this: Mocha.Context) {
        if (tf.getBackend() === 'wasm' && notOnWasm[dtype].includes(title)) this.skip();
        scoped(() => {
          const at = (type: 'int32' | 'float32' | 'bool'): tf.Tensor[] =>
            valueAndGradient(
              (...xs: tf.Tensor[]) => op(xs[0] as tf.Tensor, xs[1] as tf.Tensor),
              operands(shape, type, dtype === 'bool'),
            )[1];
          expectNumbers(at(dtype), numbersIn(at('float32')));
        })();
      });
    }
  }
  it(
    'pass a cast that loses nothing, and no other',
    scoped(() => {
      const slope = (from: tf.DataType, to: tf.DataType): unknown =>
        numbersIn(
          valueAndGradient(
            (x) => tf.mul(3, tf.cast(tf.cast(x, to), 'float32')),
            [tf.tensor1d([1, 0], from as 'int32')],
          )[1][0],
        );
      const dtypes = ['bool', 'int32', 'float32'] as const;
      expectNumbers(
        dtypes.map((from) => dtypes.map((to) => slope(from, to))),
        [
          [
            [3, 3],
            [3, 3],
            [3, 3],
          ],
          [
            [0, 0],
            [3, 3],
            [3, 3],
          ],
          [
            [0, 0],
            [0, 0],
            [3, 3],
          ],
        ],
      );
    }),
  );

  it(
    'of a sum of booleans are ones',
    scoped(() => {
      expectNumbers(
        valueAndGradient((x) => tf.sum(x), [tf.tensor1d([true, false], 'bool')]),
        [1, [[1, 1]]],
      );
    }),
  );
});
