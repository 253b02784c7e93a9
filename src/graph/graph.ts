/**
 * Graph functions: traced at the first two calls with a signature, compiled once, replayed from then on.
 */
import {engine, Tensor} from '@tensorflow/tfjs-core';

import type {AnyFunction, Call} from '../calling-rules.js';
import {differentiator, type Outcome} from '../differentiator.js';
import {inScope} from '../engine.js';
import {describe, isThenable, misuse} from '../errors.js';
import {checkOptions} from '../options.js';
import {Ownership} from '../ownership.js';
import {mapAnything} from '../structure.js';
import {tapeDifferentiator} from '../tape/tape-differentiator.js';
import {Compiled, type Perform} from './compiled.js';
import {GraphTraceError} from './errors.js';
import {describeSignature} from './signature.js';
import {isTracing} from './trace/recorder.js';

/** Options of {@link graph}. */
export interface GraphOptions {
  /** How many programs are kept; beyond that the least recently used one is freed. Default: 16. */
  readonly maxSignatures?: number;
}

/** What a graph function has compiled for one signature. */
export type CompiledSignature = ReturnType<Compiled['inspect']>;

/** A function that is compiled for every signature that it meets. */
export type GraphFunction<F> = F & {
  /** Frees all that it holds. It may be called again, and compiles anew. */
  dispose(): void;
  inspect(): {signatures: CompiledSignature[]};
};

type Plain = (...parameters: unknown[]) => unknown;

/**
 * A function that does what `f` does, traced at the first two calls with a signature and replayed from then on, without
 * running `f`.
 */
export function graph<F extends (...parameters: never[]) => unknown>(
  f: F,
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
  const plain = refusingPromises(asGiven);
  const call = (...parameters: unknown[]): unknown => {
    if (engine().state.gradientDepth > 0 || isTracing()) return asGiven(...parameters);
    const ownership = new Ownership();
    return inScope('graph', ownership.results, () => {
      const tensors: Tensor[] = [];
      const signature = describeSignature(['value', parameters], tensors);
      const perform: Perform = (given) => plain(...(replaceIn(parameters, tensors, given) as unknown[]));
      ownership.leave(tensors);
      return mapAnything(programs.call(signature, tensors, perform), ownership.ownAny);
    });
  };
  const differentiate = (differentiated: Call, outputGradients: unknown): Outcome => {
    const {parameters, leaves, options: chosen} = differentiated;
    if (engine().state.gradientDepth > 0 || isTracing()) {
      return tapeDifferentiator({...differentiated, f: asGiven}, outputGradients);
    }
    const tensors: Tensor[] = [];
    const key = [chosen.hasAux === true, chosen.argnums, chosen.kwargs !== undefined];
    const signature = describeSignature([key, parameters, leaves, outputGradients], tensors);
    return programs.call(signature, tensors, (given) =>
      tapeDifferentiator(
        {
          ...differentiated,
          f: plain,
          parameters: replaceIn(parameters, tensors, given) as unknown[],
          leaves: replaceIn(leaves, tensors, given) as Tensor[],
        },
        replaceIn(outputGradients, tensors, given),
      ),
    ) as Outcome;
  };
  return Object.assign(call, {
    dispose: () => programs.dispose(),
    inspect: () => ({signatures: programs.inspect()}),
    [differentiator]: differentiate,
  });
}

function replaceIn(structure: unknown, tensors: readonly Tensor[], given: readonly Tensor[]): unknown {
  return mapAnything(structure, (leaf) => {
    const index = leaf instanceof Tensor ? tensors.indexOf(leaf) : -1;
    return index < 0 ? leaf : given[index];
  });
}

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

/** The programs of one graph function, the least recently used first. */
class Programs {
  readonly #programs = new Map<string, Compiled>();

  constructor(readonly limit: number) {}

  call(signature: string, tensors: readonly Tensor[], perform: Perform): unknown {
    const key = this.#keyOf(signature, tensors);
    let compiled = this.#programs.get(key) ?? new Compiled(signature);
    this.#programs.delete(key);
    try {
      let result = compiled.call(tensors, perform);
      const captured =
        compiled.calls === 1
          ? new Map([...compiled.bound, ...compiled.capturedAmong(tensors)])
          : compiled.bound;
      if (captured.size > compiled.bound.size) {
        // Traced with copies, f has shown that it reaches these by closure: again, with the tensors themselves.
        compiled.dispose();
        compiled = new Compiled(signature, captured);
        result = compiled.call(tensors, perform);
      }
      this.#keep(compiled, tensors);
      return result;
    } catch (error) {
      compiled.dispose();
      throw error;
    }
  }

  #keyOf(signature: string, tensors: readonly Tensor[]): string {
    for (const [key, compiled] of this.#programs) {
      if (compiled.signature === signature && compiled.serves(tensors)) return key;
    }
    return '';
  }

  #keep(compiled: Compiled, tensors: readonly Tensor[]): void {
    const bound = [...compiled.bound.keys()].map((index) => `${index}=${(tensors[index] as Tensor).id}`);
    this.#programs.set([compiled.signature, ...bound].join(' '), compiled);
    const [oldest] = this.#programs;
    if (this.#programs.size <= this.limit || oldest === undefined) return;
    this.#programs.delete(oldest[0]);
    oldest[1].dispose();
  }

  dispose(): void {
    this.#programs.forEach((compiled) => compiled.dispose());
    this.#programs.clear();
  }

  inspect(): CompiledSignature[] {
    return [...this.#programs.values()].map((compiled) => compiled.inspect());
  }
}
