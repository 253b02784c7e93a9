/**
 * A call as it is traced: with other tensors in the place of the caller's.
 */
import {type Tensor} from '@tensorflow/tfjs-core';
import {allVariables} from '../tfjs/engine.js';

import type {Call} from '../call/calling-rules.js';
import type {Computation} from '../call/evaluator.js';
import {mapAnything} from '../tree.js';
import {GraphTraceError} from './errors.js';
import {describeSignature, firstDifference, type Place} from './signature.js';
import {substitute} from './substitution.js';
import {noteArguments} from './trace/recorder.js';

/** The computation of a call as a function of its tensors. Refuses what a compiled call would do otherwise. */
export function underTrace<Result>(
  computation: Computation<Result>,
  call: Call,
  needed: unknown,
  tensors: readonly Tensor[],
): (given: readonly Tensor[]) => Result {
  return (given) => {
    const replacements = new Map(tensors.map((tensor, index) => [tensor, given[index] as Tensor]));
    const {value, copies} = substitute([call.parameters, call.leaves, needed], replacements);
    const [parameters, leaves, extra] = value as [unknown[], Tensor[], unknown];
    noteArguments(tensors);
    const refuseChanges = watch(call, parameters);
    const result = computation({...call, parameters, leaves}, extra);
    refuseChanges();
    mapAnything(result, (leaf) => {
      if (copies.has(leaf)) throw returning();
      return leaf;
    });
    return result;
  };
}

/** Throws, when it is called, if parameters were written into since: a compiled call does nothing of the kind. */
function watch({caller, parameterPaths}: Call, parameters: readonly unknown[]): () => void {
  const places = parameters.map((parameter, index): Place => [parameterPaths[index] ?? 'args', parameter]);
  const before = describeSignature(caller, places);
  const variables = Object.keys(allVariables()).length;
  return () => {
    // Layers make their variables when they are first applied; such a trace is not used.
    if (Object.keys(allVariables()).length !== variables) return;
    const after = describeSignature(caller, places);
    const isSame = after.text === before.text;
    if (isSame && after.tensors.every((tensor, index) => tensor === before.tensors[index])) return;
    const path = isSame ? undefined : after.pathAt(firstDifference(after.text, before.text));
    throw new GraphTraceError(
      `f changes ${path ?? 'an argument'}, which a compiled call would leave as it is`,
      'Return what is new instead',
    );
  };
}

function returning(): GraphTraceError {
  return new GraphTraceError(
    'f returns an argument that is a class instance, a Map or a Set, which a compiled call cannot make anew',
    'Return the tensors in it',
  );
}
