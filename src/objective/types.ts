/**
 * What users see of an objective.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import type {Model} from '../call/models.js';
import type {IsAny, IsArray, NumericArray} from '../types/arguments.js';

/** Numbers in a row: a point, or a gradient to be written. */
export type Numbers = number[] | Float32Array | Float64Array;

/** Options of {@link objective}. */
export interface ObjectiveOptions {
  /** In what the program computes. Default: `'float64'`. */
  readonly precision?: 'float64' | 'float32';
  /** `false`: `args` is one argument, even if it is a list. Default: `true`. */
  readonly autoUnpackSingleArg?: boolean;
  /** `true`: `f` returns `[y, aux]`; the aux is left out. Default: `false`. */
  readonly hasAux?: boolean;
  /** Scope name of the operations that tracing creates. Default: `'objective'`. */
  readonly name?: string;
  /** Named arguments, `f`'s last parameter; always differentiated. */
  readonly kwargs?: object;
  /** The position, or positions, of the arguments to differentiate; the others are fixed. Default: all. */
  readonly argnums?: number | readonly number[];
}

/** What an objective has compiled. */
export interface ObjectiveInspection {
  readonly precision: 'float64' | 'float32';
  /** What runs it: code of its own, or the machine, in WebAssembly or, if that is refused, in TypeScript. */
  readonly form: string;
  /** Why it is not run as it was meant to be; undefined if it is. */
  readonly reason: string | undefined;
  /** How many kernels one run of `f` ran, with the walk back. */
  readonly kernelsTraced: number;
  /** How often it was evaluated. */
  readonly calls: number;
  /** The program as text. */
  readonly program: string;
}

/** Arguments like those of an objective, with any numbers: of numbers that were written out, TypeScript infers the values. */
type Alike<A> =
  IsAny<A> extends true
    ? A
    : A extends number
      ? number
      : A extends Tensor | Model | NumericArray
        ? A
        : A extends readonly unknown[]
          ? IsArray<A> extends true
            ? ReadonlyArray<Alike<A[number]>>
            : {readonly [K in keyof A]: Alike<A[K]>}
          : A extends object
            ? {readonly [K in keyof A]: Alike<A[K]>}
            : A;

/** A function of flat arrays of numbers with its gradient. */
export interface Objective<Args = unknown> {
  /**
   * The value at a point.
   *
   * @param x As many numbers as `size`.
   * @param gradient If given, the gradient is written into it: as many numbers as `size`.
   */
  (x: ArrayLike<number>, gradient?: Numbers | null): number;
  /** The value at a point; computed together with the gradient. */
  value(x: ArrayLike<number>): number;
  /** The gradient at a point, the caller's own. */
  gradient(x: ArrayLike<number>): Float64Array;
  /** How many numbers a point has. */
  readonly size: number;
  /** The arguments that it was made with, flattened. */
  readonly initial: Float64Array;
  /** Arguments of the same structure and shapes as a point. */
  flatten(args: Alike<Args>): Float64Array;
  /** A point as tensors in the structure of `args`, the caller's own; a model is the list of its weights. */
  unflatten(x: ArrayLike<number>): unknown;
  /** Writes a point into the variables and models among `args`. */
  assign(x: ArrayLike<number>): void;
  inspect(): ObjectiveInspection;
  /** Frees what it holds; it cannot be called afterwards. */
  dispose(): void;
}
