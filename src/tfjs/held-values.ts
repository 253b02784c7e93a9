/**
 * What variables held at some time: their memory, which lives on after they are assigned.
 */
import type {DataId, Variable} from '@tensorflow/tfjs-core';

import {isDisposed} from './engine.js';
import {backendOf, releaseMemory, retainMemory, tensorOver} from './memory.js';

/** A variable as it was when it was held; before that, and from {@link release} on, as it is. */
export class HeldValue {
  #held: DataId | undefined;

  constructor(readonly variable: Variable) {}

  hold(): this {
    if (this.#held !== undefined) return this;
    const {dataId} = this.variable;
    const backend = backendOf(dataId);
    if (backend === undefined) return this;
    retainMemory(backend, dataId);
    this.#held = dataId;
    return this;
  }

  get dataId(): DataId {
    return this.#held ?? this.variable.dataId;
  }

  /** Assigns what was held. */
  putBack(): void {
    const {variable} = this;
    const dataId = this.#held;
    if (dataId === undefined || dataId === variable.dataId || isDisposed(variable)) return;
    const backend = backendOf(dataId);
    if (backend === undefined) return;
    retainMemory(backend, dataId);
    const before = tensorOver({dataId, shape: variable.shape, dtype: variable.dtype}, backend);
    variable.assign(before);
    before.dispose();
  }

  release(): void {
    const held = this.#held;
    this.#held = undefined;
    const backend = held && backendOf(held);
    if (held !== undefined && backend !== undefined) releaseMemory(held, backend);
  }
}
