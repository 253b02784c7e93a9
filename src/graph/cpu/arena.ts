/**
 * The memory of a machine as tensors see it.
 */
import type {DataType, Tensor, TypedArray} from '@tensorflow/tfjs-core';

import {tensorOf} from '../../tfjs/memory.js';
import {sizeOf} from '../passes/rewrite.js';
import type {Operand, Value} from '../program/program.js';
import type {Machine} from '../../machine/machine.js';
import {storageOf, type Storage} from './lowering/element-wise.js';

/** Where a value stands. */
export interface Place {
  readonly value: number;
  /** The index of the input, variable or constant that it is. */
  readonly index: number;
  /** In words of four bytes. */
  readonly start: number;
  readonly size: number;
  readonly storage: Storage;
}

export function placeOf({id, shape, dtype, origin}: Value, offset: number): Place {
  return {
    value: id,
    index: origin.kind === 'node' ? -1 : origin.index,
    start: offset / 4,
    size: sizeOf(shape),
    storage: storageOf(dtype) ?? 'float',
  };
}

/** Copies elements to their place; a single one to all four lanes. */
export function copyIn(machine: Machine, {start, size, storage}: Place, elements: TypedArray): void {
  const memory = storage === 'int' ? machine.ints : machine.floats;
  if (size === 1) writeSingle(machine, start, storage, elements[0] as number);
  else memory.set(elements, start);
}

export function writeSingle(machine: Machine, start: number, storage: Storage, element: number): void {
  const memory = storage === 'int' ? machine.ints : machine.floats;
  memory[start] = element;
  memory[start + 1] = element;
  memory[start + 2] = element;
  memory[start + 3] = element;
}

const arrays: Readonly<Record<string, typeof Float32Array | typeof Int32Array | typeof Uint8Array>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

/** The elements at a place, as the backend keeps those of the dtype. */
export function elementsAt(machine: Machine, {start, size, storage}: Place, dtype: string): TypedArray {
  const memory = storage === 'int' ? machine.ints : machine.floats;
  if (size === 1 && dtype === 'float32') return single(memory[start] as number);
  // slice and from take twice as long for small arrays.
  const elements = new (arrays[dtype] ?? Float32Array)(size);
  elements.set(memory.subarray(start, start + size));
  return elements;
}

/** Float32Array.of takes several times as long. */
function single(element: number): Float32Array {
  const elements = new Float32Array(1);
  elements[0] = element;
  return elements;
}

/** A tensor of the innermost scope with a copy of what stands at a place. */
export function copyOut(machine: Machine, place: Place, {shape, dtype}: Operand): Tensor {
  return tensorOf(elementsAt(machine, place, dtype), shape, dtype as DataType);
}
