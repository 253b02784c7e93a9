import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {between, mixed} from '../data.js';

/** A kernel as a graph model calls it; `optional` are the names of the further arguments. */
interface KernelCase {
  readonly title: string;
  readonly optional?: ReadonlyArray<'bias' | 'preluActivationWeights'>;
  readonly attributes?: tf.NamedAttrMap;
  readonly args: () => tf.Tensor[];
}

const kernelCase = (
  kernelName: string,
  names: readonly [string, string],
  defaults: tf.NamedAttrMap,
  {title, optional = [], attributes = {}, args}: KernelCase,
): DerivativeCase => ({
  title: `the kernel ${kernelName}, ${title}`,
  f: (...tensors) => {
    const inputs = Object.fromEntries(
      [...names, ...optional].map((name, at) => [name, tensors[at] as tf.Tensor]),
    );
    // Squared, so that dy depends on the arguments, too.
    return tf.square(tf.engine().runKernel<tf.Tensor>(kernelName, inputs, {...defaults, ...attributes}));
  },
  args,
});

/** Every activation, far from its kinks at 0 and, of relu6, at 6. */
const activations: ReadonlyArray<{title: string; attributes: tf.NamedAttrMap}> = [
  {title: 'linear', attributes: {activation: 'linear'}},
  {title: 'no activation', attributes: {}},
  {title: 'relu', attributes: {activation: 'relu'}},
  {title: 'relu6', attributes: {activation: 'relu6'}},
  {title: 'elu', attributes: {activation: 'elu'}},
  {title: 'sigmoid', attributes: {activation: 'sigmoid'}},
  {title: 'leakyrelu', attributes: {activation: 'leakyrelu', leakyreluAlpha: 0.3}},
  {title: 'leakyrelu of a negative slope', attributes: {activation: 'leakyrelu', leakyreluAlpha: -0.3}},
];

/** Where the sigmoid saturates the differences drown in noise. */
const biasOf = (activation: unknown): tf.Tensor => (activation === 'sigmoid' ? mixed([3], 3) : bias());

/** A bias that takes the channels to below 0, between 0 and 6, and above 6. */
const bias = (): tf.Tensor => tf.tensor1d([-6, 3, 9]);
const weights = (): tf.Tensor => tf.tensor1d([-0.5, 0.4, 0.3]);
const x = (): tf.Tensor => mixed([1, 3, 3, 2]);
const filter = (): tf.Tensor => mixed([2, 2, 2, 3], 2);

const convolution = {strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1};

const convolutionKernels: readonly KernelCase[] = [
  ...activations.map((activation): KernelCase => ({
    ...activation,
    optional: ['bias'],
    args: () => [x(), filter(), biasOf(activation.attributes['activation'])],
  })),
  {title: 'no bias', attributes: {activation: 'sigmoid'}, args: () => [x(), filter()]},
  {title: 'neither bias nor activation', args: () => [x(), filter()]},
  {title: 'a scalar bias', optional: ['bias'], args: () => [x(), filter(), tf.scalar(0.3)]},
  {
    title: 'prelu',
    optional: ['bias', 'preluActivationWeights'],
    attributes: {activation: 'prelu'},
    args: () => [x(), filter(), bias(), weights()],
  },
  {
    title: 'prelu, weights of rank 3, no bias',
    optional: ['preluActivationWeights'],
    attributes: {activation: 'prelu'},
    args: () => [between(0.5, 1, [1, 3, 3, 2]), between(-1, -0.5, [2, 2, 2, 3], 2), mixed([2, 1, 3], 3)],
  },
  {
    title: 'stride 2, same, elu',
    optional: ['bias'],
    attributes: {strides: 2, pad: 'same', activation: 'elu'},
    args: () => [x(), filter(), bias()],
  },
  {
    title: 'dilation 2, pad 1, sigmoid',
    optional: ['bias'],
    attributes: {dilations: [2, 2], pad: 1, activation: 'sigmoid'},
    args: () => [x(), filter(), mixed([3], 3)],
  },
  {
    title: 'NCHW, prelu',
    optional: ['bias', 'preluActivationWeights'],
    attributes: {dataFormat: 'NCHW', activation: 'prelu'},
    args: () => [mixed([2, 2, 3, 2]), filter(), bias(), weights()],
  },
  {
    title: 'NCHW, a scalar bias',
    optional: ['bias'],
    attributes: {dataFormat: 'NCHW', activation: 'sigmoid'},
    args: () => [mixed([2, 2, 3, 2]), filter(), tf.scalar(0.3)],
  },
];

const depthwiseFilter = (): tf.Tensor => mixed([2, 2, 3, 1], 2);
const depthwiseX = (): tf.Tensor => mixed([1, 3, 3, 3]);

const depthwiseKernels: readonly KernelCase[] = [
  ...activations.map((activation): KernelCase => ({
    ...activation,
    optional: ['bias'],
    args: () => [depthwiseX(), depthwiseFilter(), biasOf(activation.attributes['activation'])],
  })),
  {title: 'no bias', attributes: {activation: 'sigmoid'}, args: () => [x(), filter()]},
  {title: 'neither bias nor activation', args: () => [x(), filter()]},
  {
    title: 'prelu',
    optional: ['bias', 'preluActivationWeights'],
    attributes: {activation: 'prelu'},
    args: () => [depthwiseX(), depthwiseFilter(), bias(), weights()],
  },
  {
    title: 'dilations [1, 2], same, sigmoid',
    optional: ['bias'],
    attributes: {dilations: [1, 2], pad: 'same', activation: 'sigmoid'},
    args: () => [depthwiseX(), depthwiseFilter(), mixed([3], 3)],
  },
];

const product = {transposeA: false, transposeB: false};
const a = (): tf.Tensor => mixed([1, 2, 2]);
const b = (): tf.Tensor => mixed([1, 2, 3], 2);

const matMulKernels: readonly KernelCase[] = [
  ...activations.map((activation): KernelCase => ({
    ...activation,
    optional: ['bias'],
    args: () => [a(), b(), biasOf(activation.attributes['activation'])],
  })),
  {title: 'no bias', attributes: {activation: 'sigmoid'}, args: () => [a(), b()]},
  {title: 'neither bias nor activation', args: () => [a(), b()]},
  {
    title: 'prelu',
    optional: ['bias', 'preluActivationWeights'],
    attributes: {activation: 'prelu'},
    args: () => [a(), b(), bias(), weights()],
  },
  {
    title: 'a bias of rank 3, batched, a broadcast',
    optional: ['bias'],
    attributes: {activation: 'sigmoid'},
    args: () => [mixed([1, 2, 2]), mixed([3, 2, 2], 2), mixed([3, 1, 2], 3)],
  },
  {
    title: 'transposed a, b broadcast',
    attributes: {transposeA: true, activation: 'sigmoid'},
    args: () => [mixed([3, 2, 1]), mixed([1, 2, 3], 2)],
  },
  {
    title: 'transposed b',
    attributes: {transposeB: true, activation: 'sigmoid'},
    args: () => [mixed([2, 1, 2]), mixed([2, 3, 2], 2)],
  },
  {
    title: 'both transposed',
    attributes: {transposeA: true, transposeB: true, activation: 'sigmoid'},
    args: () => [mixed([2, 2, 1]), mixed([2, 3, 2], 2)],
  },
];

type Activation = Parameters<typeof tf.fused.matMul>[0]['activation'];

/** The operations of tf.fused, which are composed of others while a gradient is taken, but where they are linear. */
const operationCases = (['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const).flatMap(
  (activation: NonNullable<Activation>): DerivativeCase[] => {
    const prelu = activation === 'prelu';
    const options = {activation, leakyreluAlpha: 0.3};
    const withWeights = (args: tf.Tensor[]): tf.Tensor[] => (prelu ? [...args, weights()] : args);
    return [
      {
        title: `fused.conv2d, stride 2, same, ${activation}`,
        f: (x, filter, bias, preluActivationWeights) =>
          tf.square(tf.fused.conv2d({x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 2, pad: 'same', bias: bias as tf.Tensor, ...options, ...(prelu ? {preluActivationWeights: preluActivationWeights as tf.Tensor} : {})})), // prettier-ignore
        args: () => withWeights([x(), filter(), biasOf(activation)]),
      },
      {
        title: `fused.depthwiseConv2d, pad 1, ${activation}`,
        f: (x, filter, bias, preluActivationWeights) =>
          tf.square(tf.fused.depthwiseConv2d({x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 1, bias: bias as tf.Tensor, ...options, ...(prelu ? {preluActivationWeights: preluActivationWeights as tf.Tensor} : {})})), // prettier-ignore
        args: () => withWeights([depthwiseX(), depthwiseFilter(), biasOf(activation)]),
      },
      {
        title: `fused.matMul, transposed b, ${activation}`,
        f: (a, b, bias, preluActivationWeights) =>
          tf.square(tf.fused.matMul({a: a as tf.Tensor, b: b as tf.Tensor, transposeB: true, bias: bias as tf.Tensor, ...options, ...(prelu ? {preluActivationWeights: preluActivationWeights as tf.Tensor} : {})})), // prettier-ignore
        args: () => withWeights([mixed([2, 2], 4), mixed([3, 2], 5), biasOf(activation)]),
      },
    ];
  },
);

/** Linear, where tfjs records a gradient of its own, which refuses dilations, NCHW, single images and broadcasting. */
const linearCases: readonly DerivativeCase[] = [
  {
    title: 'fused.conv2d, dilation 2',
    f: (x, filter, bias) =>
      tf.square(tf.fused.conv2d({x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, bias: bias as tf.Tensor, strides: 1, pad: 'same', dilations: 2})), // prettier-ignore
    args: () => [x(), filter(), bias()],
  },
  {
    title: 'fused.conv2d, NCHW',
    f: (x, filter, bias) =>
      tf.square(tf.fused.conv2d({x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, bias: bias as tf.Tensor, strides: 1, pad: 'same', dataFormat: 'NCHW'})), // prettier-ignore
    args: () => [mixed([1, 2, 3, 2]), filter(), bias()],
  },
  {
    title: 'fused.matMul, b broadcast',
    f: (a, b) => tf.square(tf.fused.matMul({a: a as tf.Tensor, b: b as tf.Tensor})),
    args: () => [mixed([2, 3, 2]), mixed([2, 2], 2)],
  },
  {
    title: 'fused.conv2d, no bias',
    f: (x, filter) =>
      tf.square(
        tf.fused.conv2d({x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 'same'}),
      ),
    args: () => [x(), filter()],
  },
  {
    title: 'fused.depthwiseConv2d, no bias, of one image',
    f: (x, filter) =>
      tf.square(
        tf.fused.depthwiseConv2d({
          x: x as tf.Tensor3D,
          filter: filter as tf.Tensor4D,
          strides: 2,
          pad: 'same',
        }),
      ),
    args: () => [mixed([3, 3, 2]), filter()],
  },
  {
    title: 'fused.matMul, no bias, transposed a',
    f: (a, b) => tf.square(tf.fused.matMul({a: a as tf.Tensor, b: b as tf.Tensor, transposeA: true})),
    args: () => [mixed([2, 3]), mixed([2, 2], 2)],
  },
];

/** Why a backend cannot run a case: the first that fits. */
const skips: ReadonlyArray<readonly [title: RegExp, skip: NonNullable<DerivativeCase['skip']>]> = [
  [
    /FusedConv2D, prelu, weights of rank 3/,
    {
      wasm: 'tfjs has no Conv2DBackpropFilter for wasm',
      webgl: 'the FusedConv2D of webgl takes activation weights of rank 3 for the wrong pixels',
    },
  ],
  [/conv/i, {wasm: 'tfjs has no Conv2DBackpropFilter for wasm'}],
  [/_FusedMatMul.*(no activation|nor activation)/, {wasm: 'the _FusedMatMul of wasm needs an activation'}],
  [/_FusedMatMul.*a bias of rank 3/, {wasm: 'the _FusedMatMul of wasm takes a bias of rank 1 alone'}],
  [
    /fused\.matMul, transposed b/,
    {wasm: 'the _FusedMatMul of wasm is wrong where b is transposed and a bias added'},
  ],
];

function withSkip(each: DerivativeCase): DerivativeCase {
  const skip = skips.find(([title]) => title.test(each.title))?.[1];
  return skip === undefined ? each : {...each, skip};
}

export const cases: readonly DerivativeCase[] = [
  ...convolutionKernels.map((each) => kernelCase('FusedConv2D', ['x', 'filter'], convolution, each)),
  ...depthwiseKernels.map((each) => kernelCase('FusedDepthwiseConv2D', ['x', 'filter'], convolution, each)),
  ...matMulKernels.map((each) => kernelCase('_FusedMatMul', ['a', 'b'], product, each)),
  ...operationCases,
  ...linearCases,
].map(withSkip);
