/**
 * What `f` returned: `y`, a structure of tensors, and `aux`, anything.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import type {Call} from './calling-rules.js';
import {describe, isThenable, misuse} from '../errors.js';
import {isDisposed} from '../tfjs/engine.js';
import {checkTensor} from './leaves.js';
import {checkNesting} from './nesting.js';
import {findPath, mapStructure, type Structure} from '../tree.js';

export interface Output {
  readonly y: Structure<Tensor>;
  /** The tensors of `y`, in order. */
  readonly parts: readonly Tensor[];
  readonly aux: unknown;
}

/** Calls `f` and reads what it returns. */
export function callAndRead(call: Call): Output {
  const {f, parameters, caller, options} = call;
  const returned = f(...parameters);
  if (isThenable(returned)) {
    returned.then(undefined, () => undefined);
    throw misuse(caller, 'f returned a Promise', 'A gradient needs a synchronous f: await before the call');
  }
  if (options.hasAux !== true) return readOutput(call, returned, undefined);
  if (!Array.isArray(returned) || returned.length !== 2) {
    throw misuse(
      caller,
      `f: expected it to return [y, aux], got ${describe(returned)}`,
      'Or leave out hasAux',
    );
  }
  return readOutput(call, returned[0], returned[1]);
}

function readOutput({caller, options}: Call, returned: unknown, aux: unknown): Output {
  const parts: Tensor[] = [];
  const readPart = (part: unknown, path: string): Tensor => {
    if (!(part instanceof Tensor)) {
      throw misuse(
        caller,
        `${path}: expected f to return a tensor, or a structure of tensors, got ${describe(part)}`,
        remedyFor(part, path, options.hasAux === true),
      );
    }
    parts.push(checkTensor(caller, part, path));
    return part;
  };
  checkNesting(caller, returned, 'y');
  const y = mapStructure(returned, 'y', readPart);
  if (parts.length === 0) {
    throw misuse(caller, `y: expected at least one tensor, got ${describe(returned)}`, 'Return one from f');
  }
  const gone = findPath(aux, 'aux', (value) => value instanceof Tensor && isDisposed(value));
  if (gone !== undefined) throw misuse(caller, `${gone} is a disposed tensor`, 'Return a live one');
  return {y, parts, aux};
}

function remedyFor(part: unknown, path: string, hasAux: boolean): string {
  if (part === undefined && path === 'y') return 'Let f return what it computes';
  if (typeof part === 'number' && path === 'y')
    return 'Return the tensor itself, as a number has no gradient, and read it after the call';
  return hasAux ? 'What is no tensor belongs in aux' : 'Return what is no tensor as aux, with hasAux';
}
