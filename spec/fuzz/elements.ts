/** Results laid open, and compared. */
import * as tf from '@tensorflow/tfjs-core';

import {mapAnything} from '../../src/tree.js';

export interface Elements {
  readonly type: string;
  readonly values: readonly number[];
}

export interface Shown {
  /** The result with numbers in the place of its tensors. */
  readonly structure: string;
  readonly tensors: readonly Elements[];
}

export function shown(result: unknown): Shown {
  const tensors: Elements[] = [];
  const structure = mapAnything(result, (leaf) => {
    if (!(leaf instanceof tf.Tensor)) return leaf ?? String(leaf);
    tensors.push({type: `${leaf.dtype}[${String(leaf.shape)}]`, values: Array.from(leaf.dataSync())});
    return `tensor ${tensors.length - 1}`;
  });
  return {structure: JSON.stringify(structure), tensors};
}

export interface Difference {
  readonly text: string;
  /** True where the difference is one of structure, shape or dtype. */
  readonly isOfForm: boolean;
}

/** Where two results differ by more than is allowed to each element; undefined where they agree. */
export function difference(
  found: Shown,
  expected: Shown,
  allowed: (tensor: number, element: number) => number,
): Difference | undefined {
  if (found.structure !== expected.structure)
    return {text: `the structure is ${found.structure}, not ${expected.structure}`, isOfForm: true};
  for (const [index, {type, values}] of expected.tensors.entries()) {
    const other = found.tensors[index] as Elements;
    if (other.type !== type) return {text: `tensor ${index} is ${other.type}, not ${type}`, isOfForm: true};
    if (other.values.length !== values.length)
      return {text: `tensor ${index}, ${type}, holds ${other.values.length} elements`, isOfForm: true};
    const at = values.findIndex(
      (value, place) => !isClose(other.values[place] as number, value, allowed(index, place)),
    );
    if (at >= 0) {
      const text = `tensor ${index}, ${type}: element ${at} is ${other.values[at]}, not ${values[at]}`;
      return {text, isOfForm: false};
    }
  }
  return undefined;
}

function isClose(found: number, expected: number, tolerance: number): boolean {
  return Object.is(found, expected) || found === expected || Math.abs(found - expected) <= tolerance;
}

/** The largest finite magnitude of each tensor. */
export function scalesOf({tensors}: Shown): number[] {
  return tensors.map(({values}) =>
    values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0),
  );
}
