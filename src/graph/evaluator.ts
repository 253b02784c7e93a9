/**
 * Evaluates calls of a graph function: by a request that is known, by a program that is known, or by a trace.
 */
import {scalar, tensor, tensor1d, type Tensor} from '@tensorflow/tfjs-core';

import type {Call} from '../call/calling-rules.js';
import type {Computation, Evaluator, Request} from '../call/evaluator.js';
import type {Conversions} from '../call/leaves.js';
import {NumbersAsTensor} from '../call/likeness.js';
import {checkNesting} from '../call/nesting.js';
import {hasShape, holdsNumbers, isNumberArray, shapeByFirst} from '../call/number-lists.js';
import {gradientDepth} from '../tfjs/recording.js';
import {isPlainObject, mapRecord, memberPath} from '../tree.js';
import type {Compiled} from './cache-entry.js';
import {guardOf, type Guard} from './guard.js';
import type {Programs} from './program-cache.js';
import {describeSignature, type Place} from './signature.js';
import {fillerOf, slotsFor, unusedSlots, type Fill} from './template.js';
import {isTracing} from './trace/recorder.js';
import {underTrace} from './under-trace.js';

/** How many requests are known at once: each is compared with the next one. */
const MOST_KNOWN = 24;

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
    const plain = (): Result => computation({...call, f: this.asGiven}, extra);
    if (isRecording()) return plain();
    checkNesting(call.caller, extra, 'options.outputGradients');
    const needed = asInputs(extra, 'options.outputGradients', call.converted);
    const signature = describeSignature(call.caller, placesOf(call, needed));
    const traced = underTrace(computation, {...call, f: this.traced}, needed, signature.tensors);
    const {result, replayed} = this.programs.call(signature, {traced, plain});
    if (replayed !== undefined) this.#last = {call, tensors: signature.tensors, ...replayed};
    return result as Result;
  }

  learn({caller, args, options, extra}: Request, call: Call, result: unknown): void {
    const last = this.#last;
    this.#last = undefined;
    if (last?.call !== call) return;
    const {outputs, compiled, tensors} = last;
    const given: Place[] = [
      ['args', args],
      ['options', options],
      ['vectors', extra],
    ];
    const guard = guardOf(given, call.converted, tensors);
    const template = slotsFor(result, outputs);
    if (guard === undefined || template === undefined) return;
    const others = this.#known.filter((known) => known.compiled.isReady).slice(0, MOST_KNOWN - 1);
    const unused = unusedSlots(template, outputs.length);
    this.#known = [{caller, guard, compiled, fill: fillerOf(template), unused}, ...others];
  }
}

/** True while a tape or a trace is recording: then a graph function is its plain `f`. */
export function isRecording(): boolean {
  return gradientDepth() > 0 || isTracing();
}

/** What a program depends on, at paths for messages. */
function placesOf({caller, parameters, parameterPaths, leaves, options}: Call, needed: unknown): Place[] {
  const {hasAux, argnums, kwargs} = options;
  return [
    ['options', {caller, hasAux: hasAux === true, argnums, hasKwargs: kwargs !== undefined}],
    ...parameters.map((parameter, index): Place => [parameterPaths[index] ?? 'args', parameter]),
    ['args', leaves],
    ['options.outputGradients', needed],
  ];
}

/**
 * Tensor-likes as tensors, so that a program serves others, too. What is in an array may stand for one tensor or for a
 * list of them.
 */
function asInputs(extra: unknown, path: string, converted: Conversions): unknown {
  const made = inputOf(extra);
  if (made !== undefined) {
    converted.set(path, made instanceof NumbersAsTensor ? made.tensor : made);
    return made;
  }
  const member = (part: unknown, key: string | number): unknown =>
    asInputs(part, memberPath(path, key), converted);
  if (Array.isArray(extra)) return Array.from(extra, member);
  return isPlainObject(extra) ? mapRecord(extra, member) : extra;
}

function inputOf(extra: unknown): Tensor | NumbersAsTensor | undefined {
  if (typeof extra === 'number') return scalar(extra);
  if (isNumberArray(extra)) return tensor1d(Float32Array.from(extra));
  if (!Array.isArray(extra) || !holdsNumbers(extra)) return undefined;
  const shape = shapeByFirst(extra);
  return hasShape(extra, shape) ? new NumbersAsTensor(tensor(extra, undefined, 'float32')) : undefined;
}
