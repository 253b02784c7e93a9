/**
 * Whether the engine records, and on which tape. Nothing else writes to these.
 *
 * The engine records a kernel while its `gradientDepth`, how many gradients are being taken, is above 0, and its
 * `kernelDepth`, how many kernels or bodies of customGrads are running, is 0.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {internals, writableState, type Gradients, type TapeNode} from './internals.js';

export type {TapeNode} from './internals.js';

/** The operations that were recorded, in the order in which the backward pass walks them back from the end. */
export type Tape = TapeNode[];

/** True while what runs is recorded. */
export function isRecording(): boolean {
  const {gradientDepth, kernelDepth} = internals().state;
  return gradientDepth > 0 && kernelDepth === 0;
}

/** True within a kernel, or the body of a customGrad. */
export function isWithinKernel(): boolean {
  return internals().state.kernelDepth > 0;
}

/** How many gradients are being taken, one around the other. */
export function gradientDepth(): number {
  return internals().state.gradientDepth;
}

/** The running tape; empty if none is. */
export function currentTape(): Tape {
  return internals().state.activeTape ?? [];
}

/** The id of the node that is recorded next. Ids only grow. */
export function nextNodeId(): number {
  return internals().state.nextTapeNodeId;
}

/** Runs `f` and records none of it. */
export function unrecorded<T>(f: () => T): T {
  return atKernelDepth(internals().state.kernelDepth + 1, f);
}

/** Runs `f` and records it if a gradient is being taken, also within the body of a customGrad. */
export function recorded<T>(f: () => T): T {
  return atKernelDepth(0, f);
}

function atKernelDepth<T>(depth: number, f: () => T): T {
  const state = writableState();
  const {kernelDepth} = state;
  state.kernelDepth = depth;
  try {
    return f();
  } finally {
    state.kernelDepth = kernelDepth;
  }
}

/** Runs `f` with another tape. With null it runs as if no gradient were being taken, and may begin a tape of its own. */
export function withTape<T>(tape: Tape | null, f: () => T): T {
  const state = writableState();
  const {activeTape, gradientDepth, kernelDepth} = state;
  state.activeTape = tape;
  if (tape === null) {
    state.gradientDepth = 0;
    state.kernelDepth = 0;
  }
  try {
    return f();
  } finally {
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
    state.kernelDepth = kernelDepth;
  }
}

/** Ends a tape that a failure has left behind, and gives its nodes. An outer gradient keeps its own. */
export function takeAbandonedTape(): readonly TapeNode[] {
  const state = writableState();
  if (state.gradientDepth > 0) return [];
  const abandoned = state.activeTape ?? [];
  state.activeTape = null;
  return abandoned;
}

/** Whether the engine's `gradients` is about to be called by this package, which knows on which tape. */
let isOwnCall = false;

/** What `tf.grads` and `tf.variableGrads` call: the value of `f` and its gradients, unconnected ones undefined. */
export function engineGradients(f: () => Tensor, xs: Tensor[], dy: Tensor | undefined): Gradients {
  isOwnCall = true;
  try {
    return internals().gradients(f, xs, dy, true);
  } finally {
    isOwnCall = false;
  }
}

/**
 * Runs `f`, within which a `tf.grad` that is called where nothing is recorded has a tape of its own. tfjs would begin one in
 * the place of an outer gradient's, which is in the middle of its backward pass, and lose that.
 */
export function isolatingGradients<T>(f: () => T): T {
  const running = internals();
  const {gradients} = running;
  const before = Object.getOwnPropertyDescriptor(running, 'gradients');
  const ours: typeof gradients = (...given) => {
    const run = (): Gradients => gradients.apply(running, given);
    const isOwn = isOwnCall;
    isOwnCall = false;
    if (isOwn || isRecording() || running.state.activeTape == null) return run();
    return withTape(null, () => {
      try {
        return run();
      } catch (error) {
        for (const {saved} of takeAbandonedTape()) saved?.forEach((tensor) => tensor.dispose());
        throw error;
      }
    });
  };
  running.gradients = ours;
  isOwnCall = false;
  try {
    return f();
  } finally {
    if (running.gradients === ours) {
      if (before === undefined) Reflect.deleteProperty(running, 'gradients');
      else Object.defineProperty(running, 'gradients', before);
    }
  }
}
