import * as tf from '@tensorflow/tfjs-core';
import {functions, operators, type Meaning, type Quantity} from './functions.js';
import type {Tree} from './tree.js';

export type Surface = (x: tf.Tensor, y: tf.Tensor) => tf.Tensor;

/** The function of tensors that a tree stands for; element by element, so that a whole grid is one call. */
export function surfaceOf(tree: Tree): Surface {
  return (x, y) => {
    const value = evaluate(tree, {x, y});
    return typeof value === 'number' ? tf.fill(x.shape, value) : value;
  };
}

function evaluate(tree: Tree, variables: Record<'x' | 'y', tf.Tensor>): Quantity {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'variable':
      return variables[tree.name];
    case 'negation': {
      const operand = evaluate(tree.operand, variables);
      return typeof operand === 'number' ? -operand : tf.neg(operand);
    }
    case 'operation':
      return apply(operators[tree.operator], [
        evaluate(tree.left, variables),
        evaluate(tree.right, variables),
      ]);
    case 'call':
      return apply(
        functions[tree.name],
        tree.operands.map((operand) => evaluate(operand, variables)),
      );
  }
}

function apply(meaning: Meaning, [a = 0, b = 0]: readonly Quantity[]): Quantity {
  const isNumber = typeof a === 'number' && typeof b === 'number';
  return isNumber ? meaning.ofNumbers(a, b) : meaning.ofTensors(a, b);
}
