/**
 * The types of calls: how the results are shaped.
 */
import type {Tensor, Variable} from '@tensorflow/tfjs-core';

import type {Model} from '../call/models.js';
import type {Converted, IsAny, IsArray, IsEmpty, NumericArray} from './arguments.js';
import type {HasAux, IsPacked, ListOf, MissingOf, OptionOf} from './options.js';
import type {Keyed, MemberAt} from './positions.js';

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
            ? GradientOfStructure<A, Missing>
            : Converted<A> | Missing;

/** Of what cannot be differentiated, and is only passed on, there is none. */
type GradientOfStructure<A, Missing> = A extends readonly unknown[]
  ? IsArray<A> extends true
    ? Gradient<A[number], Missing>[]
    : {-readonly [K in keyof A]: Gradient<A[K], Missing>}
  : A extends object
    ? {-readonly [K in keyof A]: Gradient<A[K], Missing>}
    : never;

/** The value of `f`, as the caller's own tensors. */
type Owned<Y> = Y extends Tensor
  ? Plain<Y>
  : Y extends readonly unknown[]
    ? IsArray<Y> extends true
      ? Owned<Y[number]>[]
      : {-readonly [K in keyof Y]: Owned<Y[K]>}
    : Y extends Readonly<Record<string, unknown>>
      ? {-readonly [K in keyof Y]: Owned<Y[K]>}
      : Y;

/** The value part of a result. */
export type ValueOf<R, O> = ValueWith<R, HasAux<O>>;
type ValueWith<R, Aux> = Aux extends true
  ? R extends readonly [infer Y, infer A]
    ? [Owned<Y>, Owned<A>]
    : never
  : Owned<R>;

/** The gradients with respect to `args`, as `argnums` selects them: of each member of a union by itself. */
type ArgumentGradients<A, O, Missing> =
  IsAny<A> extends true
    ? A
    : A extends unknown
      ? Selected<A, IsPacked<A, O>, OptionOf<O, 'argnums'>, Missing>
      : never;

/** For each of what `argnums` may be. */
type Selected<A, Packed, N, Missing> = Packed extends unknown
  ? N extends number
    ? GradientAt<ListOf<A, Packed>, N, Missing>
    : N extends readonly unknown[]
      ? {-readonly [I in keyof N]: GradientAt<ListOf<A, Packed>, N[I], Missing>}
      : Packed extends true
        ? {-readonly [K in keyof A]: Gradient<A[K], Missing>}
        : Gradient<A, Missing>
  : never;

type GradientAt<List, N, Missing> = Gradient<MemberAt<List, Keyed<List, N>>, Missing>;

type NamedGradients<K, Missing> = {-readonly [N in keyof K]: Gradient<K[N], Missing>};

/** The gradients with respect to `args`. */
export type GradientsOf<A, O> = ArgumentGradients<A, O, MissingOf<O>>;

/** Something for `args` and something for `kwargs`, each where the caller gave any. */
type SelectedOf<A, O, Missing> = WithKwargs<A, O, Missing, OptionOf<O, 'kwargs'>>;
type WithKwargs<A, O, Missing, K> = K extends object
  ? A extends undefined | readonly []
    ? NamedGradients<K, Missing>
    : [ofArgs: ArgumentGradients<A, O, Missing>, ofKwargs: NamedGradients<K, Missing>]
  : ArgumentGradients<A, O, Missing>;

/** A structure with other leaves. */
type Replaced<S, Leaf> = S extends Tensor
  ? Leaf
  : S extends null
    ? null
    : S extends readonly unknown[]
      ? IsArray<S> extends true
        ? Replaced<S[number], Leaf>[]
        : {[K in keyof S]: Replaced<S[K], Leaf>}
      : {[K in keyof S]: Replaced<S[K], Leaf>};

/** The value alone, without aux. */
export type Main<R, O> = MainWith<R, HasAux<O>>;
type MainWith<R, Aux> = Aux extends true ? (R extends readonly [infer Y, unknown] ? Y : never) : R;

/** A result with aux beside it, where there is one. */
export type WithAux<Result, R, O> = ResultWith<Result, R, HasAux<O>>;
type ResultWith<Result, R, Aux> = Aux extends true
  ? R extends readonly [unknown, infer A]
    ? [result: Result, aux: Owned<A>]
    : never
  : Result;

/** Within the structure of `y`, the structure of the arguments. */
export type JacobianResult<R, A, O> = Replaced<
  Owned<Main<R, O>>,
  Replaced<SelectedOf<A, O, MissingOf<O>>, Tensor | MissingOf<O>>
>;

/** Within the structure of the arguments, the structure of the arguments. */
export type HessianResult<A, O> = Replaced<
  SelectedOf<A, O, never>,
  Replaced<SelectedOf<A, O, never>, Tensor | MissingOf<O>>
>;

/** Shaped like the arguments. */
export type VectorResult<A, O> = SelectedOf<A, O, MissingOf<O>>;

/** Vectors shaped like the arguments; `A` is not to be read off them, hence the index. */
export type Vectors<A, O> = [Like<SelectedOf<A, O, never>>][A extends unknown ? 0 : never];

/** A structure with what a tensor can be made of in the place of tensors. */
export type Like<S> =
  IsAny<S> extends true
    ? S
    : S extends Tensor
      ? Tensor | NumericArray | NestedNumbers
      : S extends readonly unknown[]
        ? IsArray<S> extends true
          ? readonly Like<S[number]>[]
          : {readonly [K in keyof S]: Like<S[K]>}
        : {readonly [K in keyof S]: Like<S[K]>};

type NestedNumbers = number | readonly NestedNumbers[];

/** `[value, dydx]`, `[value, dydx, dydxKwargs]`, or `[value, dydxKwargs]`. */
export type Result<R, A, O> = ResultFor<R, A, O, OptionOf<O, 'kwargs'>>;
type ResultFor<R, A, O, K> = K extends object
  ? A extends undefined | readonly []
    ? [y: ValueOf<R, O>, dydxKwargs: NamedGradients<K, MissingOf<O>>]
    : [
        y: ValueOf<R, O>,
        dydx: ArgumentGradients<A, O, MissingOf<O>>,
        dydxKwargs: NamedGradients<K, MissingOf<O>>,
      ]
  : [y: ValueOf<R, O>, dydx: ArgumentGradients<A, O, MissingOf<O>>];
