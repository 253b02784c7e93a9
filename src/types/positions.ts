/**
 * The types of calls: positions in a list of arguments, from the front or from the end.
 */

/** A position as a key of the list; `string` when the compiler does not know which, never when there is none. */
export type Keyed<List, N> = N extends number
  ? number extends N
    ? string
    : `${N}` extends `-${infer Back}`
      ? FromTheEnd<List, Back>
      : `${N}`
  : never;

type FromTheEnd<List, Back, Seen extends unknown[] = [unknown]> = List extends readonly [
  ...infer Before,
  unknown,
]
  ? `${Seen['length']}` extends Back
    ? `${Before['length']}`
    : FromTheEnd<Before, Back, [...Seen, unknown]>
  : List extends readonly []
    ? never
    : string;

/** The member of a list at a key of {@link Keyed}: any of them when it is not known. */
export type MemberAt<List, Key> = List extends readonly unknown[]
  ? string extends Key
    ? List[number]
    : Key extends keyof List
      ? List[Key]
      : List[number]
  : never;

/** The numbers that name a position of the list. */
export type PositionsOf<List> = List extends readonly unknown[]
  ? number extends List['length']
    ? number
    : Forward<keyof List> | Backward<List>
  : number;

type Forward<K> = K extends `${infer Position extends number}` ? Position : never;

type Backward<List extends readonly unknown[], Seen extends unknown[] = [unknown]> = List extends readonly [
  unknown,
  ...infer Rest,
]
  ? NumberOf<`-${Seen['length']}`> | Backward<Rest, [...Seen, unknown]>
  : never;

type NumberOf<Text extends string> = Text extends `${infer N extends number}` ? N : never;
