/**
 * Structures of tensors that have to be like another.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {describe, misuse, showShape} from '../errors.js';
import {readTensor} from './leaves.js';
import {isPlainObject, memberPath} from '../tree.js';

/** What messages say of a structure that has to be like another. */
export interface Likeness {
  readonly caller: string;
  /** Where the structure was given. */
  readonly path: string;
  /** Why it has to be so: `as f returned`. */
  readonly reason: string;
  readonly remedy: string;
}

/** The tensors of `given`, which must have the structure of `like` and the shapes of its tensors. */
export function readLike(like: unknown, given: unknown, likeness: Likeness): Tensor[] {
  if (Array.isArray(like)) return readList(like, given, likeness);
  if (isPlainObject(like)) return readRecord(like, given, likeness);
  const {shape} = like as Tensor;
  const tensor = readTensor(likeness.caller, given, likeness.path);
  const expected = `a tensor of shape ${showShape(shape)}`;
  if (tensor === undefined) throw unlike(expected, describe(given), likeness);
  if (showShape(tensor.shape) === showShape(shape)) return [tensor];
  throw unlike(expected, `one of shape ${showShape(tensor.shape)}`, likeness);
}

function readList(like: readonly unknown[], given: unknown, likeness: Likeness): Tensor[] {
  if (!Array.isArray(given) || given.length !== like.length) {
    throw unlike(`a list of ${like.length}`, describe(given), likeness);
  }
  return like.flatMap((part, index) => readLike(part, given[index], at(likeness, index)));
}

function readRecord(like: Record<string, unknown>, given: unknown, likeness: Likeness): Tensor[] {
  const keys = Object.keys(like);
  if (
    !isPlainObject(given) ||
    Object.keys(given).length !== keys.length ||
    !keys.every((key) => key in given)
  ) {
    throw unlike(`an object with the keys [${keys.join(', ')}]`, describe(given), likeness);
  }
  return keys.flatMap((key) => readLike(like[key], given[key], at(likeness, key)));
}

function at(likeness: Likeness, key: string | number): Likeness {
  return {...likeness, path: memberPath(likeness.path, key)};
}

function unlike(expected: string, found: string, {caller, path, reason, remedy}: Likeness): TypeError {
  return misuse(caller, `${path}: expected ${expected}, ${reason}, got ${found}`, remedy);
}
