/**
 * The types of calls: what options say. One that was built before the call may be any of several things; everything that
 * follows from it is then a union.
 */
import type {Keyed} from './positions.js';

/** What an option may be; `undefined` among it when it may be left out. */
export type OptionOf<O, Name extends string> = O extends unknown
  ? Name extends keyof O
    ? O[Name]
    : undefined
  : never;

/** True with `hasAux`; `boolean` when it may be either. */
export type HasAux<O> = IsTrue<OptionOf<O, 'hasAux'>>;
type IsTrue<V> = V extends true ? true : false;

/** True when `args` is a list of arguments, by the packed rule; `boolean` when it may be one argument as well. */
export type IsPacked<A, O> = A extends readonly unknown[]
  ? IsNotFalse<OptionOf<O, 'autoUnpackSingleArg'>>
  : false;
type IsNotFalse<V> = V extends false ? false : true;

/** The same for the parameters of `f`: what may be left out counts as left out, else no `f` would fit. */
export type IsSpread<A, O> = A extends readonly unknown[]
  ? undefined extends OptionOf<O, 'autoUnpackSingleArg'>
    ? true
    : IsPacked<A, O>
  : false;

/** `args` as the list in which `argnums` counts. */
export type ListOf<A, Packed> = Packed extends true ? A : [A];

/** True when position `K` of the list is differentiated; `boolean` when it may be. `N` is what `argnums` may be. */
export type IsSelected<K, N, List> = N extends number
  ? IsAt<K, Keyed<List, N>, List>
  : N extends readonly unknown[]
    ? IsAmong<K, N, List>
    : true;

/** `K` is `number` for the members of an array, and for the rest of a list that begins with known ones. */
type IsAt<K, Key, List> = string extends Key
  ? boolean
  : number extends K
    ? Key extends keyof List
      ? false
      : boolean
    : K extends Key
      ? true
      : false;

type IsAmong<K, N extends readonly unknown[], List> = N extends readonly [infer First, ...infer Rest]
  ? Either<IsSelected<K, First, List>, IsAmong<K, Rest, List>>
  : N extends readonly []
    ? false
    : boolean;
type Either<A, B> = [A] extends [true] ? true : [A] extends [false] ? B : [B] extends [true] ? true : boolean;

/** Null when what is unconnected may have no gradient, and the caller has said so. */
export type MissingOf<O> = 'none' extends OptionOf<O, 'unconnectedGradients'> ? null : never;
