/**
 * The tape in an order in which it can be walked back.
 *
 * A kernel that saves its output for the backward pass (Exp, Tanh, Softmax, Max…) does so by a recorded clone, and
 * tfjs pushes the clone's node before the kernel's own. Walked backward, the kernel comes before its clone, and
 * whatever flows through the clone, which is the second derivative, is lost. So every node is moved to before those
 * that stand on its outputs already. First derivatives never flow through such clones, and need no order.
 */
import {zeros, type Tensor} from '@tensorflow/tfjs-core';

import {currentTape, takeAbandonedTape, type Tape, type TapeNode} from '../tfjs/recording.js';

/** How many nodes of each tape are known to be in order. */
const ordered = new WeakMap<Tape, number>();

/** Puts what has come since the last call into order. */
export function orderTape(): void {
  const tape = currentTape();
  for (let index = Math.min(ordered.get(tape) ?? 0, tape.length); index < tape.length; index++) {
    const node = tape[index] as TapeNode;
    const place = placeOf(node, index, tape);
    if (place === index) continue;
    tape.splice(index, 1);
    tape.splice(place, 0, node);
  }
  ordered.set(tape, tape.length);
}

/** Before the first node that reads what `node` makes. The walk ends at nodes that have made older tensors. */
function placeOf({outputs}: TapeNode, index: number, tape: Tape): number {
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

/** Takes from the tape the node that made `tensor`, if its id is `firstNodeId` or later. */
export function removeProducer(tensor: Tensor, firstNodeId: number): void {
  const tape = currentTape();
  const place = lastIndexOf(tape, ({id, outputs}) => id >= firstNodeId && outputs.includes(tensor));
  const node = tape[place];
  if (node === undefined) return;
  if (node.outputs.length > 1) {
    // Its other outputs are still wanted: only the tie to this one is cut.
    node.outputs = node.outputs.map((output) => (output === tensor ? zeros(tensor.shape) : output));
    return;
  }
  disposeSaved(node);
  tape.splice(place, 1);
  ordered.set(tape, Math.min(ordered.get(tape) ?? 0, place));
}

function lastIndexOf(tape: Tape, matches: (node: TapeNode) => boolean): number {
  for (let index = tape.length - 1; index >= 0; index--) if (matches(tape[index] as TapeNode)) return index;
  return -1;
}

/** After a failure: empties the tape of what it saved, which tfjs leaves behind, unless an outer gradient needs it. */
export function discardTape(): void {
  takeAbandonedTape().forEach(disposeSaved);
}

function disposeSaved({saved}: TapeNode): void {
  saved?.forEach((tensor) => tensor.dispose());
}
