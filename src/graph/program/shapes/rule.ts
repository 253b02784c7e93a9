/**
 * What a rule of shapes is given, and gives.
 */
import type {Contents} from './contents.js';

/** The shape and dtype of what a node makes. */
export interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** The results of a kernel, computed from what its node holds. Throws a ContentsError if the node does not determine them. */
export type Rule = (contents: Contents) => readonly Result[];

/** Marks a kernel whose results depend on more than a node can hold. */
export interface Undetermined {
  /** What they depend on, in words. */
  readonly dependsOn: string;
}

export type Entry = Rule | Undetermined;

/** A part of the table, by kernel. */
export type Rules = Readonly<Record<string, Entry>>;

/** A single result. */
export const one = (shape: readonly number[], dtype: string): readonly Result[] => [{shape, dtype}];
