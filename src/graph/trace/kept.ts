/**
 * What `f` keeps beyond its own call: a compiled program would leave there what the trace made.
 */
import {Variable, type DataId, type Tensor} from '@tensorflow/tfjs-core';

import {isHeld, release} from '../../tfjs/engine.js';
import {GraphTraceError} from '../errors.js';
import {atSource, captureSource} from './source.js';

export class Kept {
  readonly #all: Array<{readonly tensor: Tensor; readonly source: () => string | undefined}> = [];

  /** Told of what `tf.keep` keeps, and the tape, which disposes of it. */
  readonly note = (tensor: Tensor): void => {
    this.#all.push({tensor, source: captureSource()});
  };

  /** What is returned belongs to the caller, as it does at every call. */
  release(outputs: readonly Tensor[]): void {
    for (const {tensor} of this.#all) if (outputs.includes(tensor) && isHeld(tensor)) release(tensor);
  }

  /**
   * A refusal if something is kept that is another at every call, which then goes with the scope of the call.
   *
   * @param whatChanges What memory is of; undefined if it stays the same.
   */
  refusal(whatChanges: (dataId: DataId) => string | undefined): GraphTraceError | undefined {
    const stale = this.#all.filter(
      ({tensor}) =>
        !tensor.isDisposed && isHeld(tensor) && !(tensor instanceof Variable) && whatChanges(tensor.dataId),
    );
    const [first] = stale;
    if (first === undefined) return undefined;
    const what = whatChanges(first.tensor.dataId) ?? '';
    for (const {tensor} of stale) release(tensor);
    return new GraphTraceError(
      `f keeps (tf.keep) a tensor ${what}${atSource(first.source())}, which is another at every call`,
      'Return it as aux and keep it after the call, or pass {useGradientTape: true}',
    );
  }
}
