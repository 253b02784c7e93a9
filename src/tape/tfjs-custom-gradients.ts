/**
 * Rules in the place of those with which tfjs has a customGrad of its own, and which are right for some arguments only.
 * They save the inputs alone, so that their own derivatives are those of the operations that they are made of.
 */
import {cast, logSoftmax, mul, neg, reshape, softmax, sub, sum, type Tensor} from '@tensorflow/tfjs-core';

import type {KernelCall} from '../tfjs/kernel-runner.js';
import {unrecorded} from '../tfjs/recording.js';
import {scopeName} from '../tfjs/scopes.js';

type Gradients = (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;

/** By the scope of the operation that runs the customGrad. No other customGrad runs in the same scope. */
const rules: Readonly<Record<string, Gradients>> = {
  // tfjs's gradient by the logits takes it that each row of labels sums to 1; that by the labels is minus the other.
  softmaxCrossEntropy__op: (dy, saved) => {
    const labels = saved[0] as Tensor;
    const logits = cast(saved[1] as Tensor, 'float32');
    const perRow = reshape(dy, [...dy.shape, 1]);
    return {
      0: () => mul(perRow, neg(logSoftmax(logits))),
      1: () => mul(perRow, sub(mul(softmax(logits), sum(labels, -1, true)), labels)),
    };
  },
};

/** The same call with the right rule; any other call as it is. */
export function withRightRule(call: KernelCall): KernelCall {
  const {kernelName, forwardFunc, inputs} = call;
  if (kernelName !== undefined || forwardFunc === undefined) return call;
  const backwardsFunc = rules[scopeName() ?? ''];
  if (backwardsFunc === undefined) return call;
  return {
    ...call,
    backwardsFunc,
    forwardFunc: (backend, save) => {
      save(Object.values(inputs));
      return unrecorded(() => forwardFunc(backend, () => undefined));
    },
  };
}
