/**
 * The tape in an order in which it can be walked back.
 *
 * A kernel that saves its output for the backward pass (Exp, Tanh, Softmax, Max…) does so by a recorded clone, and
 * tfjs pushes the clone's node before the kernel's own. Walked backward, the kernel comes before its clone, and
 * whatever flows through the clone, which is the second derivative, is lost. So every node is moved to before those
 * that stand on its outputs already. First derivatives never flow through such clones, and need no order.
 */
import {zeros, type Tensor} from '@tensorflow/tfjs-core';

import {internals, type TapeNode} from '../tfjs/engine.js';

/** How many nodes of the running tape are known to be in order. */
let ordered = 0;

/** Puts what has come since the last call into order. */
export function orderTape(): void {
  const tape = internals().state.activeTape ?? [];
  for (let index = Math.min(ordered, tape.length); index < tape.length; index++) {
    const node = tape[index] as TapeNode;
    const place = placeOf(node, index, tape);
    if (place === index) continue;
    tape.splice(index, 1);
    tape.splice(place, 0, node);
  }
  ordered = tape.length;
}

/** To be called where a tape begins; gives what {@link resumeOrder} takes at its end. */
export function suspendOrder(): number {
  const before = ordered;
  ordered = 0;
  return before;
}

export function resumeOrder(before: number): void {
  ordered = before;
}

/** Before the first node that reads what `node` makes. The walk ends at nodes that have made older tensors. */
function placeOf({outputs}: TapeNode, index: number, tape: readonly TapeNode[]): number {
  const made = outputs[0]?.id ?? Infinity;
  let place = index;
  for (let before = index - 1; before >= 0; before--) {
    const earlier = tape[before] as TapeNode;
    if ((earlier.outputs[0]?.id ?? 0) < made) break;
    if (readsAny(earlier, outputs)) place = before;
  }
  return place;
}

function readsAny(node: TapeNode, tensors: readonly Tensor[]): boolean {
  for (const name in node.inputs) {
    for (const tensor of tensors) if (node.inputs[name] === tensor) return true;
  }
  return false;
}

/** Takes from the tape the node that made `tensor`, where its id is `firstNodeId` or later. */
export function removeProducer(tensor: Tensor, firstNodeId: number): void {
  const tape = internals().state.activeTape ?? [];
  const place = tape.findLastIndex((node) => node.id >= firstNodeId && node.outputs.includes(tensor));
  const node = tape[place];
  if (node === undefined) return;
  if (node.outputs.length > 1) {
    // Its other outputs are still wanted: only the tie to this one is cut.
    node.outputs = node.outputs.map((output) => (output === tensor ? zeros(tensor.shape) : output));
    return;
  }
  disposeSaved(node);
  tape.splice(place, 1);
  ordered = Math.min(ordered, place);
}

/** After a failure: empties the tape of what it saved, which tfjs leaves behind, unless an outer gradient needs it. */
export function discardTape(): void {
  const {state} = internals();
  if (state.gradientDepth > 0) return;
  state.activeTape?.forEach(disposeSaved);
  state.activeTape = null;
}

function disposeSaved(node: TapeNode): void {
  node.saved?.forEach((tensor) => tensor.dispose());
}
