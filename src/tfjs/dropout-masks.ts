/**
 * The masks by which recurrent layers of `@tensorflow/tfjs-layers` drop out. A cell keeps them (`tf.keep`) until the layer is
 * called again, which disposes of them.
 */
import {Tensor} from '@tensorflow/tfjs-core';

/** Where a model or layer has others within it. */
const PARTS = ['layers', 'layer', 'cell', 'cells', 'forwardLayer', 'backwardLayer'];

const MASKS = ['dropoutMask', 'recurrentDropoutMask'];

/** Disposes of all masks in a model now, which its next call would do as well. */
export function disposeMasks(model: object, seen: Set<object> = new Set()): void {
  if (seen.has(model)) return;
  seen.add(model);
  for (const name of MASKS) {
    const masks = listIn(model, name).filter((mask) => mask instanceof Tensor);
    if (masks.length === 0) continue;
    masks.forEach((mask) => mask.dispose());
    Reflect.set(model, name, null);
  }
  for (const part of PARTS.flatMap((name) => listIn(model, name))) {
    if (typeof part === 'object' && part !== null) disposeMasks(part, seen);
  }
}

function listIn(object: object, name: string): unknown[] {
  return [Reflect.get(object, name) as unknown].flat();
}
