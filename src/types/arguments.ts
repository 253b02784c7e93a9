/**
 * The types of calls: what `f` receives for `args` and `kwargs`.
 */
import type {
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TypedArray,
} from '@tensorflow/tfjs-core';

import type {Model} from '../call/models.js';
import type {IsSelected, IsSpread, ListOf, OptionOf} from './options.js';

/** Every array of numbers that `tf.tensor` can be made of; tfjs's own type of them has three. */
export type NumericArray =
  TypedArray | Uint8ClampedArray | Int8Array | Int16Array | Uint16Array | Uint32Array | Float64Array;

/** What is differentiated: a tensor, what `tf.tensor` makes of numbers, or a model for its weights. */
export type Leaf = Tensor | Model | number | NumericArray;

/**
 * A leaf, or lists and objects of leaves. The members are left to `Checked`: an index signature here would refuse
 * the interfaces by which callers type their parameters.
 */
export type Argument = Leaf | object;

type Numbers = readonly number[];
type Numbers2D = readonly Numbers[];
type Numbers3D = readonly Numbers2D[];
type Numbers4D = readonly Numbers3D[];
type Numbers5D = readonly Numbers4D[];
type Numbers6D = readonly Numbers5D[];

/** The tensor that a tensor-like becomes. */
export type Converted<A> = A extends number
  ? Scalar
  : A extends NumericArray | Numbers
    ? Tensor1D
    : A extends Numbers2D
      ? Tensor2D
      : A extends Numbers3D
        ? Tensor3D
        : A extends Numbers4D
          ? Tensor4D
          : A extends Numbers5D
            ? Tensor<Rank.R5>
            : A extends Numbers6D
              ? Tensor<Rank.R6>
              : never;

/** True of `any`, which takes every branch of a condition. */
export type IsAny<A> = 0 extends 1 & A ? true : false;

/** True of an empty list, which is a structure without leaves and not an array of numbers. */
export type IsEmpty<A> = A extends readonly [] ? true : false;

/**
 * True of an array that is no tuple. Its members are mapped by `Mapped<A[number]>[]`, which the compiler leaves until it
 * is needed: a mapped type would follow a type that holds itself without end.
 */
export type IsArray<A extends readonly unknown[]> = number extends A['length']
  ? A extends readonly [unknown, ...unknown[]] | readonly [...unknown[], unknown]
    ? false
    : true
  : false;

/** What `f` receives where the caller passed an `A`. */
export type Received<A> =
  IsAny<A> extends true
    ? A
    : A extends Tensor | Model
      ? A
      : IsEmpty<A> extends true
        ? []
        : [Converted<A>] extends [never]
          ? ReceivedStructure<A>
          : Converted<A>;

type ReceivedStructure<A> = A extends readonly unknown[]
  ? IsArray<A> extends true
    ? Received<A[number]>[]
    : {-readonly [K in keyof A]: Received<A[K]>}
  : {-readonly [K in keyof A]: Received<A[K]>};

type Kwargs<O> = O extends {readonly kwargs: infer K extends object}
  ? [kwargs: Named<K>]
  : O extends {readonly kwargs?: infer K}
    ? object extends K
      ? []
      : [kwargs?: Named<NonNullable<K>>]
    : [];
type Named<K> = {-readonly [N in keyof K]: Received<K[N]>};

/**
 * What is passed on as it was given, lists that were written out made mutable again: it is the caller's `const` type
 * parameter that makes them read-only, and many functions of tfjs take shapes and axes as mutable arrays. Of objects
 * those alone whose members are all read-only, as they are where they were written out.
 */
type Given<A> = A extends readonly unknown[]
  ? number extends A['length']
    ? A
    : {-readonly [K in keyof A]: Given<A[K]>}
  : Same<A, Readonly<A>> extends true
    ? {-readonly [K in keyof A]: Given<A[K]>} extends infer Mutable extends A
      ? Mutable
      : A
    : A;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** What `f` receives for an argument that is differentiated, that is not, or that may be. */
type Passed<A, Selected> = [Selected] extends [true]
  ? Received<A>
  : [Selected] extends [false]
    ? Given<A>
    : Received<A> | A;

/** The parameters with which `f` is called: those of each member of a union. */
export type Parameters<A, O> = IsAny<A> extends true ? A[] : ParametersOf<A, O, A>;

type ParametersOf<A, O, All> = A extends unknown
  ? A extends undefined
    ? Kwargs<O>
    : Listed<A, O, [All] extends [A] ? false : true, IsSpread<A, O>, OptionOf<O, 'argnums'>>
  : never;

type Listed<A, O, IsInUnion, Spread, N> = Spread extends true
  ? {-readonly [K in keyof A]: Passed<A[K], IsSelected<K, N, A>>} extends infer P extends unknown[]
    ? [...Countable<P, IsInUnion>, ...Kwargs<O>]
    : never
  : [args: Passed<A, IsSelected<'0', N, ListOf<A, false>>>, ...kwargs: Kwargs<O>];

/** Beside other lists of parameters, one of unknown length would refuse every `f` that names its parameters. */
type Countable<P extends unknown[], IsInUnion> = IsInUnion extends true
  ? number extends P['length']
    ? [P[0]]
    : P
  : P;
