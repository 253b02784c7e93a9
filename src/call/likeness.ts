/**
 * Structures of tensors that have to be like another.
 */
import {unstack, type Tensor} from '@tensorflow/tfjs-core';

import {describe, misuse, showShape} from '../errors.js';
import {readTensor, type Conversions} from './leaves.js';
import {checkNesting} from './nesting.js';
import {isPlainObject, memberPath} from '../tree.js';

/** What messages say of a structure that has to be like another. */
export interface Likeness {
  readonly caller: string;
  /** Where the structure was given. */
  readonly path: string;
  /** Why it has to be so: `as f returned`. */
  readonly reason: string;
  readonly remedy: string;
  /** Takes note of what tensor-likes became. */
  readonly converted?: Conversions;
}

/** Numbers in arrays that were made one tensor before it was known whether they stand for one or for a list of them. */
export class NumbersAsTensor {
  constructor(readonly tensor: Tensor) {}
}

/** The tensors of `given`, which must have the structure of `like` and the shapes of its tensors. */
export function readLike(like: unknown, given: unknown, likeness: Likeness): Tensor[] {
  checkNesting(likeness.caller, given, likeness.path);
  return readPart(like, given, likeness);
}

function readPart(like: unknown, given: unknown, likeness: Likeness): Tensor[] {
  if (Array.isArray(like)) return readList(like, given, likeness);
  if (isPlainObject(like)) return readRecord(like, given, likeness);
  const {shape} = like as Tensor;
  const {caller, path, converted} = likeness;
  const tensor = given instanceof NumbersAsTensor ? given.tensor : readTensor(caller, given, path, converted);
  const expected = `a tensor of shape ${showShape(shape)}`;
  if (tensor === undefined) throw unlike(expected, describe(given), likeness);
  if (showShape(tensor.shape) === showShape(shape)) return [tensor];
  throw unlike(expected, `one of shape ${showShape(tensor.shape)}`, likeness);
}

function readList(like: readonly unknown[], given: unknown, likeness: Likeness): Tensor[] {
  const list = given instanceof NumbersAsTensor ? membersOf(given) : given;
  if (!Array.isArray(list) || list.length !== like.length) {
    throw unlike(`a list of ${like.length}`, describe(list), likeness);
  }
  return like.flatMap((part, index) => readPart(part, list[index], at(likeness, index)));
}

function membersOf({tensor}: NumbersAsTensor): unknown {
  return tensor.rank === 0 ? 0 : unstack(tensor).map((member) => new NumbersAsTensor(member));
}

function readRecord(like: Record<string, unknown>, given: unknown, likeness: Likeness): Tensor[] {
  const keys = Object.keys(like);
  if (
    !isPlainObject(given) ||
    Object.keys(given).length !== keys.length ||
    !keys.every((key) => key in given)
  ) {
    const found = given instanceof NumbersAsTensor ? membersOf(given) : given;
    throw unlike(`an object with the keys [${keys.join(', ')}]`, describe(found), likeness);
  }
  return keys.flatMap((key) => readPart(like[key], given[key], at(likeness, key)));
}

function at(likeness: Likeness, key: string | number): Likeness {
  return {...likeness, path: memberPath(likeness.path, key)};
}

function unlike(expected: string, found: string, {caller, path, reason, remedy}: Likeness): TypeError {
  return misuse(caller, `${path}: expected ${expected}, ${reason}, got ${found}`, remedy);
}
