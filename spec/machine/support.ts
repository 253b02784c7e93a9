/**
 * A tiny assembler for the machine's tests: it places arrays in a machine's memory, runs words, and proves that nothing
 * was written outside of what the arrays own.
 */
import {BLOCK_ELEMENTS, Mode} from '../../src/machine/instructions.js';
import {type Machine} from '../../src/machine/machine.js';
import {Opcode} from '../../src/machine/opcodes.js';
import {makeTypeScriptMachine} from '../../src/machine/typescript.js';
import {makeWebAssemblyMachine} from '../../src/machine/webassembly.js';

/** The machines that every spec runs over. Each call makes a new one. */
export const machines: Readonly<Record<string, () => Machine>> = {
  WebAssembly: () => {
    const machine = makeWebAssemblyMachine();
    if (machine === undefined) throw new Error('WebAssembly or its SIMD is missing here.');
    return machine;
  },
  TypeScript: makeTypeScriptMachine,
};

export type ElementType = 'float' | 'int';

/** An array in a machine's memory. */
export interface Placed {
  readonly offset: number;
  readonly count: number;
  readonly type: ElementType;
}

/** References to what is placed. */
export const element = ({offset}: Placed): number => offset | Mode.element;
export const array = ({offset}: Placed): number => offset | Mode.array;
export const block = ({offset}: Placed): number => offset | Mode.block;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The bits of a float32, as Fill takes them. */
export function bitsOf(value: number): number {
  float[0] = value;
  return bits[0] ?? 0;
}

/** A Loop over `count` elements of these instructions. */
export const loop = (count: number, ...body: readonly (readonly number[])[]): number[] => {
  const words = body.flat();
  return [Opcode.Loop, count, words.length, ...words];
};

/** A NaN that no arithmetic makes; it stands in all memory that no value owns, and in fresh padding. */
const UNOWNED = 0x7fc0dead;
const GUARD_BYTES = 64;

const padded = (count: number): number => Math.ceil(count / 4) * 4;

/** Lays arrays out in the memory of a machine, one after another with guards between, and runs code on them. */
export class Assembler {
  readonly machine: Machine;
  private end = GUARD_BYTES;
  private readonly guards: number[] = [0];

  constructor(machine: Machine) {
    this.machine = machine;
    machine.grow(GUARD_BYTES);
    machine.ints.fill(UNOWNED, 0, GUARD_BYTES / 4);
  }

  /** Places values. A single one stands in all four lanes. */
  place(values: ArrayLike<number>, type: ElementType = 'float'): Placed {
    const placed = this.reserve(values.length, type);
    const memory = type === 'float' ? this.machine.floats : this.machine.ints;
    memory.set(values, placed.offset / 4);
    if (values.length === 1) memory.fill(values[0] ?? 0, placed.offset / 4, placed.offset / 4 + 4);
    return placed;
  }

  /** Memory for so many elements, filled with NaN. */
  reserve(count: number, type: ElementType = 'float'): Placed {
    const offset = this.end;
    const guard = offset + 4 * padded(count);
    this.end = guard + GUARD_BYTES;
    this.machine.grow(this.end);
    this.machine.ints.fill(UNOWNED, offset / 4, this.end / 4);
    this.guards.push(guard);
    return {offset, count, type};
  }

  /** A buffer of one block. */
  reserveBlock(type: ElementType = 'float'): Placed {
    return this.reserve(BLOCK_ELEMENTS, type);
  }

  /** Runs words, and throws where something was written outside of what is placed, or to the code. */
  run(words: readonly number[]): void {
    const code = this.place(words, 'int');
    this.machine.run(code.offset, code.offset + 4 * words.length);
    if (this.read(code).some((word, i) => word !== words[i])) throw new Error('The code was overwritten.');
    for (const guard of this.guards) this.checkGuard(guard);
  }

  /** A copy of what stands there. Of a single element, all four lanes must hold it. */
  read({offset, count, type}: Placed): number[] {
    const memory = type === 'float' ? this.machine.floats : this.machine.ints;
    return [...memory.subarray(offset / 4, offset / 4 + count)];
  }

  /** The four lanes of a single element. */
  readLanes({offset, type}: Placed): number[] {
    return this.read({offset, type, count: 4});
  }

  private checkGuard(offset: number): void {
    const found = this.machine.ints.subarray(offset / 4, (offset + GUARD_BYTES) / 4);
    if (found.some((bits) => bits !== UNOWNED)) {
      throw new Error(
        `Memory that no value owns was overwritten, between ${offset} and ${offset + GUARD_BYTES}.`,
      );
    }
  }
}

/** How many float32 numbers apart two numbers are; 0 for two NaNs, and for zeros only if they have the same sign. */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  return Math.abs(ordinal(a) - ordinal(b));
}

/** Float32 numbers in their order, -0 just below 0. */
function ordinal(value: number): number {
  const bits = bitsOf(value);
  return bits < 0 ? -1 - (bits & 0x7fffffff) : bits;
}
