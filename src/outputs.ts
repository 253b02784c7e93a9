/**
 * What `f` returned: `y`, a structure of tensors, and `aux`, anything.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import type {Call} from './calling-rules.js';
import {describe, isThenable, misuse} from './errors.js';
import {checkTensor} from './leaves.js';
import {mapStructure, type Structure} from './structure.js';

export interface Output {
  readonly y: Structure<Tensor>;
  /** The tensors of `y`, in order. */
  readonly parts: readonly Tensor[];
  readonly aux: unknown;
}

/** Calls `f` and reads what it returns. */
export function callAndRead(call: Call): Output {
  const returned = call.f(...call.parameters);
  if (isThenable(returned)) {
    returned.then(undefined, () => undefined);
    throw misuse(
      call.caller,
      'f returned a Promise',
      'A gradient needs a synchronous f: await before the call',
    );
  }
  if (call.options.hasAux !== true) return {...readParts(call, returned, 'y'), aux: undefined};
  if (!Array.isArray(returned) || returned.length !== 2) {
    throw misuse(
      call.caller,
      `f: expected it to return [y, aux], got ${describe(returned)}`,
      'Or leave out hasAux',
    );
  }
  return {...readParts(call, returned[0], 'y'), aux: returned[1] as unknown};
}

function readParts(
  {caller, options}: Call,
  returned: unknown,
  path: string,
): {y: Structure<Tensor>; parts: Tensor[]} {
  const parts: Tensor[] = [];
  const y = mapStructure(returned, path, (part, partPath) => {
    if (!(part instanceof Tensor)) {
      throw misuse(
        caller,
        `${partPath}: expected f to return a tensor, or a structure of tensors, got ${describe(part)}`,
        options.hasAux === true
          ? 'What is no tensor belongs in aux'
          : 'Return what is no tensor as aux, with hasAux',
      );
    }
    parts.push(checkTensor(caller, part, partPath));
    return part;
  });
  if (parts.length === 0) {
    throw misuse(
      caller,
      `${path}: expected at least one tensor, got ${describe(returned)}`,
      'Return one from f',
    );
  }
  return {y, parts};
}
