/** What the specs of the instructions of whole arrays share. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {expect} from 'chai';
import fc from 'fast-check';

import {type Machine} from '../../src/machine/machine.js';
import {Opcode} from '../../src/machine/opcodes.js';
import {type Assembler, machines, type Placed} from './support.js';

/** Describes `body` once for each machine. It gets one machine, for all its tests. */
export function onEachMachine(title: string, body: (machine: Machine) => void): void {
  for (const [name, make] of Object.entries(machines)) {
    describe(`${title}, in ${name}`, () => {
      before(() => tf.setBackend('cpu'));
      body(make());
    });
  }
}

/** What stands there; of a single element, which must stand in all four lanes, one. */
export function resultOf(assembler: Assembler, placed: Placed): number[] {
  const found = assembler.read(placed);
  if (placed.count === 1) expect(assembler.readLanes(placed)).to.deep.equal([0, 0, 0, 0].fill(found[0] ?? 0));
  return found;
}

/** Asserts that the numbers are the same, zeros by their signs too. Chai takes long to compare arrays that are equal. */
export function expectSame(found: readonly number[], expected: readonly number[], of?: string): void {
  const isSame =
    found.length === expected.length && expected.every((value, index) => Object.is(found[index], value));
  if (!isSame) expect(found, of).to.deep.equal(expected);
}

/** Asserts that each number is near the one expected, as far as `tolerance` of that allows. */
export function expectClose(
  found: readonly number[],
  expected: readonly number[],
  tolerance: (value: number, index: number) => number,
): void {
  expect(found.length).to.equal(expected.length);
  for (const [index, value] of expected.entries()) {
    const [number = NaN, most] = [found[index], tolerance(value, index)];
    if (!(Math.abs(number - value) <= most)) expect(number, `number ${index}`).to.be.closeTo(value, most);
  }
}

/** Numbers with which sums and products of float32 are exact. */
export function smallIntegers(count: number): number[] {
  return Array.from({length: count}, () => Math.floor(Math.random() * 17) - 8);
}

export function randomFloats(count: number): Float32Array {
  return Float32Array.from({length: count}, () => Math.random() * 2 - 1);
}

/** As many numbers, from a few that are special. */
export function specialFloats(count: number): fc.Arbitrary<number[]> {
  const special = fc.constantFrom(0, -0, 1, -1, 0.5, 2, NaN, Infinity, -Infinity, 2 ** -149, 2 ** 127);
  return fc.array(special, {minLength: count, maxLength: count});
}

/** As many numbers of int32, among them its ends. */
export function int32s(count: number): fc.Arbitrary<number[]> {
  return fc.array(fc.integer(), {minLength: count, maxLength: count});
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** How many bytes apart neighbours along each axis are. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => 4 * sizeOf(shape.slice(axis + 1)));
}

/** Runs ops on the cpu backend, and returns the numbers they come to. */
export function onCpu(run: () => tf.Tensor): number[] {
  return tf.tidy(() => [...run().dataSync()]);
}

/** A matrix product; strides are in elements. */
export interface Product {
  readonly batch?: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly aStride?: number;
  readonly bStride?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

export function productWords(product: Product, out: Placed, a: Placed, b: Placed): number[] {
  const {batch = 1, m, k, n, aStride = 0, bStride = 0, transposeA = false, transposeB = false} = product;
  const sizes = [batch, m, k, n, 4 * aStride, 4 * bStride, Number(transposeA), Number(transposeB)];
  return [Opcode.MatrixProduct, out.offset, a.offset, b.offset, ...sizes];
}
