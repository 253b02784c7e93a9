/** Mutants that give the same results, and why. */
const ALIAS =
  'no program has it: the backend makes a cast that loses nothing, and a clone, of the same memory, and so they are no nodes';
const REFUSED =
  'the table compares how instructions store what they make, and leaves this to the kernel; "assembler" writes the wrong word';

export const EQUIVALENT = {
  'passes/simplification: Cast: the operand of the operand': ALIAS,
  'passes/simplification: Identity: the operand of the operand': ALIAS,
  'cpu/passes/expansion: axes in the reverse order':
    'the order of the axes that a sum goes over does not matter',
  'element-wise table: LogicalNot: LogicalNot → Move': REFUSED,
  'element-wise table: Cast, bool bool: Move → Neg': ALIAS,
  'element-wise table: Cast, bool float32: Move → Neg': ALIAS,
  'element-wise table: Cast, float32 float32: Move → Neg': ALIAS,
  'element-wise table: Cast, int32 int32: Move → Neg': ALIAS,
  'element-wise table: Cast, bool int32: FloatToInt → Move': REFUSED,
  'element-wise table: Cast, float32 int32: FloatToInt → Move': REFUSED,
  'element-wise table: Cast, int32 bool: IntToBool → Move': REFUSED,
  'element-wise table: Cast, int32 float32: IntToFloat → Move': REFUSED,
  'element-wise table: Select: IntSelect → Clip': REFUSED,
  'machine in TypeScript: Copy: a single element to one lane': 'this machine reads the first lane alone',
  'machine in TypeScript: Move does nothing': ALIAS,
};
