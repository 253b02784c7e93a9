/**
 * Gradients of which none is taken of another, on tapes as tfjs makes them.
 *
 * tfjs shares one tape between a gradient and those within it, and records the inner ones' backward passes in an order that
 * loses second derivatives. Here each gradient has a tape of its own, with its backward pass left off. What it recorded
 * forward joins the tape around it, as a value is a value; its gradients join it as operations that refuse to be
 * differentiated. So a second derivative fails if it is asked for, and not before.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {checkTape} from './check-core.js';
import {internals, writableState, type Gradients, type Running, type TapeNode} from './internals.js';
import {currentTape, isRecording, takeAbandonedTape, withTape, type Tape} from './recording.js';
import {replacing} from './replacing.js';
import {scopeCount} from './scopes.js';

export interface SingleOrder {
  /**
   * Told of every tape before it is walked back, in the scope of the forward pass, and of how many scopes were open when the
   * outermost gradient began.
   */
  readonly prepare: (tape: Tape, scopes: number) => void;
  /** What a second derivative is refused with. */
  readonly refusal: () => Error;
}

let isSingleOrder = false;

/** As the engine's gradients, but that those of `tf.grad` within `f` are of the first order, too. */
export function singleOrderGradients(
  order: SingleOrder,
  f: () => Tensor,
  xs: Tensor[],
  dy: Tensor | undefined,
): Gradients {
  const running = internals();
  const take = (): Gradients => running.gradients(f, xs, dy, true);
  if (isSingleOrder) return take();
  const {gradients} = running;
  isSingleOrder = true;
  try {
    return replacing(running, {gradients: onTapeOfItsOwn(order, gradients, scopeCount())}, take);
  } finally {
    isSingleOrder = false;
  }
}

function onTapeOfItsOwn(
  {prepare, refusal}: SingleOrder,
  take: Running['gradients'],
  scopes: number,
): Running['gradients'] {
  return (f, xs, dy, allowNoGradients) => {
    const outer = isRecording() ? currentTape() : undefined;
    let forward: Tape = [];
    const prepared = (): Tensor => {
      const value = f();
      checkTape(value);
      const tape = currentTape();
      prepare(tape, scopes);
      if (outer !== undefined) forward = detached(tape);
      return value;
    };
    const result = withTape(null, () => {
      try {
        return take.call(internals(), prepared, xs, dy, allowNoGradients);
      } catch (error) {
        for (const {saved} of [...forward, ...takeAbandonedTape()])
          saved?.forEach((tensor) => tensor.dispose());
        throw error;
      }
    });
    outer?.push(...forward, refusing(result, [...inputsOf(forward), ...xs, dy], refusal));
    return result;
  };
}

/** Copies of the nodes, which keep what they saved when the engine ends the tape. */
function detached(tape: Tape): Tape {
  return tape.map((node) => {
    const copy = {...node};
    node.saved = [];
    return copy;
  });
}

function inputsOf(tape: Tape): Tensor[] {
  return tape.flatMap(({inputs}) => Object.values(inputs));
}

/** A node that makes the gradients of whatever they may depend on. */
function refusing(
  {grads}: Gradients,
  inputs: ReadonlyArray<Tensor | null | undefined>,
  refusal: () => Error,
): TapeNode {
  return {
    id: writableState().nextTapeNodeId++,
    kernelName: '',
    inputs: Object.fromEntries(inputs.flatMap((input, index) => (input == null ? [] : [[index, input]]))),
    outputs: grads.flatMap((gradient) => gradient ?? []),
    saved: [],
    gradient: () => {
      throw refusal();
    },
  };
}
