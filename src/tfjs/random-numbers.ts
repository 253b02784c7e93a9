/**
 * Random tensors of tfjs: all its operations but `multinomial` draw on the host, by a generator that they seed with a number
 * of `Math.random`, and enter as a tensor that is made within the scope of the operation.
 */
import type {Tensor, TypedArray} from '@tensorflow/tfjs-core';

import {internals, type Scope} from './internals.js';
import {replacing} from './replacing.js';

export interface RandomWatcher {
  /** Gives the number that `Math.random` is to return: what `draw` gives, for one. */
  readonly number: (draw: () => number, scope: object | undefined) => number;
  /** Told of a number of which a root is drawn. */
  readonly root: (of: number, scope: object | undefined) => void;
  /** Told of a tensor that is made of an array. */
  readonly made: (tensor: Tensor, elements: TypedArray, scope: object | undefined) => void;
}

/** Runs `f`, and tells of what it draws. Where `Math` is frozen there is nothing to tell. */
export function watchingRandomNumbers<T>({number, root, made}: RandomWatcher, f: () => T): T {
  if (Object.getOwnPropertyDescriptor(Math, 'random')?.writable !== true) return f();
  const running = internals();
  const {makeTensor} = running;
  const {random, sqrt} = Math;
  const scope = (): Scope | undefined => running.state.activeScope ?? undefined;
  const making: typeof makeTensor = (elements, ...parameters) => {
    const tensor = makeTensor.call(running, elements, ...parameters);
    if (ArrayBuffer.isView(elements)) made(tensor, elements, scope());
    return tensor;
  };
  const watching = {
    random: () => number(() => random.call(Math), scope()),
    sqrt: (x: number) => {
      root(x, scope());
      return sqrt(x);
    },
  };
  return replacing(running, {makeTensor: making}, () => replacing(Math, watching, f));
}

const SUFFIX = '__op';

/** The name of the operation that a scope is of; undefined of other scopes. */
export function operationOf(scope: object | undefined): string | undefined {
  const {name} = (scope ?? {}) as Partial<Scope>;
  return name?.endsWith(SUFFIX) === true ? name.slice(0, -SUFFIX.length) : undefined;
}
