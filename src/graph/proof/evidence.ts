/**
 * What a compiled program is held against.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {isStateful, type Node, type Program} from '../program/program.js';
import {sizeOf} from '../passes/rewrite.js';
import type {Tolerance} from './comparison.js';
import {toleranceOf} from './tolerance.js';

/** What a program was called with, and what the tape has given for it. */
export interface Evidence {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** Programs that compute more elements are not run again to measure how rounding spreads, unless they differ grossly. */
const LARGE = 1 << 16;

/** What the results of a program may differ by. */
export function toleranceFor(program: Program): Tolerance {
  const computed = program.values.reduce(
    (sum, {origin, shape}) => sum + (origin.kind === 'node' ? sizeOf(shape) : 0),
    0,
  );
  return {relative: toleranceOf(program), isOfScale: computed > LARGE};
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
  return isStateful(node) && typeof seed !== 'number';
}
