/**
 * What the Jacobian family returns: results for every argument, the caller's own.
 */
import {zeros, type Tensor} from '@tensorflow/tfjs-core';

import {readCall, shapeLikeArguments, unwrap, type AnyFunction, type Call} from '../call/calling-rules.js';
import {refuseDroppedNumbers} from '../call/dropped-numbers.js';
import {inScope} from '../tfjs/engine.js';
import {evaluatorOf, type Computation} from '../call/evaluator.js';
import {checkOptions, differentiationOptions, type DifferentiationOptions} from '../call/options.js';
import {Ownership} from '../call/ownership.js';
import {inOurWords} from '../call/tfjs-errors.js';
import {mapAnything} from '../tree.js';
import {checkFunction} from '../call/value-and-gradient.js';

/** A call of the Jacobian family that is being evaluated. */
export interface Evaluation {
  readonly call: Call;
  /** Computes something of the call, in the way of `f`. */
  readonly compute: <Result>(computation: Computation<Result>, extra?: unknown) => Result;
  /** The caller's own copy of what holds tensors. */
  readonly own: (structure: unknown) => unknown;
  /** The caller's own results, one for each leaf, shaped like the arguments; for a missing one null, or zeros. */
  readonly shape: (
    results: ReadonlyArray<Tensor | undefined>,
    shapeOf: (leaf: Tensor) => number[],
  ) => unknown;
  /** The result, with `aux` beside it where the caller asked for it. */
  readonly withAux: (result: unknown, aux: unknown) => unknown;
}

/** Checks and reads a call, and evaluates it in a scope of its own. */
export function evaluateCall(
  caller: string,
  scopeName: string,
  f: AnyFunction,
  {args, options, extra}: {args: unknown; options: DifferentiationOptions; extra?: unknown},
  evaluate: (evaluation: Evaluation) => unknown,
): unknown {
  const request = {caller, args, options, extra};
  const replayed = evaluatorOf(f).replay(request);
  if (replayed !== undefined) return replayed;
  checkFunction(caller, f);
  checkOptions(caller, options, differentiationOptions);
  const ownership = new Ownership();
  const run = (): unknown => {
    const call = readCall(caller, f, args, options);
    ownership.leave(call.leaves);
    const evaluator = evaluatorOf(f, options);
    const own = (structure: unknown): unknown => mapAnything(structure, ownership.ownAny);
    const connected = new Set<number>();
    const result = evaluate({
      call,
      compute: (computation, needed) => evaluator.evaluate(computation, call, needed),
      own,
      shape: (results, shapeOf) => {
        results.forEach((found, index) => found !== undefined && connected.add(index));
        const complete = call.leaves.map((leaf, index) => {
          const result =
            results[index] ?? (options.unconnectedGradients === 'zero' ? zeros(shapeOf(leaf)) : null);
          return result && ownership.own(result);
        });
        return unwrap(shapeLikeArguments(call, complete));
      },
      withAux: (result, aux) => (options.hasAux === true ? [result, own(aux)] : result),
    });
    refuseDroppedNumbers(caller, call.f, args, options, (position) => connected.has(position));
    evaluator.learn(request, call, result);
    return result;
  };
  return inScope(options.name ?? scopeName, ownership.results, () => inOurWords(caller, run));
}
