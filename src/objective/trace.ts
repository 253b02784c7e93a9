/**
 * Traces the value and the gradient of a call as a program of its leaves.
 */
import {
  add,
  cast,
  sum,
  Tensor,
  Variable,
  zerosLike,
  type DataId,
  type TypedArray,
} from '@tensorflow/tfjs-core';

import type {Call} from '../call/calling-rules.js';
import {misuse, showShape} from '../errors.js';
import {GraphTraceError} from '../graph/errors.js';
import {compareTraces} from '../graph/trace/compare.js';
import {elementsOf, releaseConstants, type Constant} from '../graph/trace/captures.js';
import {record, type Trace} from '../graph/trace/recorder.js';
import {sizeOf} from '../graph/passes/rewrite.js';
import {copyTensor} from '../tfjs/copies.js';
import {isShared, readMemory, readTracked} from '../tfjs/memory.js';
import {tapeDifferentiator} from '../tape/tape-differentiator.js';
import {mapAnything} from '../tree.js';
import type {Program} from '../graph/program/program.js';

/** A program of the leaves: its first output is the value, the others are the gradients of the leaves. */
export interface TracedObjective {
  readonly program: Program;
  readonly variables: readonly Variable[];
  /** The captured tensors' elements. */
  readonly constants: ReadonlyArray<TypedArray>;
  /** What the tape gave at the leaves: the value, then the elements of the gradients. */
  readonly results: readonly number[];
}

/** Traces a call twice; throws a GraphTraceError where it cannot be replayed. */
export function traceObjective(call: Call): TracedObjective {
  const bound = new Set(leavesReachedByClosure(call));
  const first = traceOnce(call, bound);
  try {
    const second = traceOnce(call, bound);
    try {
      compareTraces(first.trace, second.trace);
    } finally {
      releaseConstants(second.trace.constants);
    }
    const {program, constants, variables} = first.trace;
    return {
      program,
      variables,
      constants: constants.map((constant) => readElements(constant)),
      results: first.results,
    };
  } finally {
    releaseConstants(first.trace.constants);
  }
}

/** A copy of the elements of a captured tensor. */
function readElements(constant: Constant): TypedArray {
  const {dataId, copiedBy} = constant;
  const elements = copiedBy === undefined ? readTracked : (id: DataId) => readMemory(copiedBy, id);
  return (elementsOf(constant) ?? elements(dataId)).slice();
}

interface TracedOnce {
  readonly trace: Trace;
  readonly results: readonly number[];
}

/**
 * The leaves that `f` reaches by closure, under the argless rule: traced with copies, it captures the memory of the original.
 * Variables are the same for everybody.
 */
function leavesReachedByClosure(call: Call): number[] {
  const {trace} = traceOnce(call, new Set());
  const captured = new Set(trace.constants.map(({source}) => source));
  releaseConstants(trace.constants);
  const suspects = call.leaves.flatMap((leaf, index) =>
    leaf instanceof Variable || !captured.has(leaf.dataId) ? [] : [index],
  );
  const shared = suspects.filter((index) => isShared((call.leaves[index] as Tensor).dataId));
  if (shared.length === 0) return suspects;
  // The memory does not tell an argument from a clone of it; the gradient, taken by the tensor itself, does.
  if (isSameWithCopies(call)) return suspects.filter((index) => !shared.includes(index));
  throw misuse(
    call.caller,
    'an argument shares its memory with another tensor, and f captures one of them',
    'Let f take the argument as a parameter, or pass a tensor of its own',
  );
}

/** Whether the gradients are the same if `f` is given copies: then it does not reach an argument by closure. */
function isSameWithCopies(call: Call): boolean {
  const [own, ofCopies] = [call, withCopies(call, new Set())].map((given) =>
    tapeDifferentiator(given, undefined).gradients.map(
      (gradient) => gradient && Array.from(gradient.dataSync()),
    ),
  );
  return String(own) === String(ofCopies);
}

/** The call with copies in the place of its leaves, but of those that are bound and of variables. */
function withCopies(call: Call, bound: ReadonlySet<number>): Call {
  const copies = call.leaves.map((leaf, index) =>
    leaf instanceof Variable || bound.has(index) ? leaf : copyTensor(leaf),
  );
  const parameters = mapAnything(call.parameters, (leaf) => {
    const index = leaf instanceof Tensor ? call.leaves.indexOf(leaf) : -1;
    return index < 0 ? leaf : copies[index];
  });
  return {...call, leaves: copies, parameters: parameters as unknown[]};
}

function traceOnce(call: Call, bound: ReadonlySet<number>): TracedOnce {
  const given = withCopies(call, bound);
  let results: readonly Tensor[] = [];
  const trace = record(given.leaves, () => {
    const {y, gradients} = tapeDifferentiator(given, undefined);
    const parts: Tensor[] = [];
    mapAnything(y, (part) => part instanceof Tensor && parts.push(part));
    results = [
      totalOf(call.caller, parts),
      ...gradients.map((gradient, index) => gradient ?? zerosLike(given.leaves[index] as Tensor)),
    ];
    return results;
  });
  const {effects} = trace;
  const [assigned] = effects.variables;
  const [step] = effects.steps;
  effects.undo();
  if (assigned !== undefined || step !== undefined) {
    releaseConstants(trace.constants);
    const what = assigned === undefined ? 'steps an optimizer' : `assigns the variable '${assigned.name}'`;
    throw new GraphTraceError(
      `f ${what}, which an objective does not do`,
      'Leave that out of f: an objective gives a value and a gradient',
    );
  }
  return {trace, results: results.flatMap((tensor) => Array.from(tensor.dataSync()))};
}

function totalOf(caller: string, parts: readonly Tensor[]): Tensor {
  return parts
    .map((part) => {
      if (sizeOf(part.shape) === 1) return sum(part.dtype === 'float32' ? part : cast(part, 'float32'));
      throw misuse(
        caller,
        `f: expected it to return one number, or several, got a tensor of shape ${showShape(part.shape)}`,
        'Return its sum, or its mean',
      );
    })
    .reduce((left, right) => add(left, right));
}
