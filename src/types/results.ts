/**
 * The types of calls: how the results are shaped.
 */
import type {Tensor, Variable} from '@tensorflow/tfjs-core';

import type {Model} from '../call/models.js';
import type {Converted, IsAny, IsEmpty, IsPacked, NumericArray} from './arguments.js';

/** A tensor as a result: a variable's is a plain tensor. */
type Plain<T extends Tensor> = T extends Variable<infer R> ? Tensor<R> : T;

/** The gradient of an `A`, each leaf `| Missing` (null where what is unconnected has no gradient). */
type Gradient<A, Missing> =
  IsAny<A> extends true
    ? A
    : A extends Tensor
      ? Plain<A> | Missing
      : A extends Model
        ? Array<Tensor | Missing>
        : IsEmpty<A> extends true
          ? []
          : [Converted<A>] extends [never]
            ? {-readonly [K in keyof A]: Gradient<A[K], Missing>}
            : Converted<A> | Missing;

/** The value of `f`, as the caller's own tensors. */
type Owned<Y> = Y extends Tensor
  ? Plain<Y>
  : Y extends readonly unknown[] | Readonly<Record<string, unknown>>
    ? {-readonly [K in keyof Y]: Owned<Y[K]>}
    : Y;

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
  : IsAny<A> extends true
    ? A
    : // Over each member of a union by itself.
      A extends unknown
      ? IsPacked<A, O> extends true
        ? {-readonly [K in keyof A]: Gradient<A[K], Missing>}
        : Gradient<A, Missing>
      : never;

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

/** Vectors shaped like the arguments; `A` is not to be read off them, hence the index. */
export type Vectors<A, O> = [Like<Selected<A, O, never>>][A extends unknown ? 0 : never];

/** A structure with what a tensor can be made of in the place of tensors. */
type Like<S> =
  IsAny<S> extends true
    ? S
    : S extends Tensor
      ? Tensor | NumericArray | NestedNumbers
      : {readonly [K in keyof S]: Like<S[K]>};

type NestedNumbers = number | readonly NestedNumbers[];

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
