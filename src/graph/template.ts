/**
 * Results with places for tensors: what a trace returned, to be filled anew at every call.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {isModel} from '../call/models.js';
import {isPlainObject, isTypedArray, mapAnything} from '../tree.js';

/** The place of an output. */
export class Slot {
  constructor(readonly index: number) {}
}

/** Fills the slots of a template. */
export type Fill = (outputs: readonly unknown[]) => unknown;

/** What stands in a template for a typed array: not the caller's, who may write into it. */
export function copyOfArray(leaf: unknown): unknown {
  return isTypedArray(leaf) ? leaf.slice() : leaf;
}

/** A function that fills a template, and does not search it again at every call. */
export function fillerOf(template: unknown): Fill {
  const seen = new Set<unknown>();
  let isTree = true;
  const visit = (part: unknown): Fill => {
    if (part instanceof Slot) return (outputs) => outputs[part.index];
    if (isTypedArray(part)) return () => copyOfArray(part);
    if ((!Array.isArray(part) && !isPlainObject(part)) || isModel(part)) return () => part;
    if (seen.has(part)) isTree = false;
    if (!isTree) return () => part;
    seen.add(part);
    if (Array.isArray(part)) {
      const fills = part.map(visit);
      return (outputs) => fills.map((fill) => fill(outputs));
    }
    const fills = Object.entries(part).map(([key, member]) => [key, visit(member)] as const);
    return (outputs) => Object.fromEntries(fills.map(([key, fill]) => [key, fill(outputs)]));
  };
  const fill = visit(template);
  // Something that stands in several places, or within itself, is filled once.
  return isTree
    ? fill
    : (outputs) =>
        mapAnything(template, (leaf) => (leaf instanceof Slot ? outputs[leaf.index] : copyOfArray(leaf)));
}

/**
 * A result with slots in the place of its tensors, which are these outputs, or others over the same memory. Undefined where
 * one is not, or where two are the same output.
 */
export function slotsFor(result: unknown, outputs: readonly Tensor[]): unknown {
  const free = new Set(outputs.keys());
  let isComplete = true;
  const template = mapAnything(result, (leaf) => {
    if (!(leaf instanceof Tensor)) return copyOfArray(leaf);
    const index =
      [...free].find((candidate) => outputs[candidate] === leaf) ??
      [...free].find((candidate) => outputs[candidate]?.dataId === leaf.dataId);
    if (index === undefined) isComplete = false;
    else free.delete(index);
    return new Slot(index ?? -1);
  });
  return isComplete ? template : undefined;
}

/** Which of so many outputs have no slot in a template. */
export function unusedSlots(template: unknown, count: number): number[] {
  const unused = new Set(Array(count).keys());
  mapAnything(template, (leaf) => leaf instanceof Slot && unused.delete(leaf.index));
  return [...unused];
}
