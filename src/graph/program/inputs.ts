/**
 * The inputs of kernels by name. A few kernels have lists among them, whose members are named by their place: `splits[0]`.
 */
import {memberPath} from '../../tree.js';

/** What a kernel is given, with every tensor of a list under a name of its own; inputs that were not given are left out. */
export function namedTensors<T extends object>(
  inputs: Readonly<Record<string, T | readonly T[] | null | undefined>>,
): Array<readonly [name: string, tensor: T]> {
  return Object.entries(inputs).flatMap(([name, input]) => {
    if (input == null) return [];
    if (!isList(input)) return [[name, input] as const];
    return input.map((tensor, index) => [memberPath(name, index), tensor] as const);
  });
}

function isList<T extends object>(input: T | readonly T[]): input is readonly T[] {
  return Array.isArray(input);
}

/** The inputs of a kernel, or its list of inputs, put together again. */
export function inputsOf<T>(
  named: ReadonlyArray<readonly [name: string, tensor: T]>,
  isWholeList: boolean,
): Record<string, T | T[]> {
  const inputs = (isWholeList ? [] : {}) as Record<string, T | T[]>;
  for (const [name, tensor] of named) {
    const [, list, index] = /^(.+)\[(\d+)\]$/.exec(name) ?? [];
    if (list === undefined) inputs[name] = tensor;
    else ((inputs[list] ??= []) as T[])[Number(index)] = tensor;
  }
  return inputs;
}
