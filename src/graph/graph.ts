/**
 * Graph functions: traced at the first two calls with a signature, compiled once, replayed from then on.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import type {AnyFunction, Call} from '../call/calling-rules.js';
import {inScope} from '../tfjs/engine.js';
import {describe, isThenable, misuse} from '../errors.js';
import {evaluator} from '../call/evaluator.js';
import {checkOptions} from '../call/options.js';
import {Ownership} from '../call/ownership.js';
import {inOurWords} from '../call/tfjs-errors.js';
import {mapAnything, memberPath} from '../tree.js';
import type {Compilable} from '../types/checks.js';
import type {CompiledSignature} from './cache-entry.js';
import {GraphTraceError, withoutOptions} from './errors.js';
import {GraphEvaluator, isRecording} from './evaluator.js';
import {Programs} from './program-cache.js';

/** Options of {@link graph}. */
export interface GraphOptions {
  /** How many programs are kept; beyond that the least recently used one is freed. Default: 16. */
  readonly maxSignatures?: number;
}

export type {CompiledSignature};

/** A function that is compiled for every signature that it meets. */
export type GraphFunction<F> = F & {
  /** Frees all that it holds. It may be called again, and compiles anew. */
  dispose(): void;
  /** What has been compiled, the least recently used program first. */
  inspect(): {signatures: CompiledSignature[]};
};

type Plain = (...parameters: unknown[]) => unknown;

/**
 * A function that does what `f` does, traced at the first two calls with a signature (structure, shapes and dtypes of the
 * arguments, values of what in them is no tensor, options, backend), compiled, and replayed from then on without running
 * `f`. So are its gradients by `valueAndGradient`, `jacobian`, `hessian` and the others.
 *
 * Tensors in the arguments are inputs, and so is every leaf that is differentiated; variables that `f` touches are read
 * afresh at every call; tensors that `f` closes over are captured; JavaScript values are baked in. What `f` assigns to variables
 * is assigned at every call, by optimizers, too; if a call throws, variables are as they were before. While a tape or another
 * trace is recording, it runs as its plain `f`.
 *
 * @param f Returns a structure of tensors of any shape and dtype, and of any other values, by operations of tfjs.
 * @returns A function of the type of `f`. Its results are those of `f` within float32 rounding; every tensor returned is
 *     the caller's own.
 * @throws TypeError where `f` or an option is not as described. Calls throw a {@link GraphTraceError} where `f` cannot be
 *     replayed: it reads a traced value, keeps one, returns a Promise, or its two traces differ.
 *
 * ```ts
 * const g = graph((x: tf.Tensor) => tf.square(x));
 * for (const x of [1, 2, 3]) valueAndGradient(g, x); // traced, traced, replayed
 * valueAndGradient(g, 4); // [16, 8]
 * g.dispose();
 * ```
 */
export function graph<F extends CallableFunction, Parameters extends readonly unknown[] = Tensor[]>(
  // The second is for the parameters that f leaves without a type.
  f: F & ((...parameters: Parameters) => unknown) & Compilable<F>,
  options?: GraphOptions,
): GraphFunction<F>;
export function graph(f: AnyFunction, options: GraphOptions = {}): unknown {
  if (typeof f !== 'function')
    throw misuse('graph', `f: expected a function, got ${describe(f)}`, 'Call it as graph(f)');
  checkOptions('graph', options, {
    maxSignatures: {
      expected: 'a positive integer',
      accepts: (value) => Number.isInteger(value) && (value as number) > 0,
    },
  });
  const programs = new Programs(options.maxSignatures ?? 16);
  const asGiven = f as Plain;
  const graphEvaluator = new GraphEvaluator(programs, asGiven, refusingPromises(asGiven));
  const call = (...parameters: unknown[]): unknown => {
    if (isRecording()) return asGiven(...parameters);
    return callByGraph(graphEvaluator, asGiven, parameters);
  };
  // Its length tells how many arguments f takes, its name who it is in a stack.
  Object.defineProperties(call, {length: ownOf(f, 'length'), name: ownOf(f, 'name')});
  return Object.assign(call, {
    dispose: () => graphEvaluator.dispose(),
    inspect: () => ({signatures: programs.inspect()}),
    [evaluator]: graphEvaluator,
  });
}

function ownOf(f: AnyFunction, key: 'length' | 'name'): PropertyDescriptor {
  return {value: f[key], configurable: true};
}

/** The value of `f`, without its gradient. */
function callByGraph(graphEvaluator: GraphEvaluator, f: Plain, parameters: readonly unknown[]): unknown {
  const request = {caller: 'graph', args: parameters, options: {}};
  const replayed = graphEvaluator.replay(request);
  if (replayed !== undefined) return replayed;
  const ownership = new Ownership();
  const run = (): unknown => {
    const parameterPaths = parameters.map((_, index) => memberPath('args', index));
    const call: Call = {...uncalled, f, parameters, parameterPaths};
    mapAnything(parameters, (leaf) => leaf instanceof Tensor && ownership.leave([leaf]));
    const value = graphEvaluator.evaluate((traced) => traced.f(...traced.parameters), call);
    const result = mapAnything(value, ownership.ownAny);
    graphEvaluator.learn(request, call, result);
    return result;
  };
  return inScope('graph', ownership.results, () => withoutOptions(() => inOurWords('graph', run)));
}

const uncalled: Omit<Call, 'f' | 'parameters' | 'parameterPaths'> = {
  caller: 'graph',
  converted: new Map(),
  leaves: [],
  options: {},
  primals: [],
  paths: [],
  arrangement: {count: 0, isBare: false, kwargs: undefined, hasArgs: true},
};

function refusingPromises(f: Plain): Plain {
  return (...parameters) => {
    const returned = f(...parameters);
    if (!isThenable(returned)) return returned;
    returned.then(undefined, () => undefined);
    throw new GraphTraceError(
      'f returns a Promise',
      'Await before the call: a program runs from start to end',
    );
  };
}
