/**
 * What `f` draws while it is traced: the numbers of `Math.random`, by the operations that ask for them, and the tensors that
 * these make of them.
 */
import type {DataId, Tensor, TypedArray} from '@tensorflow/tfjs-core';

import {operationOf} from '../../tfjs/random-numbers.js';
import {DrawnSeed} from '../program/drawn-seed.js';
import {captureSource} from './source.js';

/** Elements as they are drawn: of float32 or int32 tensors. */
export type Drawn = Float32Array | Int32Array;

/** One operation that drew. */
export interface Draw {
  /** As tfjs calls it: `randomNormal`. */
  readonly operation: string;
  /** What `Math.random` gave. */
  readonly numbers: number[];
  /** The first number of which a root was drawn. */
  root?: number;
  /** The elements of the tensor that it made of what it drew, unless these are bools, or a kernel made it. */
  made?: Drawn;
  /** The seed of its kernel. */
  seed?: DrawnSeed;
}

/** Operations that draw from `Math.random`, each in its own way. */
const operations: ReadonlySet<string> = new Set([
  'multinomial',
  'rand',
  'randomGamma',
  'randomNormal',
  'randomUniform',
  'truncatedNormal',
]);

export class Draws {
  /** In the order of their first numbers. */
  readonly all: Draw[] = [];
  /** All numbers, in order. */
  readonly numbers: number[] = [];
  /** Where `f` has called `Math.random` itself; undefined if it has not. */
  outside: (() => string | undefined) | undefined;
  readonly #byScope = new Map<object, Draw>();
  readonly #byMemory = new Map<DataId, number>();

  /** @param repeated Numbers to be drawn first, as they were before. */
  constructor(readonly repeated: readonly number[]) {}

  readonly number = (draw: () => number, scope: object | undefined): number => {
    const number = this.repeated[this.numbers.length] ?? draw();
    this.numbers.push(number);
    const operation = operationOf(scope);
    if (scope === undefined || operation === undefined || !operations.has(operation))
      this.outside ??= captureSource();
    else this.#drawIn(scope, operation).numbers.push(number);
    return number;
  };

  #drawIn(scope: object, operation: string): Draw {
    const known = this.#byScope.get(scope);
    if (known !== undefined) return known;
    const draw: Draw = {operation, numbers: []};
    this.all.push(draw);
    this.#byScope.set(scope, draw);
    return draw;
  }

  readonly root = (of: number, scope: object | undefined): void => {
    const draw = scope && this.#byScope.get(scope);
    if (draw !== undefined) draw.root ??= of;
  };

  readonly made = ({dataId}: Tensor, elements: TypedArray, scope: object | undefined): void => {
    const draw = scope && this.#byScope.get(scope);
    if (draw === undefined) return;
    if (!(elements instanceof Uint8Array)) draw.made = elements;
    this.#byMemory.set(dataId, this.all.indexOf(draw));
  };

  /** The place of the draw that made some memory. */
  placeOf(dataId: DataId): number | undefined {
    return this.#byMemory.get(dataId);
  }

  /** The attributes of a kernel, with a seed that was drawn for it as such. */
  markSeed(attributes: unknown): unknown {
    const {seed} = (attributes ?? {}) as {readonly seed?: unknown};
    const place = this.all.length - 1;
    const last = this.all[place];
    if (last?.operation !== 'multinomial' || last.numbers[0] !== seed) return attributes;
    last.seed = new DrawnSeed(place, seed as number);
    return {...(attributes as object), seed: last.seed};
  }
}
