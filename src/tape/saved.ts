/**
 * What the body of a customGrad has saved when it throws. The engine keeps clones of it, and forgets them with the call.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import type {KernelCall} from '../tfjs/kernel-runner.js';
import {currentTape} from '../tfjs/recording.js';

type Body = NonNullable<KernelCall['forwardFunc']>;

/** The same body, which disposes of those clones. */
export function disposingOfSaved(body: Body): Body {
  return (backend, save) => {
    const clones: Tensor[] = [];
    const saveAndNote = (tensors: Tensor[]): void => {
      const tape = currentTape();
      const before = tape.length;
      save(tensors);
      // Within a body nothing but the clone of what is saved is recorded.
      for (const {outputs} of tape.slice(before)) clones.push(...outputs);
    };
    try {
      return body(backend, saveAndNote);
    } catch (error) {
      clones.forEach((clone) => clone.dispose());
      throw error;
    }
  };
}
