/**
 * Element-wise instructions on two lanes of float64. What is not listed runs lane by lane.
 */
import {Opcode} from '../../machine/opcodes.js';
import {f64, Op} from '../../wasm/code.js';
import type {Form} from '../forms.js';

const plain =
  (count: number, ...instructions: ReadonlyArray<readonly number[]>): Form =>
  (x) =>
    [...Array.from({length: count}, (_, index) => x(index)), ...instructions].flat();

/** A number in both lanes. */
export const splat = (value: number): number[] => [...f64(value), ...Op.splat];

/** 1 where the lanes compare, else 0. */
const comparison = (instruction: readonly number[]): Form => plain(2, instruction, splat(1), Op.v128And);

const select: Form = (x) => [...x(1), ...x(2), ...x(0), ...splat(1), ...Op.f64x2Equal, ...Op.v128BitSelect];

const leaky: Form = (x) => [
  ...[...x(1), ...x(0), ...Op.f64x2Multiply, ...x(0)],
  ...[...x(0), ...splat(0), ...Op.f64x2Less, ...Op.v128BitSelect],
];

export const vectorForms: Readonly<Partial<Record<Opcode, Form>>> = {
  [Opcode.Abs]: plain(1, Op.f64x2Abs),
  [Opcode.Add]: plain(2, Op.f64x2Add),
  [Opcode.Ceil]: plain(1, Op.f64x2Ceil),
  [Opcode.Divide]: plain(2, Op.f64x2Divide),
  [Opcode.Equal]: comparison(Op.f64x2Equal),
  [Opcode.Floor]: plain(1, Op.f64x2Floor),
  [Opcode.Greater]: comparison(Op.f64x2Greater),
  [Opcode.GreaterEqual]: comparison(Op.f64x2GreaterEqual),
  [Opcode.IntEqual]: comparison(Op.f64x2Equal),
  [Opcode.IntGreater]: comparison(Op.f64x2Greater),
  [Opcode.IntGreaterEqual]: comparison(Op.f64x2GreaterEqual),
  [Opcode.IntLess]: comparison(Op.f64x2Less),
  [Opcode.IntLessEqual]: comparison(Op.f64x2LessEqual),
  [Opcode.IntNotEqual]: comparison(Op.f64x2NotEqual),
  [Opcode.IntSelect]: select,
  [Opcode.IntToFloat]: plain(1),
  [Opcode.LeakyRelu]: leaky,
  [Opcode.Less]: comparison(Op.f64x2Less),
  [Opcode.LessEqual]: comparison(Op.f64x2LessEqual),
  [Opcode.Maximum]: plain(2, Op.f64x2Maximum),
  [Opcode.Minimum]: plain(2, Op.f64x2Minimum),
  [Opcode.Move]: plain(1),
  [Opcode.Multiply]: plain(2, Op.f64x2Multiply),
  [Opcode.Neg]: plain(1, Op.f64x2Neg),
  [Opcode.NotEqual]: comparison(Op.f64x2NotEqual),
  [Opcode.Prelu]: leaky,
  [Opcode.Reciprocal]: (x) => [...splat(1), ...x(0), ...Op.f64x2Divide],
  [Opcode.Relu]: (x) => [...splat(0), ...x(0), ...Op.f64x2Maximum],
  [Opcode.Relu6]: (x) => [...splat(0), ...x(0), ...Op.f64x2Maximum, ...splat(6), ...Op.f64x2Minimum],
  [Opcode.Round]: plain(1, Op.f64x2Nearest),
  [Opcode.Rsqrt]: (x) => [...splat(1), ...x(0), ...Op.f64x2Sqrt, ...Op.f64x2Divide],
  [Opcode.Select]: select,
  [Opcode.Sqrt]: plain(1, Op.f64x2Sqrt),
  [Opcode.Square]: (x) => [...x(0), ...x(0), ...Op.f64x2Multiply],
  [Opcode.Subtract]: plain(2, Op.f64x2Subtract),
};
