/**
 * The types of calls: what `f` receives for `args`, and how the results are shaped.
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
  Variable,
} from '@tensorflow/tfjs-core';

import type {Model} from './models.js';

/** What is differentiated: a tensor, what `tf.tensor` makes of numbers, or a model for its weights. */
type Leaf = Tensor | Model | number | TypedArray | Float64Array;

/**
 * A leaf, or lists and objects of leaves. The members are left to {@link Checked}: an index signature here would refuse
 * the interfaces by which callers type their parameters.
 */
export type Argument = Leaf | object;

/** What `f` may return: a tensor, or lists and plain objects of tensors. */
export type Value = Tensor | readonly Value[] | {readonly [name: string]: Value};

type Numbers = readonly number[];
type Numbers2D = readonly Numbers[];
type Numbers3D = readonly Numbers2D[];
type Numbers4D = readonly Numbers3D[];
type Numbers5D = readonly Numbers4D[];
type Numbers6D = readonly Numbers5D[];

/** The tensor that a tensor-like becomes. */
type Converted<A> = A extends number
  ? Scalar
  : A extends TypedArray | Float64Array | Numbers
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

/** True of an empty list, which is a structure without leaves and not an array of numbers. */
type IsEmpty<A> = A extends readonly [] ? true : false;

/** What `f` receives where the caller passed an `A`. */
export type Received<A> = A extends Tensor | Model
  ? A
  : IsEmpty<A> extends true
    ? []
    : [Converted<A>] extends [never]
      ? {-readonly [K in keyof A]: Received<A[K]>}
      : Converted<A>;

/** A tensor as a result: a variable's is a plain tensor. */
type Plain<T extends Tensor> = T extends Variable<infer R> ? Tensor<R> : T;

/** The gradient of an `A`, each leaf `| Missing` (null where what is unconnected has no gradient). */
export type Gradient<A, Missing = never> = A extends Tensor
  ? Plain<A> | Missing
  : A extends Model
    ? Array<Tensor | Missing>
    : IsEmpty<A> extends true
      ? []
      : [Converted<A>] extends [never]
        ? {-readonly [K in keyof A]: Gradient<A[K], Missing>}
        : Converted<A> | Missing;

/** The value of `f`, as the caller's own tensors. */
export type Owned<Y> = Y extends Tensor
  ? Plain<Y>
  : Y extends readonly unknown[] | Readonly<Record<string, unknown>>
    ? {-readonly [K in keyof Y]: Owned<Y[K]>}
    : Y;

/** True where `args` is a list of arguments, by the packed rule. */
type IsPacked<A, O> = A extends readonly unknown[]
  ? A extends TypedArray
    ? false
    : O extends {readonly autoUnpackSingleArg: false}
      ? false
      : true
  : false;

type Kwargs<O> = O extends {readonly kwargs: infer K extends object}
  ? [kwargs: {-readonly [N in keyof K]: Received<K[N]>}]
  : [];

/** True where position `K` of `args` is differentiated. Negative positions count as any. */
type IsSelected<K, O> = O extends {readonly argnums: infer N}
  ? N extends number
    ? Matches<K, N>
    : N extends readonly number[]
      ? Matches<K, N[number]>
      : true
  : true;
type Matches<K, N extends number> = `${N}` extends `-${string}`
  ? boolean
  : K extends `${N}`
    ? true
    : number extends N
      ? boolean
      : false;

type Positional<A, O> = {
  -readonly [K in keyof A]: IsSelected<K, O> extends true
    ? Received<A[K]>
    : IsSelected<K, O> extends false
      ? A[K]
      : Received<A[K]> | A[K];
};

/** The parameters with which `f` is called. */
export type Parameters<A, O> =
  IsPacked<A, O> extends true
    ? Positional<A, O> extends infer P extends unknown[]
      ? [...P, ...Kwargs<O>]
      : never
    : A extends undefined
      ? Kwargs<O>
      : [args: IsSelected<'0', O> extends false ? A : Received<A>, ...kwargs: Kwargs<O>];

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

/** Asks of `args` that it can be differentiated, but for the arguments that `argnums` leaves out. */
export type Checked<A, O> = O extends {readonly argnums: unknown}
  ? unknown
  : A extends undefined
    ? unknown
    : Differentiable<A>;

/** What an `A` has to be, place by place: a leaf wherever it is no structure. */
type Differentiable<A> = A extends Leaf
  ? A
  : A extends (...parameters: never) => unknown
    ? Leaf
    : A extends object
      ? {[K in keyof A]: Differentiable<A[K]>}
      : Leaf;

/** The value part of a result. */
export type ValueOf<R, O> = O extends {readonly hasAux: true}
  ? R extends readonly [infer Y, infer Aux]
    ? [Owned<Y>, Owned<Aux>]
    : never
  : Owned<R>;

type MissingOf<O> = O extends {readonly unconnectedGradients: infer U}
  ? 'none' extends U
    ? null
    : never
  : never;

type At<A, N> = A extends readonly unknown[]
  ? N extends keyof A
    ? A[N]
    : `${N & number}` extends keyof A
      ? A[`${N & number}` & keyof A]
      : A[number]
  : A;

/** The gradients with respect to `args`, as `argnums` selects them. */
type ArgumentGradients<A, O, Missing> = O extends {readonly argnums: infer N}
  ? N extends number
    ? Gradient<IsPacked<A, O> extends true ? At<A, N> : A, Missing>
    : {-readonly [I in keyof N]: Gradient<IsPacked<A, O> extends true ? At<A, N[I]> : A, Missing>}
  : Gradient<A, Missing>;

type PackedGradients<A, O, Missing> = O extends {readonly argnums: unknown}
  ? ArgumentGradients<A, O, Missing>
  : IsPacked<A, O> extends true
    ? {-readonly [K in keyof A]: Gradient<A[K], Missing>}
    : Gradient<A, Missing>;

type KwargsGradients<O, Missing> = O extends {readonly kwargs: infer K extends object}
  ? {-readonly [N in keyof K]: Gradient<K[N], Missing>}
  : never;

/** Something for `args` and something for `kwargs`, each where the caller gave any. */
type Selected<A, O, Missing> = O extends {readonly kwargs: object}
  ? A extends undefined | readonly []
    ? KwargsGradients<O, Missing>
    : [ofArgs: PackedGradients<A, O, Missing>, ofKwargs: KwargsGradients<O, Missing>]
  : PackedGradients<A, O, Missing>;

/** A structure with other leaves. */
type Replaced<S, Leaf> = S extends Tensor
  ? Leaf
  : S extends null
    ? null
    : {[K in keyof S]: Replaced<S[K], Leaf>};

/** The value alone, without aux. */
type Main<R, O> = O extends {readonly hasAux: true} ? (R extends readonly [infer Y, unknown] ? Y : never) : R;

/** A result with aux beside it, where there is one. */
export type WithAux<Result, R, O> = O extends {readonly hasAux: true}
  ? R extends readonly [unknown, infer Aux]
    ? [result: Result, aux: Owned<Aux>]
    : never
  : Result;

/** Within the structure of `y`, the structure of the arguments. */
export type JacobianResult<R, A, O> = Replaced<
  Owned<Main<R, O>>,
  Replaced<Selected<A, O, MissingOf<O>>, Tensor | MissingOf<O>>
>;

/** Within the structure of the arguments, the structure of the arguments. */
export type HessianResult<A, O> = Replaced<
  Selected<A, O, never>,
  Replaced<Selected<A, O, never>, Tensor | MissingOf<O>>
>;

/** Shaped like the arguments. */
export type VectorResult<A, O> = Selected<A, O, MissingOf<O>>;

/** What a function of which second derivatives are taken may return. */
export type ReturnedScalar<O> = O extends {readonly hasAux: true} ? readonly [Tensor, unknown] : Tensor;

/** `[value, dydx]`, `[value, dydx, dydxKwargs]`, or `[value, dydxKwargs]`. */
export type Result<R, A, O> = O extends {readonly kwargs: object}
  ? A extends undefined | readonly []
    ? [y: ValueOf<R, O>, dydxKwargs: KwargsGradients<O, MissingOf<O>>]
    : [
        y: ValueOf<R, O>,
        dydx: PackedGradients<A, O, MissingOf<O>>,
        dydxKwargs: KwargsGradients<O, MissingOf<O>>,
      ]
  : [y: ValueOf<R, O>, dydx: PackedGradients<A, O, MissingOf<O>>];
