/**
 * What a compiled program is held against.
 */
import type {Tensor, Variable} from '@tensorflow/tfjs-core';

import {DrawnSeed} from '../program/drawn-seed.js';
import {isStateful, type Node, type Program} from '../program/program.js';
import {sizeOf} from '../passes/rewrite.js';
import type {Tolerance} from './comparison.js';
import {termsOf, toleranceOf} from './tolerance.js';

/** What a program was called with, and what the tape has given for it. */
export interface Evidence {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** The variables that it assigns. */
  readonly assigned: readonly Variable[];
}

/** Programs of more steps than these are not run again to measure how rounding spreads, unless they differ grossly. */
const LARGE = 1 << 14;

/** What the results of a program may differ by. */
export function toleranceFor(program: Program): Tolerance {
  return {relative: toleranceOf(program), isOfScale: stepsOf(program) > LARGE};
}

/** How many elements are computed, each as often as it has terms. */
function stepsOf({nodes, values}: Program): number {
  return nodes.reduce((steps, node) => {
    const sizes = node.outputs.map((id) => (id === null ? 0 : sizeOf(values[id]?.shape ?? [])));
    return steps + termsOf(node) * sizes.reduce((sum, size) => sum + size, 0);
  }, 0);
}

/** The outputs that are others in each run, as they depend on draws of which the program does not hold the seed. */
export function drawnAnew({nodes, outputs}: Program): ReadonlySet<number> {
  const drawn = new Set<number>();
  for (const node of nodes) {
    if (!hasOwnDraws(node) && !node.inputs.some(([, {value}]) => drawn.has(value))) continue;
    for (const id of node.outputs) if (id !== null) drawn.add(id);
  }
  return new Set(outputs.flatMap(({value}, index) => (drawn.has(value) ? index : [])));
}

function hasOwnDraws(node: Node): boolean {
  const {seed} = (node.attributes ?? {}) as {readonly seed?: unknown};
  return isStateful(node) && typeof seed !== 'number' && !(seed instanceof DrawnSeed);
}
