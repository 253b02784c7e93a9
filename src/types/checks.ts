/**
 * The types of calls: what is asked of what the caller passes, beyond the constraints of its types.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import type {IsAny, IsPacked, IsSelected, Leaf} from './arguments.js';

/** What `f` may return: a tensor, or lists and plain objects of tensors. */
export type Value = Tensor | readonly Value[] | {readonly [name: string]: Value};

/** Asks of what `f` returned that every leaf be a tensor; not by an index signature, which refuses interfaces. */
type CheckedValue<R> = R extends Tensor
  ? Tensor
  : R extends (...parameters: never) => unknown
    ? Tensor
    : R extends object
      ? {readonly [K in keyof R]: CheckedValue<R[K]>}
      : Tensor;

/** Asks of an `R` that it be what `f` may return. */
export type Returned<R, O> = O extends {readonly hasAux: true}
  ? R extends readonly [infer Y, unknown]
    ? readonly [CheckedValue<Y>, unknown]
    : readonly [Tensor, unknown]
  : CheckedValue<R>;

/** What a function of which second derivatives are taken may return. */
export type ReturnedScalar<O> = O extends {readonly hasAux: true} ? readonly [Tensor, unknown] : Tensor;

/** Asks of `args` that it can be differentiated, but for the arguments that `argnums` leaves out, or may leave out. */
export type Checked<A, O> =
  IsAny<A> extends true
    ? unknown
    : A extends undefined
      ? unknown
      : O extends {readonly argnums: infer N}
        ? IsPacked<A, O> extends true
          ? {[K in keyof A]: IsKnown<N> extends true ? IfSelected<K, O, A[K]> : unknown}
          : IsKnown<N> extends true
            ? IfSelected<'0', O, A>
            : unknown
        : Differentiable<A>;

type IfSelected<K, O, A> = IsSelected<K, O> extends true ? Differentiable<A> : unknown;

/** True of positions that the compiler knows. */
type IsKnown<N> = number extends (N extends readonly unknown[] ? N[number] : N) ? false : true;

/** What an `A` has to be, place by place: a leaf wherever it is no structure. */
type Differentiable<A> = A extends Leaf
  ? A
  : A extends (...parameters: never) => unknown
    ? Leaf
    : A extends object
      ? {[K in keyof A]: Differentiable<A[K]>}
      : Leaf;

/** Asks of `options` that its named arguments can be differentiated, and that its positions are some of `args`. */
export interface CheckedOptions<A, O> {
  readonly kwargs?: O extends {readonly kwargs: infer K extends object} ? CheckedKwargs<K> : object;
  readonly argnums?: O extends {readonly argnums: infer N} ? CheckedArgnums<N, PositionsOf<A, O>> : unknown;
}

/** An object of named arguments, and not one itself. */
type CheckedKwargs<K> = K extends Leaf | readonly unknown[]
  ? Readonly<Record<string, unknown>>
  : Differentiable<K>;

type CheckedArgnums<N, Positions> = N extends readonly unknown[]
  ? {readonly [I in keyof N]: CheckedArgnum<N[I], Positions>}
  : CheckedArgnum<N, Positions>;

/** One of the positions; one from the end, or one that the compiler does not know, passes. */
type CheckedArgnum<N, Positions> = N extends number
  ? number extends N
    ? N
    : `${N}` extends `-${string}`
      ? N
      : Positions
  : number;

type PositionsOf<A, O> =
  IsPacked<A, O> extends true
    ? A extends readonly unknown[]
      ? number extends A['length']
        ? number
        : Indices<keyof A>
      : number
    : 0;
type Indices<K> = K extends `${infer I extends number}` ? I : never;
