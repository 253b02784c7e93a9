/** A program made ready to be called: its tensors, `f`, and the arguments of every call. */
import * as tf from '@tensorflow/tfjs-core';

import {mapAnything} from '../../src/tree.js';
import {run, type Environment} from './expression.js';
import {library} from './library.js';
import {randomNumbers, sizeOf} from './numbers.js';
import {argumentsOf, type Form, type Input, type Program} from './program.js';

const GOLDEN = 0.6180339887;
const SPECIAL = [0, -0, Infinity, -Infinity, NaN, 1e30, -1e30, 1e-30];

/** The numbers of an input at a call: `low + (high - low) * ((start + i * 0.618…) % 1)`. */
export function numbersOf(input: Input, call: number, specials = 0): number[] {
  const {shape, dtype, low, high} = input;
  const start = startAt(input, call);
  const values = Array.from(
    {length: sizeOf(shape)},
    (_, i) => low + (high - low) * ((start + i * GOLDEN) % 1),
  );
  if (dtype === 'bool') return values.map((value) => (value > (low + high) / 2 ? 1 : 0));
  if (dtype === 'int32') return values.map(Math.floor);
  if (specials === 0 || call < 2 || input.role === 'constant') return values;
  const next = randomNumbers(input.id * 31 + call);
  return values.map((value) =>
    next() * specials < 1 ? (SPECIAL[Math.floor(next() * SPECIAL.length)] as number) : value,
  );
}

/** Constants begin at the same place at every call. */
export function startAt({role, start}: Input, call: number): number {
  return role === 'constant' ? start : Math.round(((start + call * 0.37) % 1) * 1000) / 1000;
}

export function tensorOf(input: Input, call: number, specials = 0): tf.Tensor {
  return tf.tensor(numbersOf(input, call, specials), [...input.shape], input.dtype);
}

/** Bends the floats that a program is given, to see what rounding does to it. */
export type Bend = (tensor: tf.Tensor) => tf.Tensor;

export interface Instance {
  readonly f: (...parameters: unknown[]) => unknown;
  /** How often `f` ran. */
  readonly runs: () => number;
  /** What `f` is called with at a call, with whatever was made for it. */
  readonly given: (call: number) => Given;
  readonly dispose: () => void;
}

export interface Given {
  readonly args: unknown;
  readonly kwargs: Record<string, unknown> | undefined;
  readonly dispose: () => void;
}

export function instantiate(program: Program, bend: Bend = (tensor) => tensor): Instance {
  const {inputs, body, form} = program;
  const constants = inputs
    .filter(({role}) => role === 'constant')
    .map((input) => ({input, tensor: bend(tensorOf(input, 0))}));
  const isVariable = ({role}: Input): boolean =>
    role === 'variable' || (form.passing === 'variables' && role === 'argument');
  const variables = inputs.filter(isVariable).map((input) => {
    const value = tensorOf(input, 0);
    const variable = tf.variable(value);
    value.dispose();
    return {input, variable};
  });
  let runs = 0;
  const f = (...parameters: unknown[]): unknown => {
    runs++;
    const environment: Environment = new Map();
    for (const {input, tensor} of constants) environment.set(input.id, tensor);
    for (const {input, variable} of variables) environment.set(input.id, variable);
    unpack(program, parameters).forEach((value, id) => environment.set(id, value));
    return run(body, environment, library);
  };
  const given = (call: number): Given => {
    for (const {input, variable} of variables) {
      const value = bend(tensorOf(input, call, form.specials));
      variable.assign(value);
      value.dispose();
    }
    const made: tf.Tensor[] = [];
    const values = argumentsOf(program).map((input) => {
      const variable = variables.find((one) => one.input === input)?.variable;
      if (variable !== undefined) return variable;
      const tensor = bend(tensorOf(input, call, form.specials));
      if (input.isLike) {
        const array = tensor.arraySync();
        tensor.dispose();
        return array;
      }
      made.push(tensor);
      return tensor;
    });
    return {...pack(form, values), dispose: () => tf.dispose(made)};
  };
  const dispose = (): void => {
    tf.dispose(constants.map(({tensor}) => tensor));
    tf.dispose(variables.map(({variable}) => variable));
  };
  return {f, runs: () => runs, given, dispose};
}

/** Arranges arguments as the form says. The same in source is in `print.ts`. */
export function pack({passing}: Form, values: readonly unknown[]): Pick<Given, 'args' | 'kwargs'> {
  const [first, ...rest] = values;
  switch (passing) {
    case 'list':
    case 'variables':
      return {args: values, kwargs: undefined};
    case 'object':
      return {args: {a: first, b: rest}, kwargs: undefined};
    case 'nested':
      return {args: [{w: first, b: [rest[0] ?? []]}, ...rest.slice(1)], kwargs: undefined};
    case 'kwargs':
      return {args: [first], kwargs: Object.fromEntries(rest.map((value, index) => [`k${index}`, value]))};
  }
}

/** The arguments of a program by their numbers, from the parameters of `f`. */
function unpack(program: Program, parameters: readonly unknown[]): Map<number, unknown> {
  const ids = argumentsOf(program).map(({id}) => id);
  const values = unpacked(program.form, parameters);
  return new Map(ids.map((id, index) => [id, values[index]]));
}

function unpacked({passing}: Form, parameters: readonly unknown[]): readonly unknown[] {
  switch (passing) {
    case 'list':
    case 'variables':
      return parameters;
    case 'object': {
      const {a, b} = parameters[0] as {a: unknown; b: unknown[]};
      return [a, ...b];
    }
    case 'nested': {
      const [{w, b}, ...rest] = parameters as [{w: unknown; b: unknown[]}];
      return [w, ...b, ...rest];
    }
    case 'kwargs':
      return [parameters[0], ...Object.values(parameters[1] ?? {})];
  }
}

/** Disposes of the tensors in a result. */
export function disposeResult(result: unknown): void {
  mapAnything(result, (leaf) => leaf instanceof tf.Tensor && leaf.dispose());
}
