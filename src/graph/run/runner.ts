/**
 * What runs a compiled program.
 */
import type {DataId, Tensor, Variable} from '@tensorflow/tfjs-core';

import type {Input} from '../guard.js';

/** What a program is made for: its captured tensors, and the variables that it reads afresh at every call. */
export interface Captured {
  readonly constants: ReadonlyArray<{readonly dataId: DataId}>;
  readonly variables: readonly Variable[];
}

export interface Runner {
  /** The outputs, each with memory or a reference of its own, in the innermost scope. */
  run(inputs: readonly Input[]): Tensor[];
  /** How many kernels of the backend a run runs. */
  readonly kernels: number;
  /** How many nodes run without a kernel. */
  readonly fused: number;
  /** What a run does, as text. */
  print(): string;
  /** Frees all that it holds. */
  dispose(): void;
}
