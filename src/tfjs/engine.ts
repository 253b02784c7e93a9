/**
 * The one place that touches what tfjs does not document: the engine's tape, scopes and kernel runner.
 * Read off `engine.js` and `tape.js` of tfjs-core 4.22.
 */
import {engine, type NamedAttrMap, type Tensor} from '@tensorflow/tfjs-core';

export type Engine = ReturnType<typeof engine>;
type EngineState = Engine['state'];

/** One recorded operation: `gradient` maps the gradients of `outputs` to thunks of the gradients of `inputs`. */
export type TapeNode = EngineState['activeTape'][number];

/** What the engine hands to its kernel runner: a registered kernel, or the body of a `tf.customGrad`. */
export interface KernelCall {
  readonly kernelName?: string;
  readonly inputs: Record<string, Tensor>;
  readonly attrs?: NamedAttrMap | undefined;
  readonly backwardsFunc?: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;
  readonly forwardFunc?: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
}

interface EngineInternals {
  readonly backendName: string;
  readonly state: Omit<EngineState, 'activeTape'> & {activeTape: TapeNode[] | null | undefined};
  isTapeOn(): boolean;
  track(tensor: Tensor): Tensor;
  runKernelFunc(call: KernelCall): unknown;
}

/** The engine with its undocumented members. Never kept: `tf.engine().reset()` replaces the state. */
export function internals(): EngineInternals {
  return engine() as unknown as EngineInternals;
}

/** True of backends whose tensors are arrays: they may be read in any shape of as many elements, without waiting. */
export function keepsArrays(): boolean {
  return ['cpu', 'wasm'].includes(internals().backendName);
}

export interface Gradients {
  readonly value: Tensor;
  /** One for each of the `xs`; undefined where the value does not depend on it. */
  readonly grads: ReadonlyArray<Tensor | undefined>;
}

/** What `tf.grads` and `tf.variableGrads` stand on: the value of `f` and its gradients, unconnected ones undefined. */
export function engineGradients(f: () => Tensor, xs: Tensor[], dy: Tensor | undefined): Gradients {
  return engine().gradients(f, xs, dy, true);
}

/** Runs `f` in a scope of its own: every tensor made in it is disposed, but those that `f` adds to `survivors`. */
export function inScope<T>(name: string, survivors: readonly Tensor[], f: () => T): T {
  const running = engine();
  running.startScope(name);
  let done = false;
  try {
    const result = f();
    survivors.forEach(hold);
    done = true;
    return result;
  } finally {
    // Held and released, as the engine would search whatever it is told to spare for tensors.
    running.endScope();
    if (done) survivors.forEach(release);
  }
}

/** True of a tensor that the innermost open scope would dispose. */
export function isOwnedByScope(tensor: Tensor): boolean {
  return !tensor.kept && tensor.scopeId === engine().state.activeScope?.id;
}

/** Lets a tensor outlive the scopes that end until {@link release}. */
export function hold(tensor: Tensor): void {
  tensor.kept = true;
}

/** Gives a held tensor to the innermost open scope. */
export function release(tensor: Tensor): void {
  tensor.kept = false;
  internals().track(tensor);
}

/** A tensor of its own over the same data. Recorded, so that outer gradients flow through it. */
export function clone(tensor: Tensor): Tensor {
  return engine().runKernel('Identity', {x: tensor});
}

/** The same, left off the tape. */
export function unrecordedClone(tensor: Tensor): Tensor {
  const {state} = engine();
  state.kernelDepth++;
  try {
    return clone(tensor);
  } finally {
    state.kernelDepth--;
  }
}
