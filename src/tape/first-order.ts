/**
 * The tape for first derivatives: tfjs's own, with its faults mended or refused. Importing it makes it the one that takes
 * gradients, as long as there is none for all orders.
 */
import {exp, getGradient, mul, neg, reshape, sub, sum, type Tensor} from '@tensorflow/tfjs-core';

import {guardAll} from '../gradients/guards.js';
import {inOurWords, refusal, secondOrder} from '../gradients/refusals.js';
import {keepCorrections} from '../gradients/registration.js';
import type {Tape, TapeNode} from '../tfjs/recording.js';
import {moveToScope} from '../tfjs/scopes.js';
import {singleOrderGradients} from '../tfjs/single-order.js';
import {installFirstOrder} from './installed.js';

guardAll();
installFirstOrder((f, xs, dy) => {
  keepCorrections();
  return singleOrderGradients({prepare, refusal: secondOrder}, f, xs, dy);
}, inOurWords);

function prepare(tape: Tape, scopes: number): void {
  for (const node of tape) {
    // An input that was not given, as the scale of a batchNorm.
    node.inputs = Object.fromEntries(Object.entries(node.inputs).filter(([, input]) => isPresent(input)));
    if (node.gradient === undefined || getGradient(node.kernelName) !== undefined) continue;
    // A customGrad. It may read its inputs by closure and not save them.
    for (const input of Object.values(node.inputs)) moveToScope(input, scopes);
    if (isAlias(node)) node.gradient = refuseAlias;
    else if (node.kernelName === 'softmaxCrossEntropy__op') mendCrossEntropy(node);
  }
}

function isPresent(input: Tensor | null | undefined): boolean {
  return input != null;
}

/**
 * Whether a customGrad handed out a tensor from before it. Its node would lead from the tensor to itself, and double its
 * gradient.
 */
function isAlias({inputs, outputs}: TapeNode): boolean {
  return Object.values(inputs).some(({id}) => outputs.some((output) => output.id <= id));
}

function refuseAlias(): never {
  throw refusal('a tf.customGrad whose value is its argument');
}

/** tfjs's gradient by the logits takes it that each row of labels sums to 1; that by the labels is minus the other. */
function mendCrossEntropy(node: TapeNode): void {
  const [labels, logResult] = node.saved as [Tensor, Tensor];
  node.gradient = ([dy]) => {
    const perRow = reshape(dy as Tensor, [...(dy as Tensor).shape, 1]);
    return {
      0: () => mul(perRow, neg(logResult)),
      1: () => mul(perRow, sub(mul(exp(logResult), sum(labels, -1, true)), labels)),
    };
  };
}
