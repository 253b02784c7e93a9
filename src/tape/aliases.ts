/**
 * Operations that return one of their inputs itself, and not a tensor of their own: `tf.einsum('i->i', x)`, or a
 * customGrad whose value is its argument. Their node would lead from the tensor to itself, and double its gradient.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {unrecordedClone, type KernelCall} from '../engine.js';

/** The same call, with a value that is none of its inputs. */
export function withOwnValue(call: KernelCall): KernelCall {
  const {kernelName, forwardFunc, inputs, attrs} = call;
  if (kernelName === 'Einsum' && isIdentity(attrs?.['equation'])) {
    return {kernelName: 'Identity', inputs: {x: Object.values(inputs)[0] as Tensor}};
  }
  if (forwardFunc === undefined) return call;
  return {
    ...call,
    forwardFunc: (backend, save) => {
      const value = forwardFunc(backend, save);
      return Object.values(inputs).includes(value) ? unrecordedClone(value) : value;
    },
  };
}

function isIdentity(equation: unknown): boolean {
  const [from, to] = String(equation).replaceAll(/\s/g, '').split('->');
  return from === to;
}
