/**
 * How a call is evaluated. A function may carry its own evaluator: so a graph function is evaluated by its compiled
 * programs, and those who use the tape alone bundle no graph.
 */
import type {AnyFunction, Call} from './calling-rules.js';

/** Computes something of a call by the tape. All the tensors that it makes belong to the innermost scope. */
export type Computation<Result> = (call: Call, extra: unknown) => Result;

/** A call as the caller wrote it. */
export interface Request {
  /** The public function that was called. */
  readonly caller: string;
  readonly args: unknown;
  readonly options: object;
  /** What the computation needs beside the call. */
  readonly extra?: unknown;
}

export interface Evaluator {
  /** The whole result of a request like one that was learned; undefined where there was none. */
  replay(request: Request): unknown;
  /** What the computation gives for the call. */
  evaluate<Result>(computation: Computation<Result>, call: Call, extra?: unknown): Result;
  /** Takes note of what became of a request, of which `call` is the reading that was evaluated last. */
  learn(request: Request, call: Call, result: unknown): void;
}

/** The key under which a function carries its own evaluator. */
export const evaluator: unique symbol = Symbol.for('tfjs-value-and-gradient.evaluator');

const byTape: Evaluator = {
  replay: () => undefined,
  evaluate: (computation, call, extra) => computation(call, extra),
  learn: () => undefined,
};

/** The evaluator that `f` carries, unless the caller asks for the tape; else the tape. */
export function evaluatorOf(f: AnyFunction, options: {readonly useGradientTape?: boolean} = {}): Evaluator {
  if (typeof f !== 'function' || options.useGradientTape === true) return byTape;
  return (f as {readonly [evaluator]?: Evaluator})[evaluator] ?? byTape;
}
