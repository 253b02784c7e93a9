/**
 * The calling rules: `args` and `options` become the parameters of `f` and the tensors to differentiate.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {describe, misuse} from '../errors.js';
import {readArgument, withoutModels, type Conversions, type Found} from './leaves.js';
import {isModel} from './models.js';
import {checkNesting} from './nesting.js';
import {isOptions, type DifferentiationOptions} from './options.js';
import {findPath, mapRecord, mapStructure, memberPath, type Structure} from '../tree.js';

export type AnyFunction = (...parameters: never[]) => unknown;

/** A function to be called, with what it is called with and what of that is to be differentiated. */
export interface Call {
  /** The public function that was called, for messages. */
  readonly caller: string;
  readonly f: (...parameters: unknown[]) => unknown;
  /** What `f` is called with: tensors in the place of tensor-likes, the rest as given. */
  readonly parameters: readonly unknown[];
  /** The path of each parameter. */
  readonly parameterPaths: readonly string[];
  /** What tensor-likes became, by their paths. */
  readonly converted: Conversions;
  /** The tensors to differentiate: those of the arguments, in the order of `argnums`, then those of `kwargs`. */
  readonly leaves: readonly Tensor[];
  readonly options: DifferentiationOptions;
  /** Whatever is differentiated, in the order of `leaves`: one entry for an argument, a model as the list of its weights. */
  readonly primals: ReadonlyArray<Structure<Tensor>>;
  /** The path of each primal. */
  readonly paths: readonly string[];
  readonly arrangement: Arrangement;
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
  refuseOptions(caller, args, options);
  const packed = Array.isArray(args) && options.autoUnpackSingleArg !== false;
  const positional: readonly unknown[] = packed ? args : args === undefined ? [] : [args];
  const positions = selectPositions(caller, positional.length, options.argnums);
  const parameters = [...positional];
  const pathOf = (position: number): string => (packed ? memberPath('args', position) : 'args');
  const parameterPaths = parameters.map((_, position) => pathOf(position));
  const found: Found = {leaves: [], converted: new Map()};
  const {leaves, converted} = found;
  const paths: string[] = [];
  const primals: Array<Structure<Tensor>> = [];
  const read = (value: unknown, path: string): unknown => {
    const received = readArgument(caller, value, path, found);
    paths.push(path);
    primals.push(received instanceof Tensor ? received : withoutModels(caller, received, path));
    return received;
  };
  for (const position of positions) checkNesting(caller, positional[position], pathOf(position));
  checkNesting(caller, options.kwargs, 'kwargs');
  for (const position of positions) parameters[position] = read(positional[position], pathOf(position));
  const kwargs =
    options.kwargs && mapRecord({...options.kwargs}, (value, key) => read(value, memberPath('kwargs', key)));
  if (kwargs !== undefined) {
    parameters.push(kwargs);
    parameterPaths.push('kwargs');
  }
  if (leaves.length === 0) throw noArgument(caller, args, options);
  const arrangement: Arrangement = {
    count: positions.length,
    isBare: typeof options.argnums === 'number' || (!packed && options.argnums === undefined),
    kwargs: kwargs && Object.keys(kwargs),
    hasArgs: args !== undefined && !(Array.isArray(args) && args.length === 0),
  };
  return {
    caller,
    f: f as Call['f'],
    parameters,
    parameterPaths,
    converted,
    leaves,
    options,
    primals,
    paths,
    arrangement,
  };
}

/** Throws where `args` are the options, in the place of what is to be differentiated. */
function refuseOptions(caller: string, args: unknown, options: object): void {
  if (Object.keys(options).length > 0 || !isOptions(args)) return;
  throw misuse(
    caller,
    `args: expected what to differentiate, got ${describe(args)}, which are options`,
    `Options come after the arguments, also after those that f closes over: ${caller}(f, x, options)`,
  );
}

/** How the results for the primals of a call are handed out. */
interface Arrangement {
  /** How many of the primals are of `args`; the others are of `kwargs`. */
  readonly count: number;
  /** True where the one result for `args` is not put into a list. */
  readonly isBare: boolean;
  readonly kwargs: readonly string[] | undefined;
  readonly hasArgs: boolean;
}

function arrange<Out>({count, isBare, kwargs, hasArgs}: Arrangement, entries: readonly Out[]): Arranged<Out> {
  const ofArgs = isBare ? (entries[0] as Out) : entries.slice(0, count);
  if (kwargs === undefined) return [ofArgs];
  const ofKwargs = Object.fromEntries(kwargs.map((key, index) => [key, entries[count + index] as Out]));
  return hasArgs ? [ofArgs, ofKwargs] : [ofKwargs];
}

/** Which positions `argnums` names; all where it names none. */
function selectPositions(
  caller: string,
  count: number,
  argnums: DifferentiationOptions['argnums'],
): number[] {
  if (argnums === undefined) return [...Array(count).keys()];
  const positions = [argnums].flat().map((argnum) => (argnum < 0 ? count + argnum : argnum));
  return positions.map((position, index) => {
    const isNew = positions.indexOf(position) === index;
    if (position >= 0 && position < count && isNew) return position;
    const argnum = [argnums].flat()[index];
    throw misuse(
      caller,
      `options.argnums: expected ${isNew ? '' : 'distinct '}positions among the ${count} of args, got ${argnum}`,
      count > 0
        ? `Positions run from 0 to ${count - 1}, or from -${count} to -1`
        : 'Pass the arguments as args',
    );
  });
}

function noArgument(caller: string, args: unknown, {argnums, kwargs}: DifferentiationOptions): TypeError {
  if (Array.isArray(argnums) && argnums.length === 0) {
    return misuse(caller, 'options.argnums: expected a position, got a list of 0', 'Leave it out for all');
  }
  const model = findPath({args, kwargs}, '', isModel);
  if (model !== undefined) {
    return misuse(
      caller,
      `${model.slice(1)}: expected a model with trainable weights, got one without`,
      'Make some trainable',
    );
  }
  return misuse(
    caller,
    `args: expected at least one tensor to differentiate, got ${describe(args)}`,
    `Pass the tensors, also those that f closes over: ${caller}(f, x) or ${caller}(f, [x, y])`,
  );
}

/** Shapes one result for each leaf like the arguments of the call. */
export function shapeLikeArguments<Out>(call: Call, results: readonly Out[]): Arranged<Structure<Out>> {
  let used = 0;
  const next = (): Out => results[used++] as Out;
  return arrange(
    call.arrangement,
    call.primals.map((primal) => mapStructure(primal, '', next)),
  );
}

/** The results for `args` alone, or for `kwargs` alone, or the pair of both. */
export function unwrap<Out>(arranged: Arranged<Out>): unknown {
  return arranged.length === 1 ? arranged[0] : arranged;
}

/** The path of every leaf; that of a weight is as of a list in the place of its model. */
export function leafPaths({primals, paths}: Call): string[] {
  return primals.flatMap((primal, index) => {
    const found: string[] = [];
    mapStructure(primal, paths[index] as string, (_, path) => found.push(path));
    return found;
  });
}
