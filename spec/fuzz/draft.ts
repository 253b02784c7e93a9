/** What operations write a program with: statements are run as they are drawn, so that shapes and dtypes are known. */
import * as tf from '@tensorflow/tfjs-core';

import {evaluate, expressionOf, type Environment, type Expression, type Step} from './expression.js';
import {library} from './library.js';
import {sizeOf, type Choose} from './numbers.js';
import {tensorOf} from './instance.js';
import type {Input} from './program.js';

/** Programs whose values grow beyond this take too long. */
export const LARGEST = 6200;
const ARGUMENTS = 6;

/** A value of the program in hand. */
export class Operand {
  constructor(
    readonly id: number,
    /** What it is at the call at which the program is drawn. */
    readonly sample: unknown,
  ) {}

  get tensor(): tf.Tensor {
    return this.sample as tf.Tensor;
  }
  get shape(): number[] {
    return this.tensor.shape;
  }
  get rank(): number {
    return this.tensor.rank;
  }
  get dtype(): string {
    return this.tensor.dtype;
  }
}

/** Tensors that an operation can read; others, as lists of results, are for those who made them. */
export const isUsable = ({sample}: Operand): boolean =>
  sample instanceof tf.Tensor && sample.size > 0 && sample.size <= LARGEST && sample.rank <= 6;

/** What the drafts of one program share. */
export interface Shared {
  nextId: number;
  readonly inputs: Input[];
  readonly environment: Environment;
  readonly canHaveLikes: boolean;
}

export class Draft {
  readonly steps: Step[] = [];

  constructor(
    readonly shared: Shared,
    /** What may be read, the latest last. */
    readonly pool: Operand[],
    public choose: Choose,
    /** How many values before the end of the pool the operands are. */
    public backs: readonly number[] = [0, 1, 2],
  ) {}

  /** A number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.choose(high - low + 1);
  }

  maybe(oneIn = 2): boolean {
    return this.choose(oneIn) === 0;
  }

  pick<T>(options: readonly T[]): T {
    return options[this.choose(options.length)] as T;
  }

  /** One of the operands that this operation was dealt. */
  operand(index = 0): Operand {
    const usable = this.pool.filter((value) => isUsable(value) && value.dtype !== 'complex64');
    return usable.at(-1 - ((this.backs[index] ?? 0) % usable.length)) as Operand;
  }

  float(index = 0): Operand {
    return this.asFloat(this.operand(index));
  }

  /** As `float`, with an axis at least. */
  floatWithAxis(index = 0, rank = 1): Operand {
    const x = this.float(index);
    return x.rank >= rank
      ? x
      : this.call('tf.reshape', x, [...Array<number>(rank - x.rank).fill(1), ...x.shape]);
  }

  asFloat(x: Operand): Operand {
    return x.dtype === 'float32' ? x : this.call('tf.cast', x, 'float32');
  }

  /** As small integers. */
  asInt(x: Operand): Operand {
    if (x.dtype === 'int32') return this.call('tf.mod', x, this.call('tf.scalar', 50, 'int32'));
    return this.call('tf.cast', x.dtype === 'bool' ? x : this.call('tf.mul', this.tanh(x), 7), 'int32');
  }

  asBool(x: Operand): Operand {
    return x.dtype === 'bool' ? x : this.call('tf.greater', this.asFloat(x), 0.1);
  }

  tanh(x: Operand): Operand {
    return this.call('tf.tanh', x);
  }

  /** A statement that calls a function of the library. */
  call(callee: string, ...args: unknown[]): Operand {
    return this.emit({kind: 'call', callee, args: args.map(toExpression)});
  }

  /** A statement that takes a member of a value. */
  member(of: Operand, key: string | number): Operand {
    return this.emit({kind: 'member', of: {kind: 'value', id: of.id}, key});
  }

  emit(expression: Expression): Operand {
    const id = this.shared.nextId++;
    this.steps.push({id, expression});
    const sample = evaluate(expression, this.shared.environment, library);
    this.shared.environment.set(id, sample);
    const operand = new Operand(id, sample);
    if (isUsable(operand)) this.pool.push(operand);
    return operand;
  }

  /** A function of tensors like `like`, as an expression, whose body is drawn by `draw`. */
  lambda(like: readonly Operand[], draw: (inner: Draft, parameters: Operand[]) => unknown): Expression {
    const parameters = like.map(({sample}) => {
      const id = this.shared.nextId++;
      this.shared.environment.set(id, sample);
      return new Operand(id, sample);
    });
    const inner = new Draft(this.shared, [...this.pool, ...parameters], this.choose, [0, 1, 2]);
    const result = toExpression(draw(inner, parameters));
    return {kind: 'lambda', parameters: parameters.map(({id}) => id), body: {steps: inner.steps, result}};
  }

  /** A tensor that the program is given. */
  input(
    shape: readonly number[],
    range: Partial<Pick<Input, 'dtype' | 'low' | 'high' | 'role'>> = {},
  ): Operand {
    const {dtype = 'float32', low = -1, high = 1} = range;
    const isFull = this.shared.inputs.filter(({role}) => role === 'argument').length >= ARGUMENTS;
    const roles = ['argument', 'argument', 'constant', 'variable'] as const;
    const role = range.role ?? (isFull ? 'constant' : this.pick(roles));
    const id = this.shared.nextId++;
    const start = this.choose(1000) / 1000;
    const isLike = role === 'argument' && dtype === 'float32' && this.shared.canHaveLikes && this.maybe(6);
    const input: Input = {id, role, shape, dtype, low, high, start, isLike};
    this.shared.inputs.push(input);
    const operand = new Operand(id, tensorOf(input, 0));
    this.shared.environment.set(id, operand.sample);
    return operand;
  }

  /** A tensor of just this shape: a new one that is given, or elements of another operand. */
  shaped(shape: readonly number[], index = 1): Operand {
    return this.maybe(3) ? this.fit(this.tanh(this.float(index)), shape) : this.input(shape);
  }

  /** Integers from 0 to `count` - 1: given, or made of another operand. */
  indices(shape: readonly number[], count: number, index = 1): Operand {
    if (!this.maybe(3)) return this.input(shape, {dtype: 'int32', low: 0, high: count});
    const fitted = this.fit(this.asInt(this.operand(index)), shape);
    return this.call('tf.mod', this.call('tf.abs', fitted), this.call('tf.scalar', count, 'int32'));
  }

  /** Elements of a tensor, repeated as often as needed, in another shape. */
  fit(x: Operand, shape: readonly number[]): Operand {
    const size = sizeOf(shape);
    if (String(x.shape) === String(shape)) return x;
    const flat = this.call('tf.reshape', x, [-1]);
    const times = Math.ceil(size / flat.tensor.size);
    const repeated = times > 1 ? this.call('tf.tile', flat, [times]) : flat;
    const cut = repeated.tensor.size === size ? repeated : this.call('tf.slice', repeated, [0], [size]);
    return this.call('tf.reshape', cut, shape);
  }

  /** A tensor that can be broadcast with `x`: `y`, or elements of it with some axes left out and some of length 1. */
  broadcastable(x: Operand, y: Operand): Operand {
    if (fitTogether(x.shape, y.shape)) return y;
    const shape = x.shape.slice(this.choose(x.rank + 1)).map((length) => (this.maybe(3) ? 1 : length));
    return this.fit(y, shape);
  }

  /** Some of the axes, in order, some of them counted from the end. */
  someAxes(rank: number): number[] {
    const axes = Array.from({length: rank}, (_, axis) => axis).filter(() => this.maybe());
    return axes.map((axis) => (this.maybe(4) ? axis - rank : axis));
  }

  shuffledAxes(rank: number): number[] {
    const left = Array.from({length: rank}, (_, axis) => axis);
    return Array.from({length: rank}, () => left.splice(this.choose(left.length), 1)[0] as number);
  }
}

export function toExpression(value: unknown): Expression {
  return expressionOf(value, (given) => {
    if (given instanceof Operand) return {kind: 'value', id: given.id};
    const isLambda =
      typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'lambda';
    return isLambda ? (given as Expression) : undefined;
  });
}

/** True where two shapes can be broadcast together, and the result is not too large. */
function fitTogether(a: readonly number[], b: readonly number[]): boolean {
  const lengths = Array.from({length: Math.max(a.length, b.length)}, (_, index) =>
    [a, b].map((shape) => shape.at(-1 - index) ?? 1),
  );
  const size = lengths.reduce((product, pair) => product * Math.max(...pair), 1);
  return size <= LARGEST && lengths.every((pair) => pair[0] === pair[1] || pair.includes(1));
}
