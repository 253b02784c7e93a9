import {engine} from '@tensorflow/tfjs-core';

/** Runs in a scope of its own, with nothing to hand out of it, whatever else it returns. */
export function inScope<T>(run: () => T): T {
  engine().startScope();
  try {
    return run();
  } finally {
    engine().endScope();
  }
}
