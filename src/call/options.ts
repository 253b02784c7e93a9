/**
 * The options of a call, checked.
 */
import {Tensor, type TensorLike} from '@tensorflow/tfjs-core';

import {describe, misuse} from '../errors.js';
import {isPlainObject, type Structure} from '../tree.js';

/**
 * Options of a call that differentiates. An unknown option, or one of another type, throws a TypeError.
 *
 * ```ts
 * const f = (x: tf.Tensor, rows: readonly string[], {scale}: {scale: tf.Tensor}): [tf.Tensor, number] => [
 *   tf.mul(x, scale),
 *   rows.length,
 * ];
 * const [[y, aux], dx, {scale}] = valueAndGradient(f, [3, ['a', 'b']], {
 *   argnums: 0,
 *   hasAux: true,
 *   kwargs: {scale: 2},
 * });
 * [y, aux, dx, scale]; // [6, 2, 2, 3]
 * ```
 */
export interface DifferentiationOptions {
  /**
   * `true`: the tape, whatever `f` is. `false`: a graph function is run by its compiled program, any other by the tape.
   * Default: `false`.
   */
  readonly useGradientTape?: boolean;
  /** `false`: `args` is one argument, also where it is a list. Default: `true`. */
  readonly autoUnpackSingleArg?: boolean;
  /**
   * `true`: `f` returns `[y, aux]`; no gradient is taken of `aux`, which is any value. Tensors in it, to any depth of
   * arrays and plain objects, are the caller's own. Default: `false`.
   */
  readonly hasAux?: boolean;
  /** Scope name of the operations that the call creates. Default: the function's name in snake case. */
  readonly name?: string;
  /** Named arguments: `f`'s last parameter, a plain object of what `args` may hold. Always differentiated. */
  readonly kwargs?: object;
  /**
   * The position, or positions, of the arguments to differentiate; negative ones count from the end. A single number
   * gives that argument's gradient bare, a list gives a list. The other arguments reach `f` exactly as given and may be
   * anything. Default: all.
   */
  readonly argnums?: number | readonly number[];
  /**
   * What stands for the gradient of what `y` does not depend on: `'none'` null, `'zero'` zeros of the argument's shape.
   * Default: `'none'`, with which the types of the gradients leave null out unless it is written out here.
   */
  readonly unconnectedGradients?: 'none' | 'zero';
}

/**
 * Options of {@link valueAndGradient}.
 *
 * ```ts
 * valueAndGradient((x) => tf.square(x), tf.tensor1d([1, 2]), {outputGradients: [1, 10]})[1]; // [2, 40]
 * ```
 */
export interface ValueAndGradientOptions extends DifferentiationOptions {
  /**
   * Weights of `y`, forwarded as `dy`: a structure like `y`, each leaf of exactly its `y`'s shape. Default: ones.
   */
  readonly outputGradients?: Structure<Tensor | TensorLike>;
}

/** Which options a function knows, and what each has to be. */
export type OptionTable = Readonly<
  Record<string, {readonly expected: string; readonly accepts: (value: unknown) => boolean}>
>;

const flag = {expected: 'true or false', accepts: (value: unknown) => typeof value === 'boolean'};

export const differentiationOptions: OptionTable = {
  useGradientTape: flag,
  autoUnpackSingleArg: flag,
  hasAux: flag,
  name: {expected: 'a string', accepts: (value) => typeof value === 'string'},
  kwargs: {expected: 'a plain object of named arguments', accepts: isPlainObject},
  argnums: {
    expected: 'a position, or a list of distinct positions',
    accepts: (value) =>
      Number.isInteger(value) ||
      (Array.isArray(value) && value.every(Number.isInteger) && new Set(value).size === value.length),
  },
  unconnectedGradients: {
    expected: "'none' or 'zero'",
    accepts: (value) => value === 'none' || value === 'zero',
  },
};

export const valueAndGradientOptions: OptionTable = {
  outputGradients: {expected: 'a structure like y of tensors', accepts: (value) => value !== null},
  ...differentiationOptions,
};

/** True of an object that holds nothing but options: it was meant for the next parameter. */
export function isOptions(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  return (
    keys.length > 0 &&
    keys.every(
      (key) =>
        Object.prototype.hasOwnProperty.call(valueAndGradientOptions, key) &&
        valueAndGradientOptions[key]?.accepts(value[key]) === true,
    )
  );
}

/** Throws where `options` is not an object of known options with fitting values. */
export function checkOptions(caller: string, options: unknown, known: OptionTable): void {
  if (options === undefined) return;
  if (!isPlainObject(options)) {
    throw misuse(
      caller,
      `options: expected a plain object, got ${describe(options)}`,
      isArgument(options) && caller !== 'graph'
        ? `Several arguments are passed as one list: ${caller}(f, [x, y], ...)${
            known.outputGradients === undefined ? '' : ', weights of y as {outputGradients}'
          }`
        : listOptions(known),
    );
  }
  for (const key of Object.keys(options)) {
    const option = Object.hasOwn(known, key) ? known[key] : undefined;
    const value = options[key];
    if (option === undefined) {
      throw misuse(caller, `unknown option '${key}'`, listOptions(known));
    }
    if (value !== undefined && !option.accepts(value)) {
      throw misuse(
        caller,
        `options.${key}: expected ${option.expected}, got ${describe(value)}`,
        `Leave it out for the default`,
      );
    }
  }
}

function isArgument(value: unknown): boolean {
  return (
    typeof value === 'number' || Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Tensor
  );
}

function listOptions(known: OptionTable): string {
  return `Known options: ${Object.keys(known).join(', ')}`;
}
