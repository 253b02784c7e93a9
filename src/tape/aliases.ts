/**
 * Operations that return one of their inputs itself, and not a tensor of their own: `tf.einsum('i->i', x)`, or a
 * customGrad whose value is its argument. Their node would lead from the tensor to itself, and double its gradient.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {clone, isOwnedByScope, unrecordedClone} from '../tfjs/engine.js';
import type {KernelCall} from '../tfjs/kernel-runner.js';
import {mapRecord} from '../tree.js';
import {disposingOfSaved} from './saved.js';

/** The same call, with a value that is none of its inputs, nor any other tensor from before it. */
export function withOwnValue(call: KernelCall): KernelCall {
  const {kernelName, forwardFunc, backwardsFunc, inputs, attrs} = call;
  if (kernelName === 'Einsum' && isIdentity(attrs?.['equation'])) {
    return {kernelName: 'Identity', inputs: {x: Object.values(inputs)[0] as Tensor}};
  }
  if (forwardFunc === undefined || backwardsFunc === undefined) return call;
  const body = disposingOfSaved(forwardFunc);
  return {
    ...call,
    // tfjs disposes of gradients as it adds them up, also of those that a rule has handed out twice, or not made.
    backwardsFunc: (dy, saved) => mapRecord(backwardsFunc(dy, saved), (gradient) => () => clone(gradient())),
    forwardFunc: (backend, save) => {
      const value = body(backend, save);
      return isOwnedByScope(value) ? value : unrecordedClone(value);
    },
  };
}

function isIdentity(equation: unknown): boolean {
  const [from, to] = String(equation).replaceAll(/\s/g, '').split('->');
  return from === to;
}
