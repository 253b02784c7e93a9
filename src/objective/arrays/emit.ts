/**
 * Instructions for float64 as WebAssembly: one function for the whole program.
 */
import {forEachInstruction} from '../../machine/doubles/machine.js';
import {literalAt} from '../../machine/doubles/instructions.js';
import type {ImportedFunction} from '../../machine/doubles/vector-functions.js';
import {Opcode} from '../../machine/opcodes.js';
import {f64, f64Load, f64Store, i32} from '../../wasm/code.js';
import {encodeModule, ValueType} from '../../wasm/module.js';
import type {DoubleCode} from '../code.js';
import {writeLoop} from './loop.js';
import {writeCopy, writeFill, writeGather, writeSegmentSum} from './moves.js';
import {writeProduct} from './product.js';
import {writeReduce} from './reduction.js';
import {Writer} from './writer.js';

export interface EmittedArrays {
  /** The function gives 0, or 1 if an index was out of range. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly functions: Readonly<Record<string, ImportedFunction>>;
  /** How many elements of memory it needs: those of the code, and room to work in. */
  readonly elements: number;
}

/** Undefined for a program with an instruction that has no code. */
export function emitArrays({words, literals, elements}: DoubleCode): EmittedArrays | undefined {
  const writer = new Writer();
  let scratch = 0;
  let isComplete = true;
  forEachInstruction(words, (opcode, operands) => {
    if (opcode === Opcode.MatrixProduct) scratch = Math.max(scratch, (operands[5] ?? 0) * (operands[6] ?? 0));
    const write = table[opcode];
    const context = {literals, scratch: 8 * elements};
    if (write === undefined || write(writer, operands, context) === false) isComplete = false;
  });
  if (!isComplete) return undefined;
  const bytes = encodeModule({
    imports: writer.imports.list,
    locals: writer.locals,
    result: ValueType.i32,
    code: [...writer.code, ...i32(0)],
  });
  return {bytes, functions: writer.imports.functions, elements: elements + scratch};
}

/** What else the code of an instruction needs. */
interface Context {
  readonly literals: readonly number[];
  /** The address of room to work in. */
  readonly scratch: number;
}

/** Writes an instruction; false for one that has no code. */
type Write = (writer: Writer, operands: readonly number[], context: Context) => unknown;

const table: Readonly<Partial<Record<Opcode, Write>>> = {
  [Opcode.Loop]: writeLoop,
  [Opcode.SumStart]: (writer, [sum = 0]) => writer.add(i32(0), f64(0), f64Store(2 * sum)),
  [Opcode.SumStore]: (writer, [out = 0, sum = 0]) =>
    writer.add(i32(0), i32(0), f64Load(2 * sum), f64Store(2 * out)),
  [Opcode.Reduce]: writeReduce,
  [Opcode.MatrixProduct]: (writer, operands, {scratch}) => writeProduct(writer, operands, scratch),
  [Opcode.Copy]: (writer, operands) => writeCopy(writer, operands, false),
  [Opcode.AddCopy]: (writer, operands) => writeCopy(writer, operands, true),
  [Opcode.Fill]: (writer, operands, {literals}) =>
    writeFill(writer, operands, literalAt(literals, operands[2] as number)),
  [Opcode.Gather]: writeGather,
  [Opcode.SegmentSum]: writeSegmentSum,
};
