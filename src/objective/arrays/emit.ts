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
    if (!writeInstruction(writer, opcode, operands, literals, 8 * elements)) isComplete = false;
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

/** False for an instruction that has no code. */
function writeInstruction(
  writer: Writer,
  opcode: Opcode,
  operands: readonly number[],
  literals: readonly number[],
  scratch: number,
): boolean {
  const [first = 0, second = 0, third = 0] = operands;
  switch (opcode) {
    case Opcode.Loop:
      writeLoop(writer, operands);
      return true;
    case Opcode.SumStart:
      writer.add(i32(0), f64(0), f64Store(2 * first));
      return true;
    case Opcode.SumStore:
      writer.add(i32(0), i32(0), f64Load(2 * second), f64Store(2 * first));
      return true;
    case Opcode.Reduce:
      return writeReduce(writer, operands);
    case Opcode.MatrixProduct:
      writeProduct(writer, operands, scratch);
      return true;
    case Opcode.Copy:
    case Opcode.AddCopy:
      writeCopy(writer, operands, opcode === Opcode.AddCopy);
      return true;
    case Opcode.Fill:
      writeFill(writer, operands, literalAt(literals, third));
      return true;
    case Opcode.Gather:
      writeGather(writer, operands);
      return true;
    case Opcode.SegmentSum:
      writeSegmentSum(writer, operands);
      return true;
    default:
      return false;
  }
}
