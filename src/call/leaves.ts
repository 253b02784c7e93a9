/**
 * The leaves of an argument: tensors, tensor-likes and models become the tensors to differentiate.
 */
import {Tensor, tensor as makeTensor, Variable, type TypedArray} from '@tensorflow/tfjs-core';

import {describe, isThenable, misuse, showShape} from '../errors.js';
import {isDisposed} from '../tfjs/engine.js';
import {isModel, trainableVariables, type Model} from './models.js';
import {hasShape, holdsNumbers, isNumberArray, shapeByFirst, type NestedNumbers} from './number-lists.js';
import {isPlainObject, mapRecord, mapStructure, memberPath, type Structure} from '../tree.js';

/** An argument as `f` receives it: every tensor-like converted, tensors and models the same objects. */
export type Primal = Structure<Tensor | Model>;

/** The tensors that tensor-likes became, by the paths of these: the one record of what was read as one tensor. */
export type Conversions = Map<string, Tensor>;

/** What reading arguments finds. */
export interface Found {
  /** The tensors to differentiate, in order. */
  readonly leaves: Tensor[];
  readonly converted: Conversions;
}

/** Converts the tensor-likes of an argument to tensors and appends the tensors to differentiate to the leaves found. */
export function readArgument(caller: string, value: unknown, path: string, found: Found): Primal {
  const add = (leaf: Tensor): Tensor => {
    found.leaves.push(checkTensor(caller, leaf, path));
    return leaf;
  };
  if (value instanceof Tensor) return add(value);
  if (isModel(value)) return readModel(caller, value, path, found.leaves);
  if (isTensorLike(caller, value, path)) return add(convertAt(path, value, found.converted));
  if (Array.isArray(value)) {
    return Array.from(value, (item: unknown, index) =>
      readArgument(caller, item, memberPath(path, index), found),
    );
  }
  if (isPlainObject(value)) {
    return mapRecord(value, (member, key) => readArgument(caller, member, memberPath(path, key), found));
  }
  throw misuse(
    caller,
    `${path}: expected a tensor, a number, an array of numbers, a model, or a list or plain object of these, got ${describe(value)}`,
    isThenable(value)
      ? 'Await it before the call'
      : `Let f close over what is not to be differentiated${hasArgnums(caller, path) ? ', or name the others with argnums' : ''}`,
  );
}

/** True where options.argnums could leave out what stands at the path. */
function hasArgnums(caller: string, path: string): boolean {
  return path.startsWith('args[') && caller !== 'checkGradients';
}

function readModel(caller: string, model: Model, path: string, leaves: Tensor[]): Model {
  trainableVariables(caller, model, path).forEach((weight, index) => {
    leaves.push(checkTensor(caller, weight, `${path}.trainableWeights[${index}]`));
  });
  return model;
}

/** Reads one tensor or tensor-like; undefined for anything else. */
export function readTensor(
  caller: string,
  value: unknown,
  path: string,
  converted?: Conversions,
): Tensor | undefined {
  if (value instanceof Tensor) return checkTensor(caller, value, path);
  return isTensorLike(caller, value, path) ? convertAt(path, value, converted) : undefined;
}

/** Throws where a tensor can be neither computed with nor differentiated. */
export function checkTensor(caller: string, tensor: Tensor, path: string): Tensor {
  if (isDisposed(tensor)) {
    throw misuse(
      caller,
      `${path} is a disposed ${tensor instanceof Variable ? 'variable' : 'tensor'}`,
      'Pass a live one, or tf.keep it',
    );
  }
  if (tensor.dtype === 'complex64') {
    throw misuse(
      caller,
      `${path}: expected a tensor of real numbers, got one of complex ones`,
      'Pass, or return, the real and the imaginary part',
    );
  }
  if (tensor.dtype === 'string') {
    throw misuse(
      caller,
      `${path}: expected a tensor of numbers, got one of strings`,
      'Encode the strings as numbers',
    );
  }
  return tensor;
}

/** An argument that was read, with the list of its weights in the place of a model, which `f` may change. */
export function withoutModels(caller: string, primal: Primal, path: string): Structure<Tensor> {
  return mapStructure(primal, path, (leaf, leafPath): Structure<Tensor> =>
    isModel(leaf) ? trainableVariables(caller, leaf, leafPath) : (leaf as Tensor),
  );
}

function isTensorLike(caller: string, value: unknown, path: string): value is NestedNumbers | TypedArray {
  if (typeof value === 'number') return true;
  if (Array.isArray(value)) return holdsNumbers(value) && checkRectangular(caller, value, path);
  return isNumberArray(value);
}

/** tf.tensor takes ragged arrays without a word outside of debug mode. */
function checkRectangular(caller: string, array: NestedNumbers[], path: string): boolean {
  const shape = shapeByFirst(array);
  if (hasShape(array, shape)) return true;
  throw misuse(
    caller,
    `${path}: expected a rectangular array of numbers, got a ragged one that begins as of shape ${showShape(shape)}`,
    'Make its rows equally long, or wrap each of them in tf.tensor for a list of tensors',
  );
}

function convertAt(path: string, value: NestedNumbers | TypedArray, converted?: Conversions): Tensor {
  const tensor = convert(value);
  converted?.set(path, tensor);
  return tensor;
}

function convert(value: NestedNumbers | TypedArray): Tensor {
  if (typeof value === 'number' || Array.isArray(value))
    return makeTensor(value as number[], undefined, 'float32');
  // A copy: on cpu the tensor would share its memory with the array, which is the caller's.
  return makeTensor(value.length === 0 ? new Float32Array(0) : new Float32Array(value));
}
