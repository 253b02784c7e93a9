/**
 * Element-wise instructions in WebAssembly, over float64. What is not listed is a call of the function in TypeScript.
 */
import {doubleFunction} from '../machine/doubles/functions.js';
import {
  singleFunctions,
  vectorFunctions,
  type ImportedFunction,
} from '../machine/doubles/vector-functions.js';
import {Opcode} from '../machine/opcodes.js';
import {call, f64, Op} from '../wasm/code.js';
import {ValueType, type Import} from '../wasm/module.js';

/** What stands on the stack when a form begins are its operands; where it needs one of them twice it asks for it. */
export type Form = (operand: (index: number) => readonly number[]) => readonly number[];

const plain =
  (count: number, ...instructions: ReadonlyArray<readonly number[]>): Form =>
  (operand) =>
    [...Array.from({length: count}, (_, index) => operand(index)), ...instructions].flat();

const comparison = (instruction: readonly number[]): Form => plain(2, instruction, Op.f64FromI32);

/** 1 or 0, by whether a number is not 0. NaN is true. */
const truth = (operand: readonly number[]): number[] => [...operand, ...f64(0), ...Op.f64NotEqual];

export const forms: Readonly<Partial<Record<Opcode, Form>>> = {
  [Opcode.Abs]: plain(1, Op.f64Abs),
  [Opcode.Add]: plain(2, Op.f64Add),
  [Opcode.Ceil]: plain(1, Op.f64Ceil),
  [Opcode.Clip]: (x) => [
    ...[...x(2), ...x(1), ...x(0), ...x(0), ...x(1), ...Op.f64Less, ...Op.select],
    ...[...x(0), ...x(2), ...Op.f64Greater, ...Op.select],
  ],
  [Opcode.Divide]: plain(2, Op.f64Divide),
  [Opcode.EluGrad]: (x) => [
    ...[...x(0), ...x(0), ...x(1), ...f64(1), ...Op.f64Add, ...Op.f64Multiply],
    ...[...x(1), ...f64(0), ...Op.f64GreaterEqual, ...Op.select],
  ],
  [Opcode.Equal]: comparison(Op.f64Equal),
  [Opcode.Floor]: plain(1, Op.f64Floor),
  [Opcode.Greater]: comparison(Op.f64Greater),
  [Opcode.GreaterEqual]: comparison(Op.f64GreaterEqual),
  [Opcode.IntEqual]: comparison(Op.f64Equal),
  [Opcode.IntGreater]: comparison(Op.f64Greater),
  [Opcode.IntGreaterEqual]: comparison(Op.f64GreaterEqual),
  [Opcode.IntLess]: comparison(Op.f64Less),
  [Opcode.IntLessEqual]: comparison(Op.f64LessEqual),
  [Opcode.IntNotEqual]: comparison(Op.f64NotEqual),
  [Opcode.IntSelect]: select,
  [Opcode.IntToBool]: (x) => [...truth(x(0)), ...Op.f64FromI32],
  [Opcode.IntToFloat]: plain(1),
  [Opcode.LeakyRelu]: leaky,
  [Opcode.Less]: comparison(Op.f64Less),
  [Opcode.LessEqual]: comparison(Op.f64LessEqual),
  [Opcode.Maximum]: plain(2, Op.f64Maximum),
  [Opcode.Minimum]: plain(2, Op.f64Minimum),
  [Opcode.Move]: plain(1),
  [Opcode.Multiply]: plain(2, Op.f64Multiply),
  [Opcode.Neg]: plain(1, Op.f64Neg),
  [Opcode.NotEqual]: comparison(Op.f64NotEqual),
  [Opcode.Prelu]: leaky,
  [Opcode.Reciprocal]: (x) => [...f64(1), ...x(0), ...Op.f64Divide],
  [Opcode.Relu]: (x) => [...f64(0), ...x(0), ...Op.f64Maximum],
  [Opcode.Relu6]: (x) => [...f64(0), ...x(0), ...Op.f64Maximum, ...f64(6), ...Op.f64Minimum],
  [Opcode.Round]: plain(1, Op.f64Nearest),
  [Opcode.Rsqrt]: (x) => [...f64(1), ...x(0), ...Op.f64Sqrt, ...Op.f64Divide],
  [Opcode.Select]: select,
  [Opcode.Sqrt]: plain(1, Op.f64Sqrt),
  [Opcode.Square]: (x) => [...x(0), ...x(0), ...Op.f64Multiply],
  [Opcode.Subtract]: plain(2, Op.f64Subtract),
};

/** The condition is 1 or 0. */
function select(x: (index: number) => readonly number[]): number[] {
  return [...x(1), ...x(2), ...x(0), ...f64(1), ...Op.f64Equal, ...Op.select];
}

function leaky(x: (index: number) => readonly number[]): number[] {
  return [
    ...[...x(1), ...x(0), ...Op.f64Multiply, ...x(0)],
    ...[...x(0), ...f64(0), ...Op.f64Less, ...Op.select],
  ];
}

/** Instructions whose form reads an operand several times, or not in order. */
const rereading: ReadonlySet<Opcode> = new Set([
  ...[
    Opcode.Clip,
    Opcode.EluGrad,
    Opcode.IntSelect,
    Opcode.LeakyRelu,
    Opcode.Prelu,
    Opcode.Select,
    Opcode.Square,
  ],
]);

/** True where operands may be whole expressions. */
export function usesOperandsOnce(opcode: Opcode): boolean {
  return !rereading.has(opcode);
}

/** The functions that a module imports, each once. */
export class Imports {
  readonly list: Import[] = [];
  readonly functions: Record<string, ImportedFunction> = {};

  /** The form of an instruction: its own, or a call. */
  formOf(opcode: Opcode, operands: number): Form {
    const own = forms[opcode];
    if (own !== undefined) return own;
    const f = singleFunctions()?.[opcode] ?? doubleFunction(opcode);
    if (f === undefined) throw new Error(`internal: ${Opcode[opcode] ?? opcode} has no form in float64`);
    return plain(
      operands,
      call(this.#indexOf({name: `f${opcode}`, parameters: operands, type: ValueType.f64}, f)),
    );
  }

  /** The form of an instruction on two lanes by a function of vectors, if there is one. */
  vectorFormOf(opcode: Opcode): Form | undefined {
    const f = vectorFunctions()?.[opcode];
    if (f === undefined) return undefined;
    return plain(1, call(this.#indexOf({name: `v${opcode}`, parameters: 1, type: ValueType.v128}, f)));
  }

  #indexOf(wanted: Import, f: ImportedFunction): number {
    const known = this.list.findIndex(({name}) => name === wanted.name);
    if (known >= 0) return known;
    this.functions[wanted.name] = f;
    return this.list.push(wanted) - 1;
  }
}
