/** Graph functions held against their plain `f`, and against the tape. */
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, valueAndGradient} from '../../src/index.js';
import {mapAnything} from '../../src/tree.js';
import {expectNumbers, scoped} from '../support.js';

/** Any function of tensors and others. */
export type F = (...parameters: never[]) => unknown;
type Called = (...parameters: unknown[]) => unknown;
type Differentiate = (f: unknown, args: unknown, options?: unknown) => unknown;

/** `valueAndGradient`, of whatever stands in a table. */
export const differentiate = valueAndGradient as Differentiate;

/** A structure with the dtype, the shape and the elements of each tensor in its place. */
export function shown(structure: unknown): unknown {
  return mapAnything(structure, (leaf) =>
    leaf instanceof tf.Tensor
      ? {type: `${leaf.dtype}[${String(leaf.shape)}]`, elements: Array.from(leaf.dataSync())}
      : leaf,
  );
}

/** Runs in a scope of its own, with nothing to hand out of it. */
export const inScope = (run: () => void): void => scoped(run)();

/** How often each answer is compared: by two traces, by a program that is found, by a request that is known. */
const CALLS = 5;

/** Expects a graph function of `f` to give what `f` gives of `parameters`, which differ from call to call. */
export function expectAsPlain(f: F, parameters: (count: number) => readonly unknown[]): void {
  expectSame(f, parameters, (h, given) => h(...given));
}

/** Expects a graph function of `f` to have the values and gradients that the tape gives. */
export function expectAsTape(f: F, args: (count: number) => readonly unknown[], options: object = {}): void {
  expectSame(f, args, (h, given) => differentiate(h, given, options));
}

function expectSame(
  f: F,
  parameters: (count: number) => readonly unknown[],
  answer: (h: Called, given: readonly unknown[]) => unknown,
): void {
  let runs = 0;
  const g = graph((...given: unknown[]) => (runs++, (f as Called)(...given)));
  try {
    for (let count = 1; count <= CALLS; count++) {
      inScope(() => {
        const given = parameters(count);
        const expected = shown(answer(f as Called, given));
        expectNumbers(shown(answer(g, given)), expected);
      });
    }
    expect(runs, 'runs of f').to.equal(2);
  } finally {
    g.dispose();
  }
}
