/**
 * Evaluates calls of a graph function: by a request that is known, by a program that is known, or by a trace.
 */
import {scalar, Tensor, tensor1d} from '@tensorflow/tfjs-core';

import type {Call} from '../call/calling-rules.js';
import type {Computation, Evaluator, Request} from '../call/evaluator.js';
import {gradientDepth} from '../tfjs/recording.js';
import {isPlainObject, isTypedArray, mapAnything, mapRecord} from '../tree.js';
import type {Compiled} from './cache-entry.js';
import {guardOf, type Guard} from './guard.js';
import type {Programs} from './program-cache.js';
import {describeSignature} from './signature.js';
import {fillerOf, slotsFor, unusedSlots, type Fill} from './template.js';
import {isTracing} from './trace/recorder.js';

/** How many requests are known at once: each is compared with the next one. */
const MOST_KNOWN = 8;

type Plain = (...parameters: unknown[]) => unknown;

/** A request whose answer is known but for the numbers in it. */
interface Known {
  readonly caller: string;
  readonly guard: Guard;
  readonly compiled: Compiled;
  readonly fill: Fill;
  /** The outputs that the answer does not hold. */
  readonly unused: readonly number[];
}

/** The last call that was answered by a program. */
interface Last {
  readonly call: Call;
  readonly extra: unknown;
  readonly tensors: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly compiled: Compiled;
}

export class GraphEvaluator implements Evaluator {
  #known: Known[] = [];
  #last: Last | undefined;

  constructor(
    readonly programs: Programs,
    /** The function as the user gave it, and in the form that is traced. */
    readonly asGiven: Plain,
    readonly traced: Plain,
  ) {}

  replay({caller, args, options, extra}: Request): unknown {
    if (this.#known.length === 0 || isRecording()) return undefined;
    const given = [args, options, extra];
    for (const known of this.#known) {
      if (known.caller !== caller) continue;
      const inputs = known.compiled.isReady ? known.guard(given) : undefined;
      if (inputs === undefined || !known.compiled.serves(inputs)) continue;
      this.programs.touch(known.compiled);
      const outputs = this.#run(known, inputs);
      for (const index of known.unused) outputs[index]?.dispose();
      return known.fill(outputs);
    }
    return undefined;
  }

  #run({compiled}: Known, inputs: Parameters<Compiled['replay']>[0]): Tensor[] {
    try {
      return compiled.replay(inputs);
    } catch (error) {
      this.programs.drop(compiled);
      throw error;
    }
  }

  /** Frees all programs. */
  dispose(): void {
    this.programs.dispose();
    this.#known = [];
    this.#last = undefined;
  }

  evaluate<Result>(computation: Computation<Result>, call: Call, extra?: unknown): Result {
    this.#last = undefined;
    if (isRecording()) return computation({...call, f: this.asGiven}, extra);
    const {caller, parameters, leaves, options} = call;
    const tensors: Tensor[] = [];
    const needed = asInputs(extra);
    const key = [caller, options.hasAux === true, options.argnums, options.kwargs !== undefined];
    const signature = describeSignature([key, parameters, leaves, needed], tensors);
    const {result, outputs, compiled} = this.programs.call(signature, tensors, (given) =>
      computation(
        {
          ...call,
          f: this.traced,
          parameters: replaceIn(parameters, tensors, given) as unknown[],
          leaves: replaceIn(leaves, tensors, given) as Tensor[],
        },
        replaceIn(needed, tensors, given),
      ),
    );
    if (outputs !== undefined) this.#last = {call, extra: needed, tensors, outputs, compiled};
    return result as Result;
  }

  learn({caller, args, options, extra: extraGiven}: Request, call: Call, result: unknown): void {
    const last = this.#last;
    this.#last = undefined;
    if (last?.call !== call) return;
    const {parameters} = call;
    const isPacked = Array.isArray(args) && call.options.autoUnpackSingleArg !== false;
    const given = [args, options, extraGiven];
    const read = [
      isPacked ? parameters : parameters[0],
      {kwargs: parameters.at(-1), outputGradients: last.extra},
      extraGiven === undefined ? undefined : last.extra,
    ];
    const guard = guardOf(given, read, last.tensors);
    const template = slotsFor(result, last.outputs);
    if (guard === undefined || template === undefined) return;
    const others = this.#known.filter(({compiled}) => compiled.isReady).slice(0, MOST_KNOWN - 1);
    const {compiled, outputs} = last;
    this.#known = [
      {caller, guard, compiled, fill: fillerOf(template), unused: unusedSlots(template, outputs.length)},
      ...others,
    ];
  }
}

/** True while a tape or a trace is recording: then a graph function is its plain `f`. */
export function isRecording(): boolean {
  return gradientDepth() > 0 || isTracing();
}

/**
 * Numbers and typed arrays as tensors, so that a program serves others, too. Not those in an array: it may stand for one
 * tensor or for a list of them.
 */
function asInputs(extra: unknown): unknown {
  if (typeof extra === 'number') return scalar(extra);
  if (isTypedArray(extra)) return tensor1d(Float32Array.from(extra));
  return isPlainObject(extra) ? mapRecord(extra, asInputs) : extra;
}

function replaceIn(structure: unknown, tensors: readonly Tensor[], given: readonly Tensor[]): unknown {
  return mapAnything(structure, (leaf) => {
    const index = leaf instanceof Tensor ? tensors.indexOf(leaf) : -1;
    return index < 0 ? leaf : given[index];
  });
}
