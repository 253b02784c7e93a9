import {
  axesOf,
  hasTwins,
  inputOf,
  type Attributes,
  type Expansion,
  type ProgramBuilder,
} from '../../passes/builder.js';
import {sizeOf} from '../../passes/rewrite.js';
import type {Node, Operand, Program} from '../../program/program.js';
import {convolutions} from './convolution.js';

/** Where each reduction names its axes. */
const axesAttribute: Readonly<Record<string, string>> = {
  All: 'axis',
  Any: 'axis',
  Max: 'reductionIndices',
  Min: 'axis',
  Prod: 'axis',
  Sum: 'axis',
};

/** Reductions over axes that are not neighbours: transposed first, as the kernels of the backend do. */
const reduceNeighbours: Expansion = (node, out, builder) => {
  const x = inputOf(node, 'x') as Operand;
  const name = axesAttribute[node.kernel] as string;
  const axes = axesOf((node.attributes as Attributes)[name], x.shape.length);
  if (hasTwins(axes)) return false;
  if (axes.every((axis, index) => index === 0 || axis === (axes[index - 1] as number) + 1)) return false;
  const perm = [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
  const shape = perm.map((axis) => x.shape[axis] as number);
  const moved = builder.emit('Transpose', {x}, {perm}, {shape, dtype: x.dtype});
  const last = axes.map((_, index) => perm.length - axes.length + index);
  builder.emit(node.kernel, {x: moved}, {[name]: last, shape: out.shape}, {...out, out: out.id});
  return true;
};

const mean: Expansion = (node, out, builder) => {
  const x = inputOf(node, 'x') as Operand;
  const {axis, keepDims} = node.attributes as Attributes;
  const axes = axesOf(axis, x.shape.length);
  const count = sizeOf(axes.map((index) => x.shape[index] as number));
  if (x.dtype !== 'float32' || hasTwins(axes)) return false;
  const divided = builder.emit('RealDiv', {a: x, b: builder.constant(count)}, {}, x);
  const sum: Node = {
    kernel: 'Sum',
    inputs: [['x', divided]],
    isList: false,
    attributes: {axis, keepDims},
    outputs: [out.id],
  };
  if (!reduceNeighbours(sum, out, builder)) builder.add(sum);
  return true;
};

const softmax: Expansion = (node, out, builder) => {
  const logits = inputOf(node, 'logits') as Operand;
  const {shape, dtype} = out;
  const last = shape.length - 1;
  if (shape.length === 0) return false;
  const rows = {shape: [...shape.slice(0, last), 1], dtype};
  const largest = builder.emit('Max', {x: logits}, {reductionIndices: [last], keepDims: true}, rows);
  const shifted = builder.emit('Sub', {a: logits, b: largest}, {}, {shape, dtype});
  const exponentials = builder.emit('Exp', {x: shifted}, {}, {shape, dtype});
  const total = builder.emit('Sum', {x: exponentials}, {axis: [last], keepDims: true}, rows);
  builder.emit('RealDiv', {a: exponentials, b: total}, {}, {shape, dtype, out: out.id});
  return true;
};

const addN: Expansion = (node, out, builder) => {
  const [first, ...others] = node.inputs.map(([, operand]) => operand);
  if (first === undefined || others.length === 0) return false;
  others.reduce(
    (sum, operand, index) =>
      builder.emit(
        'Add',
        {a: sum, b: operand},
        {},
        {...out, out: index === others.length - 1 ? out.id : undefined},
      ),
    first,
  );
  return true;
};

/** The activations of fused kernels. */
const activations: Readonly<Record<string, string>> = {
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
};

const fusedMatMul: Expansion = (node, out, builder) => {
  const {transposeA, transposeB, activation, leakyreluAlpha} = node.attributes as Attributes;
  const [a, b] = [inputOf(node, 'a') as Operand, inputOf(node, 'b') as Operand];
  const [bias, slope] = [inputOf(node, 'bias'), inputOf(node, 'preluActivationWeights')];
  const kernel = activations[String(activation)];
  const isLinear = activation === undefined || activation === null || activation === 'linear';
  if (kernel === undefined && !isLinear) return false;
  const last = (isLast: boolean): {shape: readonly number[]; dtype: string; out?: number | undefined} => ({
    shape: out.shape,
    dtype: out.dtype,
    out: isLast ? out.id : undefined,
  });
  const hasBias = bias !== undefined;
  const product = builder.emit('BatchMatMul', {a, b}, {transposeA, transposeB}, last(isLinear && !hasBias));
  const sum = hasBias ? builder.emit('Add', {a: product, b: bias}, {}, last(isLinear)) : product;
  if (kernel !== undefined) {
    const inputs: Readonly<Record<string, Operand>> = slope === undefined ? {x: sum} : {x: sum, alpha: slope};
    builder.emit(kernel, inputs, {alpha: leakyreluAlpha}, last(true));
  }
  return true;
};

/** The product of a single element with ones: that element, broadcast. */
const broadcastOnes =
  (isOnes: (operand: Operand) => boolean): Expansion =>
  (node, out, builder) => {
    const operands = ['a', 'b'].map((name) => inputOf(node, name) as Operand);
    const [ones] = operands.filter((operand) => sizeOf(operand.shape) > 1);
    const [single] = operands.filter((operand) => sizeOf(operand.shape) === 1);
    if (ones === undefined || single === undefined || single.dtype !== out.dtype || !isOnes(ones))
      return false;
    builder.emit('BroadcastTo', {x: single}, {shape: out.shape}, {...out, out: out.id});
    return true;
  };

/** A division by a power of two is the product with its reciprocal, to the last bit. */
const divideByPowerOfTwo =
  (uniformOf: (operand: Operand) => number | undefined): Expansion =>
  (node, out, builder) => {
    const [a, b] = [inputOf(node, 'a') as Operand, inputOf(node, 'b') as Operand];
    const divisor = uniformOf(b) ?? 0;
    const isPower =
      divisor > 0 && Number.isInteger(Math.log2(divisor)) && 2 ** Math.log2(divisor) === divisor;
    if (!isPower || divisor > 2 ** 126 || divisor < 2 ** -126 || a.dtype !== 'float32') return false;
    if (b.dtype !== 'float32' || sizeOf(a.shape) !== sizeOf(out.shape)) return false;
    const x = {...a, shape: out.shape};
    builder.emit('Multiply', {a: x, b: builder.constant(1 / divisor)}, {}, {...out, out: out.id});
    return true;
  };

const expansions: Readonly<Record<string, Expansion>> = {
  ...Object.fromEntries(Object.keys(axesAttribute).map((kernel) => [kernel, reduceNeighbours])),
  ...convolutions,
  AddN: addN,
  Mean: mean,
  Softmax: softmax,
  _FusedMatMul: fusedMatMul,
};

/**
 * Puts simpler kernels in the place of composed ones, those that the cpu backend's own kernels are composed of.
 *
 * @param uniformOf The number that every element of an operand is; undefined where that is not known.
 */
export function expand(
  program: Program,
  builder: ProgramBuilder,
  uniformOf: (operand: Operand) => number | undefined,
): Program {
  const table: Readonly<Record<string, Expansion>> = {
    ...expansions,
    Multiply: broadcastOnes((operand) => uniformOf(operand) === 1),
    RealDiv: divideByPowerOfTwo(uniformOf),
  };
  for (const node of program.nodes) {
    const [out] = node.outputs;
    const isSingle = out !== null && out !== undefined && node.outputs.length === 1 && node.isOpaque !== true;
    const isEmpty =
      isSingle &&
      [out, ...node.inputs.map(([, {value}]) => value)].some((id) => sizeOf(builder.value(id).shape) === 0);
    const done = isSingle && !isEmpty && table[node.kernel]?.(node, builder.value(out), builder) === true;
    if (!done) builder.add(node);
  }
  return builder.finish();
}
