/**
 * Stands between the engine and whoever reads a tensor, or assigns a variable.
 */
import {Variable, type DataId, type Tensor} from '@tensorflow/tfjs-core';

import {internals, type Running} from './internals.js';
import {replacing} from './replacing.js';

export interface Refusals {
  /** The error that reading memory fails with; undefined where it may be read. */
  readonly read: (dataId: DataId) => Error | undefined;
  /** The error that assigning a variable fails with. */
  readonly assign: (name: string) => Error;
  /** Told of every tensor that is kept. */
  readonly noteKept: (tensor: Tensor) => void;
}

/** Runs `f` with what is refused. Tensors may move from backend to backend, which reads them. */
export function refusing<T>({read: refuseRead, assign: refuseAssign, noteKept}: Refusals, f: () => T): T {
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
  const assign = function (this: Variable): never {
    throw refuseAssign(this.name);
  };
  return replacing(running, readers, () => replacing(Variable.prototype, {assign}, f));
}
