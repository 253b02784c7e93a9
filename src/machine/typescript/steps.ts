/**
 * The element-wise instructions, each as a step over a block.
 */
import {Opcode} from '../opcodes.js';
import {arithmetic, looped} from './arithmetic.js';
import {floatBinary, floatTernary, floatUnary} from './float-functions.js';
import {type ElementwiseOpcode} from './groups.js';
import {intBinary, intComparisons, intUnary} from './int-functions.js';
import {type Memory} from './memory.js';
import {binary, indexOf, type Step, stepsOf, strideOf, ternary, unary} from './step.js';

const toBool = (x: number): number => (x !== 0 ? 1 : 0);
const itself = (x: number): number => x;

const table: Readonly<Record<ElementwiseOpcode, Step>> = {
  ...stepsOf(floatUnary, (f) => unary(f, 'floats', 'floats')),
  ...stepsOf(arithmetic, looped),
  ...stepsOf(floatBinary, (f) => binary(f, 'floats', 'floats')),
  ...stepsOf(floatTernary, (f) => ternary(f, 'floats')),
  ...stepsOf(intUnary, (f) => unary(f, 'ints', 'ints')),
  ...stepsOf(intBinary, (f) => binary(f, 'ints', 'ints')),
  ...stepsOf(intComparisons, (f) => binary(f, 'ints', 'floats')),
  [Opcode.IntSelect]: ternary(floatTernary[Opcode.Select], 'ints'),
  // Of int32 as well: the bits, which a float32 that is not a number might lose.
  [Opcode.Move]: unary(itself, 'ints', 'ints'),
  [Opcode.FloatToBool]: unary(toBool, 'floats', 'floats'),
  [Opcode.FloatToInt]: unary(itself, 'floats', 'ints'),
  [Opcode.IntToBool]: unary(toBool, 'ints', 'floats'),
  [Opcode.IntToFloat]: unary(itself, 'ints', 'floats'),
  [Opcode.SumInto]: sumInto,
};

/** The step of an element-wise instruction. */
export const steps: readonly Step[] = Object.assign<Step[], typeof table>([], table);

function sumInto({floats, ints, doubles}: Memory, word: number, first: number, count: number): void {
  const x = ints[word + 1] as number;
  const stride = strideOf(x);
  const start = indexOf(x, first);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += floats[start + i * stride] as number;
  const target = indexOf(ints[word] as number, 0) >>> 1;
  doubles[target] = (doubles[target] as number) + sum;
}
