import {type Opcode} from '../opcodes.js';

/** The instructions of the whole machine. */
export type WholeOpcode =
  | Opcode.Loop
  | Opcode.SumStart
  | Opcode.SumStore
  | Opcode.Reduce
  | Opcode.MatrixProduct
  | Opcode.Copy
  | Opcode.AddCopy
  | Opcode.Fill
  | Opcode.Gather
  | Opcode.SegmentSum;

/** The instructions within a loop. */
export type ElementwiseOpcode = Exclude<Opcode, WholeOpcode>;
