/** What fast-check draws and shrinks: a program is elaborated from it. */
import fc from 'fast-check';

import type {Api, Passing} from './program.js';
import {operations} from './operations/index.js';
import {sizeOf} from './numbers.js';

export interface RecipeStep {
  readonly operation: string;
  /** The operands, as how many results before. */
  readonly operands: readonly [number, number, number];
  /** What the choices of the operation are made by. */
  readonly seed: number;
  /** True where the same operation is applied to the same operands again, with other attributes. */
  readonly isTwice: boolean;
}

export interface Recipe {
  /** The shapes of two float32 arguments. */
  readonly shapes: readonly [readonly number[], readonly number[]];
  /** Further arguments, of integers and truths. */
  readonly discrete: ReadonlyArray<{readonly shape: readonly number[]; readonly dtype: 'int32' | 'bool'}>;
  readonly steps: readonly RecipeStep[];
  readonly outputs: 'tensor' | 'list' | 'object' | 'nested' | 'all';
  readonly api: Api;
  readonly passing: Passing;
  readonly hasAux: boolean;
  readonly hasOutputGradients: boolean;
  readonly hasZeros: boolean;
  readonly hasArgnums: boolean;
  readonly hasLikes: boolean;
  readonly specials: number;
  /** True where a step that throws stays in. */
  readonly throws: boolean;
}

const small = fc
  .array(fc.constantFrom(1, 3, 2, 4, 5, 7, 8, 9), {maxLength: 6})
  .filter((shape) => sizeOf(shape) <= 1000);

/** Of a block of a loop (1024 elements) and one less and more, most of them no multiples of four. */
const large = fc.constantFrom(
  [1023],
  [1024],
  [1025],
  [2049],
  [3, 341],
  [33, 31],
  [32, 32],
  [1, 1025],
  [2049, 1],
  [5, 5, 41],
);

const shape = fc.oneof({weight: 6, arbitrary: small}, {weight: 1, arbitrary: large});
const back = fc.oneof({weight: 3, arbitrary: fc.nat(2)}, {weight: 1, arbitrary: fc.nat(12)});

const oneIn = (count: number): fc.Arbitrary<boolean> =>
  fc.nat(count - 1).map((drawn) => drawn === 1 || count === 1);

const named = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(...names.map((name) => ({weight: operations[name]?.weight ?? 4, arbitrary: fc.constant(name)})));

/** Recipes with these operations. */
export function recipes(names: readonly string[]): fc.Arbitrary<Recipe> {
  const step = fc.record({
    operation: named(names),
    operands: fc.tuple(back, back, back),
    seed: fc.integer({min: 1, max: 1e6}),
    isTwice: oneIn(8),
  });
  return fc.record({
    shapes: fc.tuple(shape, shape),
    discrete: fc.array(fc.record({shape: small, dtype: fc.constantFrom('int32' as const, 'bool' as const)}), {
      maxLength: 2,
    }),
    steps: fc.array(step, {minLength: 1, maxLength: 12}),
    outputs: fc.constantFrom('tensor', 'list', 'all', 'object', 'nested'),
    api: fc.oneof(
      {weight: 10, arbitrary: fc.constant<Api>('gradient')},
      {weight: 3, arbitrary: fc.constant<Api>('value')},
      ...(
        ['jacobian', 'hessian', 'hessianVectorProduct', 'batchJacobian', 'valueAndBatchJacobian'] as const
      ).map((api) => ({weight: 1, arbitrary: fc.constant<Api>(api)})),
    ),
    passing: fc.constantFrom('list', 'list', 'object', 'nested', 'kwargs', 'variables'),
    hasAux: oneIn(4),
    hasOutputGradients: oneIn(4),
    hasZeros: oneIn(3),
    hasArgnums: oneIn(3),
    hasLikes: oneIn(3),
    specials: fc.constantFrom(0, 0, 0, 0, 0, 6),
    throws: oneIn(10),
  });
}
