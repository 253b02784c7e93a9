/**
 * The engine's scopes, which dispose of the tensors that are made in them.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {internals, type TensorInScope} from './internals.js';

/** Runs `f` in a scope of its own: every tensor made in it is disposed, but those that `f` adds to `survivors`. */
export function inScope<T>(name: string, survivors: readonly Tensor[], f: () => T): T {
  const running = internals();
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

/** The name of the innermost open scope, or of one around it. Operations of tfjs open one: `norm__op`. */
export function scopeName(outward = 0): string | undefined {
  const {scopeStack} = internals().state;
  return scopeStack[scopeStack.length - 1 - outward]?.name;
}

/** True of a tensor that the innermost open scope would dispose. */
export function isOwnedByScope(tensor: Tensor): boolean {
  const {kept, scopeId}: TensorInScope = tensor;
  return !kept && scopeId === internals().state.activeScope?.id;
}

/** Lets a tensor outlive the scopes that end until {@link release}. */
export function hold(tensor: Tensor): void {
  tensor.kept = true;
}

/** True of a tensor that no scope disposes of. */
export function isHeld(tensor: Tensor): boolean {
  const {kept}: TensorInScope = tensor;
  return kept;
}

/** Gives a held tensor to the innermost open scope. */
export function release(tensor: Tensor): void {
  tensor.kept = false;
  internals().track(tensor);
}

/** How many scopes are open. */
export function scopeCount(): number {
  return internals().state.scopeStack.length;
}

/** Gives a tensor that a scope within the `count`th would dispose of to the `count`th. */
export function moveToScope(tensor: Tensor, count: number): void {
  const moved: TensorInScope = tensor;
  const {scopeStack} = internals().state;
  const target = scopeStack[count - 1];
  const owner = scopeStack.slice(count).find(({id}) => id === moved.scopeId);
  if (moved.kept || target === undefined || owner === undefined) return;
  const place = owner.track.lastIndexOf(tensor);
  if (place === -1) return;
  owner.track.splice(place, 1);
  target.track.push(tensor);
  moved.scopeId = target.id;
}
