/**
 * One table of all kernels of a program: the shapes and dtypes of their results, from operands and attributes.
 */
import type {Node, Value} from '../program.js';
import {Contents, ContentsError} from './contents.js';
import {creationRules} from './creation.js';
import {elementWiseRules} from './element-wise.js';
import {imageRules} from './images.js';
import {indexRules} from './indices.js';
import {machineRules} from './machine-kernels.js';
import {matrixRules} from './matrices.js';
import {movingRules} from './moving.js';
import {reductionRules} from './reductions.js';
import type {Entry, Result} from './rule.js';
import {undetermined} from './undetermined.js';

export const table: ReadonlyMap<string, Entry> = new Map(
  [
    creationRules,
    elementWiseRules,
    imageRules,
    indexRules,
    machineRules,
    matrixRules,
    movingRules,
    reductionRules,
    undetermined,
  ].flatMap((rules) => Object.entries(rules)),
);

/** False of kernels that somebody else has registered, of which nothing is known, not even that they are functions. */
export function isKnownKernel(kernel: string): boolean {
  return table.has(kernel);
}

/** The results that a node's contents determine; undefined for a kernel whose results they do not. */
export function resultsOf(
  node: Pick<Node, 'kernel' | 'inputs' | 'attributes'>,
): readonly Result[] | undefined {
  const entry = table.get(node.kernel);
  return typeof entry === 'function' ? entry(new Contents(node)) : undefined;
}

/** Most nodes go through several passes as they are. */
const computed = new WeakMap<Node, {readonly results: readonly Result[] | undefined}>();

function knownResultsOf(node: Node): readonly Result[] | undefined {
  const known = computed.get(node);
  if (known !== undefined) return known.results;
  const results = resultsOf(node);
  computed.set(node, {results});
  return results;
}

/** Why the results of a node are others than its contents determine, in words; undefined if they are not. */
export function contradictionIn(node: Node, values: readonly Value[]): string | undefined {
  try {
    const results = knownResultsOf(node);
    if (results === undefined) return undefined;
    if (results.length !== node.outputs.length)
      return `makes ${results.length} values, not ${node.outputs.length}`;
    for (const [index, result] of results.entries()) {
      const difference = differenceOf(result, values[node.outputs[index] ?? -1]);
      if (difference !== undefined) return difference;
    }
    return undefined;
  } catch (error) {
    if (error instanceof ContentsError) return error.message.slice(node.kernel.length + 1);
    throw error;
  }
}

/** Undefined also for an output that has the memory of an operand, and so no value. */
function differenceOf({shape, dtype}: Result, value: Value | undefined): string | undefined {
  if (value === undefined || (dtype === value.dtype && isSameShape(shape, value.shape))) return undefined;
  const show = (shown: Result): string => `${shown.dtype}[${shown.shape.join(',')}]`;
  return `makes ${show({shape, dtype})}, not ${show(value)}`;
}

/** Of whole numbers from 0: a filter larger than its image would make a negative number of windows. */
function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  return (
    a.length === b.length && a.every((length, axis) => length === b[axis] && length >= 0 && length % 1 === 0)
  );
}
