/**
 * Stands between the engine and whoever reads a tensor, keeps one, or assigns a variable.
 */
import {Variable, type DataId, type Tensor} from '@tensorflow/tfjs-core';

import {internals, type Running} from './internals.js';
import {replacing} from './replacing.js';

export interface Interceptor {
  /** The error that reading memory fails with; undefined if it may be read. */
  readonly refuseRead: (dataId: DataId) => Error | undefined;
  /** Told of an assignment, which `proceed` carries out. */
  readonly assign: (variable: Variable, value: Tensor, proceed: () => void) => void;
  /** Told of every tensor that is kept. */
  readonly noteKept: (tensor: Tensor) => void;
}

/** Runs `f` with somebody in between. Tensors may move from backend to backend, which reads them. */
export function intercepting<T>({refuseRead, assign: noteAssignment, noteKept}: Interceptor, f: () => T): T {
  const running = internals();
  const {readSync, read, moveData, keep} = running;
  const readers: Partial<Running> = {
    keep: (tensor) => {
      noteKept(tensor);
      return keep.call(running, tensor);
    },
    moveData: (backend, dataId) =>
      replacing(running, {readSync}, () => moveData.call(running, backend, dataId)),
    readSync: (dataId) => {
      const refusal = refuseRead(dataId);
      if (refusal !== undefined) throw refusal;
      return readSync.call(running, dataId);
    },
    // A rejected promise would not fail the call, and nobody may look at it: that ends a process of Node.
    read: (dataId) =>
      refuseRead(dataId) === undefined ? read.call(running, dataId) : new Promise(() => undefined),
  };
  const {assign} = Variable.prototype;
  const assigning = function (this: Variable, value: Tensor): void {
    noteAssignment(this, value, () => assign.call(this, value));
  };
  return replacing(running, readers, () => replacing(Variable.prototype, {assign: assigning}, f));
}
