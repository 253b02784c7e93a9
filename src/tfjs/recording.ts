/**
 * Whether the engine records, and on which tape. Nothing else writes to these.
 *
 * The engine records a kernel while its `gradientDepth`, how many gradients are being taken, is above 0, and its
 * `kernelDepth`, how many kernels or bodies of customGrads are running, is 0.
 */
import {internals, writableState, type TapeNode} from './internals.js';

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
