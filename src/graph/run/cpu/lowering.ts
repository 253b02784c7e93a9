/**
 * Small element-wise nodes on the cpu backend: loops over buffers of the program's own, in the place of kernels, whose
 * bookkeeping costs far more than their work.
 */
import type {Node, Operand, Program, Value} from '../../program/program.js';
import {binary, unary} from './elementwise.js';

/** Buffers by value: those of lowered nodes stand from the start, others are put in as they are needed. */
export type Buffers = Array<Float32Array | undefined>;

/** A node as a loop. */
export interface Loop {
  /** The value that it makes. */
  readonly value: number;
  /** The values that it reads. */
  readonly reads: readonly number[];
  readonly run: (buffers: Buffers) => void;
}

/** Beyond this many elements the work of a kernel outweighs its bookkeeping, and a buffer would cost memory. */
const LARGEST = 1024;

/** The node as a loop, where it is element-wise, float32, small, and broadcasts nothing but single elements. */
export function lower(node: Node, {values}: Program): Loop | undefined {
  const [value] = node.outputs;
  if (node.isList || node.outputs.length !== 1 || value === null || value === undefined) return undefined;
  const made = values[value] as Value;
  const size = sizeOf(made.shape);
  const operands = node.inputs.map(([, operand]) => operand);
  const fits = ({dtype, shape}: Operand): boolean => dtype === 'float32' && [1, size].includes(sizeOf(shape));
  if (made.dtype !== 'float32' || size > LARGEST || size === 0 || !operands.every(fits)) return undefined;
  const reads = operands.map(({value: read}) => read);
  const run = loopOf(node.kernel, value, operands, size);
  return run && {value, reads, run};
}

function loopOf(
  kernel: string,
  value: number,
  operands: readonly Operand[],
  size: number,
): Loop['run'] | undefined {
  const [left, right] = operands;
  const one = unary[kernel];
  if (one !== undefined && left !== undefined && right === undefined)
    return unaryLoop(one, value, left.value, size);
  const two = binary[kernel];
  if (two === undefined || left === undefined || right === undefined || operands.length > 2) return undefined;
  const strides = [left, right].map(({shape}) => (sizeOf(shape) === 1 ? 0 : 1)) as [number, number];
  return binaryLoop(two, value, [left.value, right.value], strides, size);
}

function unaryLoop(f: (x: number) => number, value: number, read: number, size: number): Loop['run'] {
  return (buffers) => {
    const [out, x] = [buffers[value] as Float32Array, buffers[read] as Float32Array];
    for (let index = 0; index < size; index++) out[index] = f(x[index] as number);
  };
}

function binaryLoop(
  f: (a: number, b: number) => number,
  value: number,
  [left, right]: readonly [number, number],
  [leftStride, rightStride]: readonly [number, number],
  size: number,
): Loop['run'] {
  return (buffers) => {
    const out = buffers[value] as Float32Array;
    const [a, b] = [buffers[left] as Float32Array, buffers[right] as Float32Array];
    for (let index = 0; index < size; index++) {
      out[index] = f(a[index * leftStride] as number, b[index * rightStride] as number);
    }
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A buffer for every lowered value. */
export function makeBuffers(loops: readonly Loop[], {values}: Program): Buffers {
  const buffers: Buffers = [];
  for (const {value} of loops) buffers[value] = new Float32Array(sizeOf((values[value] as Value).shape));
  return buffers;
}
