/**
 * The calling rules: `args` and `options` become the parameters of `f` and the tensors to differentiate.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {describe, misuse} from './errors.js';
import {mapPrimal, readArgument, type Primal} from './leaves.js';
import type {DifferentiationOptions} from './options.js';
import {mapRecord, memberPath, type Structure} from './structure.js';

export type AnyFunction = (...parameters: never[]) => unknown;

/** A function to be called, with what it is called with and what of that is to be differentiated. */
export interface Call {
  /** The public function that was called, for messages. */
  readonly caller: string;
  readonly f: (...parameters: unknown[]) => unknown;
  /** What `f` is called with: tensors in the place of tensor-likes, the rest as given. */
  readonly parameters: readonly unknown[];
  /** The tensors to differentiate: those of the arguments, in the order of `argnums`, then those of `kwargs`. */
  readonly leaves: readonly Tensor[];
  readonly options: DifferentiationOptions;
  /** True where `args` is a list of arguments. */
  readonly isPacked: boolean;
  /** Whatever is differentiated, in the order of `leaves`: one entry for an argument. */
  readonly primals: readonly Primal[];
  /** Arranges one entry for each primal as the caller expects it. */
  readonly arrange: <Out>(entries: readonly Out[]) => Arranged<Out>;
}

/** Results for `args` and for `kwargs`, each there only where the caller gave any. */
export type Arranged<Out> = [Out | Out[]] | [Out | Out[], Record<string, Out>] | [Record<string, Out>];

/** Reads a call by the rules of `valueAndGradient`. Tensor-likes become tensors of the innermost scope. */
export function readCall(
  caller: string,
  f: AnyFunction,
  args: unknown,
  options: DifferentiationOptions,
): Call {
  const packed = Array.isArray(args) && options.autoUnpackSingleArg !== false;
  const positional: readonly unknown[] = packed ? args : args === undefined ? [] : [args];
  const positions = selectPositions(caller, positional.length, options.argnums);
  const leaves: Tensor[] = [];
  const parameters = [...positional];
  const primals = positions.map((position) => {
    const path = packed ? memberPath('args', position) : 'args';
    const primal = readArgument(caller, positional[position], path, leaves);
    parameters[position] = primal;
    return primal;
  });
  const kwargs =
    options.kwargs &&
    mapRecord(options.kwargs, (value, key) => readArgument(caller, value, memberPath('kwargs', key), leaves));
  if (kwargs !== undefined) {
    parameters.push(kwargs);
    primals.push(...Object.values(kwargs));
  }
  if (leaves.length === 0) throw noArgument(caller, args);
  const noArgs = args === undefined || (Array.isArray(args) && args.length === 0);
  const bare = !packed && options.argnums === undefined;
  const arrange = <Out>(entries: readonly Out[]): Arranged<Out> => {
    const ofArgs = entries.slice(0, positions.length);
    const arranged = bare || typeof options.argnums === 'number' ? (ofArgs[0] as Out) : ofArgs;
    if (kwargs === undefined) return [arranged];
    const keys = Object.keys(kwargs);
    const ofKwargs = Object.fromEntries(
      keys.map((key, index) => [key, entries[positions.length + index] as Out]),
    );
    return noArgs ? [ofKwargs] : [arranged, ofKwargs];
  };
  return {caller, f: f as Call['f'], parameters, leaves, options, isPacked: packed, primals, arrange};
}

/** Which positions `argnums` names; all where it names none. */
function selectPositions(
  caller: string,
  count: number,
  argnums: DifferentiationOptions['argnums'],
): number[] {
  if (argnums === undefined) return [...Array(count).keys()];
  return [argnums].flat().map((argnum) => {
    const position = argnum < 0 ? count + argnum : argnum;
    if (position >= 0 && position < count) return position;
    throw misuse(
      caller,
      `options.argnums: expected positions among the ${count} of args, got ${argnum}`,
      count > 0
        ? `Positions run from 0 to ${count - 1}, or from -${count} to -1`
        : 'Pass the arguments as args',
    );
  });
}

function noArgument(caller: string, args: unknown): TypeError {
  return misuse(
    caller,
    `args: expected at least one tensor to differentiate, got ${describe(args)}`,
    `Pass the tensors, also those that f closes over: ${caller}(f, x) or ${caller}(f, [x, y])`,
  );
}

/** Shapes one result for each leaf like the arguments of the call. */
export function shapeLikeArguments<Out>(call: Call, results: readonly Out[]): Arranged<Structure<Out>> {
  let used = 0;
  return call.arrange(call.primals.map((primal) => mapPrimal(primal, () => results[used++] as Out)));
}
