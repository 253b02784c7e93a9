/** Attributes of every kind that a pass or an instruction might overlook: graph against plain `f`, at other arguments. */
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph} from '../../src/graph/graph.js';
import {expectAsPlain, inScope} from './agreement.js';
import {isOnCpu, onEachGraphBackend} from './graph-backends.js';

type F = (x: tf.Tensor) => tf.Tensor | tf.Tensor[];

interface Case {
  readonly shape: number[];
  readonly dtype?: 'float32' | 'int32' | 'bool';
  readonly f: F;
}

const cases: Record<string, Case> = {};
const add = (title: string, shape: number[], f: F, dtype: Case['dtype'] = 'float32'): void => {
  cases[`${title} of ${dtype}[${shape.join()}]`] = {shape, dtype, f};
};

const reductions = ['sum', 'mean', 'max', 'min', 'prod'] as const;
for (const name of reductions) {
  for (const axis of [undefined, -1, 0, [0, 2], [2, 0], [-1, -3], [1, 2], []]) {
    for (const keepDims of [false, true])
      add(`${name} ${JSON.stringify(axis)} ${keepDims}`, [2, 3, 4], (x) => tf[name](x, axis, keepDims));
    if (name !== 'mean') add(`${name} ${JSON.stringify(axis)}`, [2, 3, 2], (x) => tf[name](x, axis), 'int32');
  }
  add(name, [], (x) => tf[name](x));
  add(name, [1, 1], (x) => tf[name](x, -1));
}
for (const axis of [undefined, -1, 0, [0, 2]])
  for (const name of ['all', 'any'] as const)
    add(`${name} ${JSON.stringify(axis)}`, [2, 3, 2], (x) => tf[name](x, axis, true), 'bool');
for (const axis of [-1, 0, 1, -2])
  for (const name of ['argMax', 'argMin'] as const) {
    add(`${name} ${axis}`, [2, 3, 2], (x) => tf[name](x, axis));
    add(`${name} ${axis}`, [2, 3, 2], (x) => tf[name](x, axis), 'int32');
  }
for (const [exclusive, reverse] of [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const) {
  for (const axis of [0, 1, -1]) {
    add(`cumsum ${axis} ${exclusive} ${reverse}`, [2, 3], (x) => tf.cumsum(x, axis, exclusive, reverse));
    add(`cumprod ${axis} ${exclusive} ${reverse}`, [2, 3], (x) => tf.cumprod(x, axis, exclusive, reverse));
  }
}
const slices: ReadonlyArray<readonly [number | number[], number | number[] | undefined]> = [
  [[1], undefined],
  [1, 1],
  [
    [0, 1],
    [-1, 2],
  ],
  [
    [1, 0, 2],
    [1, -1, -1],
  ],
];
for (const [begin, size] of slices)
  add(`slice ${JSON.stringify([begin, size])}`, [2, 3, 4], (x) => tf.slice(x, begin, size));
for (const [begin, end, strides, masks] of [
  [
    [0, 1],
    [2, 3],
    [1, 1],
    [0, 0, 0, 0, 0],
  ],
  [
    [-1, -1],
    [-3, -4],
    [-1, -1],
    [0, 0, 0, 0, 0],
  ],
  [
    [0, 2],
    [0, 0],
    [1, -2],
    [1, 3, 0, 0, 0],
  ],
  [
    [0, 1],
    [0, 2],
    [1, 1],
    [0, 0, 1, 0, 2],
  ],
  [
    [0, 0, 1],
    [0, 0, 2],
    [1, 1, 1],
    [0, 0, 2, 1, 4],
  ],
  [[1], [2], [1], [0, 0, 0, 0, 1]],
] as const)
  add(`stridedSlice ${JSON.stringify([begin, end, strides, masks])}`, [2, 3, 4], (x) =>
    tf.stridedSlice(x, [...begin], [...end], [...strides], ...masks),
  );
for (const axes of [[0], [-1], [0, 2], [], undefined])
  add(`reverse ${JSON.stringify(axes)}`, [2, 3, 2], (x) => tf.reverse(x, axes));
for (const perm of [undefined, [2, 0, 1], [0, 2, 1]])
  add(`transpose ${JSON.stringify(perm)}`, [2, 3, 4], (x) => tf.transpose(x, perm));
for (const axis of [0, 1, -1]) {
  add(`concat ${axis}`, [2, 3], (x) => tf.concat([x, tf.neg(x), x], axis));
  add(`stack ${axis}`, [2, 3], (x) => tf.stack([x, x, tf.neg(x)], axis));
  add(`unstack ${axis}`, [2, 3], (x) => tf.unstack(x, axis));
  add(`split ${axis}`, [4, 4], (x) => tf.split(x, [1, -1], axis));
  add(`split in halves ${axis}`, [4, 4], (x) => tf.split(x, 2, axis), 'int32');
  add(`gather ${axis}`, [2, 3], (x) =>
    tf.gather(
      x,
      tf.tensor2d(
        [
          [1, 0],
          [0, 1],
        ],
        [2, 2],
        'int32',
      ),
      axis,
    ),
  );
}
add('gather by batches', [2, 3], (x) =>
  tf.gather(
    x,
    tf.tensor2d(
      [
        [1, 0],
        [2, 1],
      ],
      [2, 2],
      'int32',
    ),
    1,
    1,
  ),
);
/** A window outside the image has a largest element of -Infinity and a mean of NaN. */
const finite = (x: tf.Tensor): tf.Tensor => tf.where(tf.isFinite(x), x, tf.fill(x.shape, 99));

const image = [1, 5, 6, 2];
const filterOf = (...shape: number[]): tf.Tensor4D =>
  tf.reshape<tf.Rank.R4>(
    tf.cos(
      tf.range(
        0,
        shape.reduce((a, b) => a * b, 1),
      ),
    ),
    shape as [number, number, number, number],
  );
for (const pad of ['same', 'valid', 0, 1] as const)
  for (const strides of [1, 2, [2, 1], [1, 3]] as Array<number | [number, number]>) {
    const rest = JSON.stringify([pad, strides]);
    add(`conv2d ${rest}`, image, (x) => tf.conv2d(x as tf.Tensor4D, filterOf(2, 3, 2, 2), strides, pad));
    add(`depthwise ${rest}`, image, (x) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, filterOf(2, 2, 2, 2), Array.isArray(strides) ? 1 : strides, pad),
    );
    for (const mode of ['floor', 'round', 'ceil'] as const) {
      if (typeof pad === 'string') continue;
      add(`maxPool ${rest} ${mode}`, image, (x) =>
        finite(tf.maxPool(x as tf.Tensor4D, [2, 3], strides, pad, mode)),
      );
      add(`avgPool ${rest} ${mode}`, image, (x) =>
        finite(tf.avgPool(x as tf.Tensor4D, [3, 2], strides, pad, mode)),
      );
      add(`conv2d ${rest} ${mode}`, image, (x) =>
        tf.conv2d(x as tf.Tensor4D, filterOf(2, 2, 2, 1), strides, pad, 'NHWC', 1, mode),
      );
    }
    add(`maxPool ${rest}`, image, (x) => finite(tf.maxPool(x as tf.Tensor4D, [2, 3], strides, pad)));
  }
for (const dilations of [2, [1, 2]] as Array<number | [number, number]>) {
  add(`conv2d dilated ${JSON.stringify(dilations)}`, image, (x) =>
    tf.conv2d(x as tf.Tensor4D, filterOf(2, 3, 2, 2), 1, 'same', 'NHWC', dilations),
  );
  add(`pool dilated ${JSON.stringify(dilations)}`, image, (x) =>
    tf.pool(x as tf.Tensor4D, [2, 2], 'max', 'same', dilations),
  );
}
add('conv2d with explicit padding', image, (x) =>
  tf.conv2d(x as tf.Tensor4D, filterOf(2, 2, 2, 1), 2, [
    [0, 0],
    [1, 0],
    [2, 1],
    [0, 0],
  ]),
);
for (const [alignCorners, halfPixel] of [
  [false, false],
  [true, false],
  [false, true],
] as const) {
  const rest = `${alignCorners} ${halfPixel}`;
  add(`resizeBilinear ${rest}`, image, (x) =>
    tf.image.resizeBilinear(x as tf.Tensor4D, [3, 8], alignCorners, halfPixel),
  );
  add(`resizeNearest ${rest}`, image, (x) =>
    tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [7, 4], alignCorners, halfPixel),
  );
}
add('matMul transposed', [2, 3, 3], (x) => [
  tf.matMul(x, x, true),
  tf.matMul(x, x, false, true),
  tf.matMul(x, x),
]);
add('matMul of broadcast batches', [2, 1, 3, 3], (x) => tf.matMul(x, tf.reshape(x, [1, 2, 3, 3])));
add('dot', [3], (x) => tf.dot(x, x));
add('softmax', [2, 3], (x) => [tf.softmax(x), tf.logSoftmax(x)]);
add('sums in all shapes', [1], (x) => [tf.sum(x), tf.reshape(x, []), tf.reshape(tf.add(x, x), [1, 1, 1])]);
add('tile', [2, 1], (x) => [tf.tile(x, [1, 3]), tf.tile(x, [2, 2]), tf.tile(x, [1, 1])]);
add('pad', [2, 3], (x) => [
  tf.pad(
    x,
    [
      [1, 0],
      [0, 2],
    ],
    7,
  ),
  tf.mirrorPad(
    x,
    [
      [1, 1],
      [1, 0],
    ],
    'reflect',
  ),
]);
add(
  'pad',
  [2, 3],
  (x) =>
    tf.pad(
      x,
      [
        [1, 0],
        [0, 2],
      ],
      1.5,
    ),
  'int32',
);
add('topk', [2, 4], (x) => Object.values(tf.topk(x, 2)));
add('oneHot', [3], (x) => tf.oneHot(tf.cast(tf.abs(x), 'int32'), 4, 5, -5));
add('bincount', [4], (x) => tf.bincount(tf.cast(tf.abs(x), 'int32') as tf.Tensor1D, tf.tensor1d([]), 5));
add('fft', [4], (x) => tf.abs(tf.spectral.fft(tf.complex(x, x))));
add('space and depth', [1, 2, 2, 4], (x) => [
  tf.depthToSpace(x as tf.Tensor4D, 2, 'NHWC'),
  tf.spaceToBatchND(
    x,
    [2, 2],
    [
      [0, 0],
      [0, 0],
    ],
  ),
]);
add('expandDims', [2, 3], (x) => [
  tf.expandDims(x, -1),
  tf.expandDims(tf.neg(x), 1),
  tf.squeeze(tf.reshape(x, [1, 2, 3])),
]);
add('where of a single condition', [2, 3], (x) => tf.where(tf.less(tf.sum(x), 0), x, tf.neg(x)));

onEachGraphBackend('attributes', () => {
  for (const [title, {shape, dtype, f}] of Object.entries(cases))
    it(`are heeded: ${title}`, function () {
      // Kernels of tfjs's wasm backend end Chromium's page here, by a segmentation fault of the browser.
      if (tf.getBackend() === 'wasm') this.skip();
      const given = (count: number): readonly tf.Tensor[] => {
        const size = shape.reduce((a, b) => a * b, 1);
        const values = tf.mul(tf.sin(tf.mul(tf.range(1, size + 1), count + 0.3)), 3);
        return [tf.cast(tf.reshape(values, shape), dtype ?? 'float32')];
      };
      // Kernels of other backends refuse some of these.
      if (!isOnCpu() && refuses(f, given)) this.skip();
      expectAsPlain((x: tf.Tensor) => f(dtype === 'bool' ? tf.logicalNot(x) : tf.neg(x)), given);
      // tfjs's kernels lose a length of the shape along axis -1.
      const opaque = /^cum(sum|prod) -1/.test(title) ? 1 : 0;
      if (isOnCpu()) expect(opaqueNodesOf(f, given)).to.have.length(opaque);
    });
});

function refuses(f: F, given: (count: number) => readonly tf.Tensor[]): boolean {
  try {
    inScope(() => void f(given(1)[0] as tf.Tensor));
    return false;
  } catch {
    return true;
  }
}

/** The nodes whose results their rule does not explain. */
function opaqueNodesOf(f: F, given: (count: number) => readonly tf.Tensor[]): string[] {
  const g = graph(f);
  for (const count of [1, 2]) inScope(() => void g(given(count)[0] as tf.Tensor));
  const lines = g.inspect().signatures.flatMap(({program}) => program.split('\n'));
  g.dispose();
  return lines.filter((line) => line.endsWith(' opaque'));
}
