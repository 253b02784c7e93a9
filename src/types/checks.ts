/**
 * The types of calls: what is asked of what the caller passes, beyond the constraints of its types.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import type {IsAny, IsArray, Leaf} from './arguments.js';
import type {HasAux, IsPacked, IsSelected, ListOf, OptionOf} from './options.js';
import type {PositionsOf} from './positions.js';
import type {Like, Main} from './results.js';
import type {Structure} from '../tree.js';

/** What is said of an `f` that does not do as a function that is differentiated, or compiled, has to. */
export interface Complaint<Text extends string> {
  readonly [complaint]: Text;
}
declare const complaint: unique symbol;

type Nothing = ReturnType<() => void>;

/** Asks of what `f` returned that every leaf be a tensor; not by an index signature, which refuses interfaces. */
type CheckedValue<R> = R extends Tensor
  ? Tensor
  : R extends PromiseLike<unknown>
    ? Complaint<'f is asynchronous: await before the call'>
    : R extends Nothing
      ? Complaint<'f returns nothing: let it return a tensor'>
      : R extends (...parameters: never) => unknown
        ? Tensor
        : R extends object
          ? CheckedStructure<R>
          : Tensor;

type CheckedStructure<R> = R extends readonly unknown[]
  ? IsArray<R> extends true
    ? readonly CheckedValue<R[number]>[]
    : {readonly [K in keyof R]: CheckedMember<R[K]>}
  : {readonly [K in keyof R]: CheckedMember<R[K]>};

/** What may be left out of an object, but not nothing at all. */
type CheckedMember<R> = R extends undefined ? Tensor : CheckedValue<R>;

/** Asks of an `R` that it be what `f` may return. */
export type Returned<R, O> = ReturnedWith<R, HasAux<O>> & Weighed<R, O>;

type ReturnedWith<R, Aux> = Aux extends true
  ? R extends readonly [infer Y, unknown]
    ? readonly [CheckedValue<Y>, unknown]
    : R extends PromiseLike<unknown>
      ? Complaint<'f is asynchronous: await before the call'>
      : readonly [Tensor, unknown]
  : CheckedValue<R>;

/**
 * Asks of `y` that `outputGradients` be structured like it; those that the compiler does not know pass. It is asked of what
 * `f` returns, as the compiler reads the options before it.
 */
type Weighed<R, O> = WeighedBy<OptionOf<O, 'outputGradients'>, Main<R, O>>;
type WeighedBy<W, Y> = [W] extends [undefined]
  ? unknown
  : [Structure<Tensor>] extends [W]
    ? unknown
    : [W] extends [Weights<Y, W> | undefined]
      ? unknown
      : Complaint<'outputGradients have another structure than what f returns'>;

type Weights<Y, W> = Y extends Tensor
  ? Like<Y>
  : Y extends readonly unknown[]
    ? IsArray<Y> extends true
      ? readonly Weights<Y[number], MemberOf<W, number>>[]
      : IsListOfUnknownLength<W> extends true
        ? readonly Weights<Y[number], MemberOf<W, number>>[]
        : {readonly [K in keyof Y]: Weights<Y[K], MemberOf<W, K>>}
    : {readonly [K in keyof Y]: Weights<Y[K], MemberOf<W, K>>} & {
        // Weights of no part of y.
        readonly [K in Exclude<keyof W, keyof Y>]?: never;
      };
type MemberOf<W, K> = K extends keyof W ? W[K] : unknown;
type IsListOfUnknownLength<W> = W extends readonly unknown[] ? IsArray<W> : false;

/** What a function of which second derivatives are taken may return. */
export type ReturnedScalar<O> = HasAux<O> extends infer Aux ? ScalarWith<Aux> : never;
type ScalarWith<Aux> = Aux extends true ? readonly [Tensor, unknown] : Tensor;

/** Asks of the function that is compiled that it return something, and at once. */
export type Compilable<F> = F extends (...parameters: never[]) => infer R
  ? IsAny<R> extends true
    ? unknown
    : [R] extends [PromiseLike<unknown>]
      ? Complaint<'f is asynchronous: await before the call'>
      : [R] extends [Nothing]
        ? Complaint<'f returns nothing: let it return a tensor'>
        : unknown
  : unknown;

/** Asks of `args` that it can be differentiated, but for the arguments that `argnums` leaves out, or may leave out. */
export type Checked<A, O> =
  IsAny<A> extends true
    ? unknown
    : A extends undefined
      ? unknown
      : undefined extends OptionOf<O, 'argnums'>
        ? Differentiable<A>
        : IsPacked<A, O> extends infer Packed
          ? CheckedArguments<A, ListOf<A, Packed>, Packed, OptionOf<O, 'argnums'>>
          : never;

type CheckedArguments<A, List, Packed, N> =
  IsKnown<N> extends true
    ? Packed extends true
      ? {[K in keyof A]: number extends K ? unknown : IfSelected<IsSelected<K, N, List>, A[K]>}
      : IfSelected<IsSelected<'0', N, List>, A>
    : unknown;

type IfSelected<Selected, A> = [Selected] extends [false] ? unknown : Differentiable<A>;

/** True of positions that the compiler knows. */
type IsKnown<N> = number extends (N extends readonly unknown[] ? N[number] : N) ? false : true;

/** What an `A` has to be, place by place: a leaf wherever it is no structure. */
type Differentiable<A> = A extends Leaf
  ? A
  : A extends (...parameters: never) => unknown
    ? Leaf
    : A extends readonly unknown[]
      ? IsArray<A> extends true
        ? readonly Differentiable<A[number]>[]
        : {[K in keyof A]: Differentiable<A[K]>}
      : A extends object
        ? {[K in keyof A]: Differentiable<A[K]>}
        : Leaf;

/** Asks of `options` that its named arguments can be differentiated, and that its positions are some of `args`. */
export interface CheckedOptions<A, O> {
  readonly kwargs?: O extends {readonly kwargs: infer K extends object} ? CheckedKwargs<K> : object;
  readonly argnums?: CheckedArgnums<OptionOf<O, 'argnums'>, PositionsOf<ListOf<A, IsPacked<A, O>>>>;
}

/** An object of named arguments, and not one itself. */
type CheckedKwargs<K> = K extends Leaf | readonly unknown[]
  ? Readonly<Record<string, unknown>>
  : Differentiable<K>;

type CheckedArgnums<N, Positions> = N extends undefined
  ? unknown
  : N extends readonly unknown[]
    ? {readonly [I in keyof N]: CheckedArgnum<N[I], Positions>}
    : CheckedArgnum<N, Positions>;

/** One of the positions; one that the compiler does not know passes. */
type CheckedArgnum<N, Positions> = N extends number ? (number extends N ? N : Positions) : number;
