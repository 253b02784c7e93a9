/**
 * Small programs as expressions of single numbers: the instructions are run on a memory of expressions. So what only moves
 * elements costs nothing.
 */
import {operandsOf} from '../../machine/instructions.js';
import {forEachInstruction} from '../../machine/doubles/machine.js';
import {literalAt} from '../../machine/doubles/instructions.js';
import {Opcode, Reduction} from '../../machine/opcodes.js';
import {indexOf, strideOf} from '../../machine/typescript/step.js';
import {BLOCK_ELEMENTS} from '../../machine/instructions.js';
import type {DoubleCode} from '../code.js';
import type {DoubleConstants} from '../constants.js';
import {Symbols, type Expression} from './symbols.js';

/** Numbers out of numbers: the outputs are indices among the expressions. */
export interface ScalarProgram {
  readonly expressions: readonly Expression[];
  readonly outputs: readonly number[];
  /** How many numbers the call brings: the elements of the inputs in their order, then those of the variables. */
  readonly given: number;
}

/** Programs of more operations run as arrays. */
const MOST_OPERATIONS = 6000;

/** Thrown for a program that is too large, or whose elements move by what they hold. */
class NotScalar extends Error {}

/** The expressions of a program; undefined for one that is better run as arrays. */
export function unroll(code: DoubleCode, constants: DoubleConstants): ScalarProgram | undefined {
  if (code.elements > 16 * MOST_OPERATIONS) return undefined;
  try {
    return new Unroller(code).run(constants);
  } catch (error) {
    if (error instanceof NotScalar) return undefined;
    throw error;
  }
}

class Unroller {
  readonly #symbols = new Symbols();
  readonly #memory: Int32Array;

  constructor(readonly code: DoubleCode) {
    this.#memory = new Int32Array(code.elements).fill(-1);
  }

  run(constants: DoubleConstants): ScalarProgram {
    const {code} = this;
    let given = 0;
    for (const {start, size} of [...byIndex(code.inputs), ...byIndex(code.variables)])
      for (let i = 0; i < size; i++) this.#memory[start + i] = this.#symbols.given(given++);
    for (const {start, size, index} of code.constants) {
      const elements = constants.at(index);
      for (let i = 0; i < size; i++) this.#memory[start + i] = this.#symbols.constant(elements[i] as number);
    }
    for (const [element, value] of code.numbers) this.#memory[element] = this.#symbols.constant(value);
    forEachInstruction(code.words, (opcode, operands) => {
      const instruction = instructions[opcode];
      if (instruction === undefined) throw new NotScalar();
      instruction.call(this, operands);
    });
    const outputs = code.outputs.flatMap(({start, size}) =>
      Array.from({length: size}, (_, i) => this.read(start + i)),
    );
    return {expressions: this.#symbols.expressions, outputs, given};
  }

  read(element: number): number {
    const id = this.#memory[element] ?? -1;
    if (id < 0) throw new Error(`internal: element ${element} is read before it is written`);
    return id;
  }

  write(element: number, id: number): void {
    this.#memory[element] = id;
  }

  constant(value: number): number {
    return this.#symbols.constant(value);
  }

  /** The number that an element is, where the program moves elements by it. */
  known(element: number): number {
    const value = this.#symbols.valueOf(this.read(element));
    if (value === undefined) throw new NotScalar();
    return value;
  }

  operation(opcode: Opcode, ...operands: readonly number[]): number {
    const id = this.#symbols.operation(opcode, ...operands);
    if (this.#symbols.operations > MOST_OPERATIONS) throw new NotScalar();
    return id;
  }

  literal(index: number): number {
    return literalAt(this.code.literals, index);
  }
}

function byIndex<Given extends {readonly index: number}>(places: readonly Given[]): Given[] {
  return [...places].sort((one, other) => one.index - other.index);
}

type Instruction = (this: Unroller, operands: readonly number[]) => void;

function loop(this: Unroller, [count = 0, , ...body]: readonly number[]): void {
  for (let first = 0; first < count; first += BLOCK_ELEMENTS) {
    const inBlock = Math.min(BLOCK_ELEMENTS, count - first);
    for (let at = 0; at < body.length;) {
      const opcode = body[at] as Opcode;
      const size = operandsOf(opcode).length;
      const [out = 0, ...operands] = body.slice(at + 1, at + 1 + size);
      for (let i = 0; i < inBlock; i++) {
        const read = operands.map((operand) => this.read(indexOf(operand, first) + i * strideOf(operand)));
        if (opcode === Opcode.SumInto) {
          const sum = this.operation(Opcode.Add, this.read(out >>> 2), read[0] as number);
          this.write(out >>> 2, sum);
        } else this.write(indexOf(out, first) + i, this.operation(opcode, ...read));
      }
      at += 1 + size;
    }
  }
}

const strided = (isAdded: boolean): Instruction =>
  function ([out = 0, a = 0, rank = 0, ...rest]) {
    const part = (index: number): number[] => rest.slice(index * rank, (index + 1) * rank);
    const [lengths, outStrides, strides] = [part(0), part(1), part(2)];
    const nested = (axis: number, to: number, from: number): void => {
      if (axis === rank) {
        const element = this.read(from / 4);
        this.write(to / 4, isAdded ? this.operation(Opcode.Add, this.read(to / 4), element) : element);
        return;
      }
      for (let i = 0; i < (lengths[axis] as number); i++)
        nested(axis + 1, to + i * (outStrides[axis] as number), from + i * (strides[axis] as number));
    };
    nested(0, out, a);
  };

/** What joins the elements that are reduced, and what it begins with. */
const joining: Readonly<Partial<Record<Reduction, readonly [Opcode, number]>>> = {
  [Reduction.Sum]: [Opcode.Add, 0],
  [Reduction.Prod]: [Opcode.Multiply, 1],
  [Reduction.Max]: [Opcode.Maximum, -Infinity],
  [Reduction.Min]: [Opcode.Minimum, Infinity],
  [Reduction.IntSum]: [Opcode.IntAdd, 0],
  [Reduction.IntProd]: [Opcode.IntMultiply, 1],
  [Reduction.IntMax]: [Opcode.IntMaximum, -Infinity],
  [Reduction.IntMin]: [Opcode.IntMinimum, Infinity],
};

function reduce(
  this: Unroller,
  [reduction = 0, out = 0, a = 0, outer = 0, length = 0, inner = 0]: readonly number[],
): void {
  const [opcode, initial] = joining[reduction as Reduction] ?? [];
  if (opcode === undefined || initial === undefined) throw new NotScalar();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = a / 4 + o * length * inner + i;
      let result = length > 0 ? this.read(start) : this.constant(initial);
      for (let j = 1; j < length; j++) result = this.operation(opcode, result, this.read(start + j * inner));
      this.write(out / 4 + o * inner + i, result);
    }
  }
}

function matrixProduct(this: Unroller, words: readonly number[]): void {
  const [out = 0, a = 0, b = 0, batch = 0, m = 0, k = 0, n = 0, ...rest] = words;
  const [aStride = 0, bStride = 0, transposeA = 0, transposeB = 0] = rest;
  const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
  const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
  if (batch * m * n * k > 2 * MOST_OPERATIONS) throw new NotScalar();
  for (let index = 0; index < batch; index++) {
    const [left, right] = [(a + index * aStride) / 4, (b + index * bStride) / 4];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = this.constant(0);
        for (let l = 0; l < k; l++) {
          const [x, y] = [
            this.read(left + i * aRow + l * aColumn),
            this.read(right + l * bRow + j * bColumn),
          ];
          sum = this.operation(Opcode.Add, sum, this.operation(Opcode.Multiply, x, y));
        }
        this.write(out / 4 + (index * m + i) * n + j, sum);
      }
    }
  }
}

function gather(
  this: Unroller,
  [out = 0, a = 0, indices = 0, outer = 0, length = 0, inner = 0, count = 0]: readonly number[],
): void {
  let target = out / 4;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const index = this.known(indices / 4 + j);
      if (!(index >= 0 && index < length)) throw new NotScalar();
      for (let i = 0; i < inner; i++)
        this.write(target++, this.read(a / 4 + (o * length + index) * inner + i));
    }
  }
}

function segmentSum(
  this: Unroller,
  [out = 0, a = 0, ids = 0, count = 0, inner = 0, segments = 0]: readonly number[],
): void {
  const sums = Array.from({length: segments * inner}, () => this.constant(0));
  for (let row = 0; row < count; row++) {
    const segment = this.known(ids / 4 + row);
    if (!(segment >= 0 && segment < segments)) continue;
    for (let i = 0; i < inner; i++) {
      const at = segment * inner + i;
      sums[at] = this.operation(Opcode.Add, sums[at] as number, this.read(a / 4 + row * inner + i));
    }
  }
  sums.forEach((sum, index) => this.write(out / 4 + index, sum));
}

const instructions: Readonly<Partial<Record<Opcode, Instruction>>> = {
  [Opcode.Loop]: loop,
  [Opcode.SumStart]: function ([sum = 0]) {
    this.write(sum / 4, this.constant(0));
  },
  [Opcode.SumStore]: function ([out = 0, sum = 0]) {
    this.write(out / 4, this.read(sum / 4));
  },
  [Opcode.Reduce]: reduce,
  [Opcode.MatrixProduct]: matrixProduct,
  [Opcode.Copy]: strided(false),
  [Opcode.AddCopy]: strided(true),
  [Opcode.Fill]: function ([out = 0, count = 0, literal = 0]) {
    for (let i = 0; i < count; i++) this.write(out / 4 + i, this.constant(this.literal(literal)));
  },
  [Opcode.Gather]: gather,
  [Opcode.SegmentSum]: segmentSum,
};
