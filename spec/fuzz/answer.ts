/** One call of a program, on the tape or by a graph function. */
import * as tf from '@tensorflow/tfjs-core';

import {
  batchJacobian,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndBatchJacobian,
  valueAndGradient,
} from '../../src/index.js';
import {mapAnything} from '../../src/tree.js';
import type {Expression} from './expression.js';
import {tensorOf, type Given} from './instance.js';
import {argumentsOf, type Input, type Program} from './program.js';

type AnyCall = (f: unknown, args: unknown, ...rest: unknown[]) => unknown;
export type Callable = (...parameters: unknown[]) => unknown;

/** The functions by the names that programs are printed with. */
export const apis = {
  gradient: valueAndGradient as AnyCall,
  jacobian: jacobian as AnyCall,
  hessian: hessian as AnyCall,
  hessianVectorProduct: hessianVectorProduct as AnyCall,
  batchJacobian: batchJacobian as AnyCall,
  valueAndBatchJacobian: valueAndBatchJacobian as AnyCall,
};

/** What `f` is called with directly: the arguments, and the named ones last. */
export function parametersOf({args, kwargs}: Pick<Given, 'args' | 'kwargs'>): unknown[] {
  const list = Array.isArray(args) ? (args as unknown[]) : [args];
  return kwargs === undefined ? list : [...list, kwargs];
}

/** A call, whose tensors are the caller's own. */
export function answer(program: Program, f: Callable, given: Given, call: number): unknown {
  const {api} = program.form;
  if (api === 'value') return f(...parametersOf(given));
  const made: tf.Tensor[] = [];
  try {
    if (api === 'gradient') return apis.gradient(f, given.args, optionsOf(program, given, call, made));
    const options = given.kwargs === undefined ? {} : {kwargs: given.kwargs};
    if (api !== 'hessianVectorProduct') return apis[api](f, given.args, options);
    const vectors = mapAnything(given.args, (leaf) => {
      if (!(leaf instanceof tf.Tensor)) return leaf;
      const vector = tensorOf(weight(leaf.shape, made.length), call);
      made.push(vector);
      return vector;
    });
    return apis.hessianVectorProduct(f, given.args, vectors, {});
  } finally {
    tf.dispose(made);
  }
}

const weight = (shape: readonly number[], index: number): Input => ({
  id: index,
  role: 'argument',
  shape,
  dtype: 'float32',
  low: -1,
  high: 1,
  start: ((index + 1) * 0.29) % 1,
  isLike: false,
});

function optionsOf(program: Program, given: Given, call: number, made: tf.Tensor[]): Record<string, unknown> {
  const {form} = program;
  const {hasAux, unconnectedGradients, hasOutputGradients} = form;
  const argnums = argnumsOf(program);
  const weights = program.parts.map((shape, index) => tensorOf(weight(shape, index), call));
  made.push(...weights);
  return {
    ...(hasAux ? {hasAux} : {}),
    ...(given.kwargs === undefined ? {} : {kwargs: given.kwargs}),
    ...(argnums === undefined ? {} : {argnums}),
    ...(unconnectedGradients === 'none' ? {} : {unconnectedGradients}),
    ...(hasOutputGradients ? {outputGradients: arrangedLike(program, weights)} : {}),
  };
}

/** The positions of the float32 arguments, where they are asked for and arguments have positions of their own. */
export function argnumsOf(program: Program): number[] | undefined {
  const args = argumentsOf(program);
  const {passing, hasArgnums} = program.form;
  if (!hasArgnums || !(passing === 'list' || passing === 'variables')) return undefined;
  const floats = [...args.keys()].filter((index) => args[index]?.dtype === 'float32');
  return floats.length === args.length ? undefined : floats;
}

/** Weights in the structure of `y`, which the body's result shows. */
function arrangedLike({body, form}: Program, weights: readonly tf.Tensor[]): unknown {
  const {result} = body;
  const y = form.hasAux && result.kind === 'list' ? (result.items[0] as Expression) : result;
  let next = 0;
  const fill = (expression: Expression): unknown => {
    switch (expression.kind) {
      case 'list':
        return expression.items.map(fill);
      case 'record':
        return Object.fromEntries(
          Object.entries(expression.entries).map(([key, member]) => [key, fill(member)]),
        );
      case 'literal':
        return expression.value;
      case 'value':
      case 'member':
      case 'call':
      case 'lambda':
        return weights[next++];
    }
  };
  return fill(y);
}
