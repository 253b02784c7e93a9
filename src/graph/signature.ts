/**
 * What a call has in common with those that one program serves: structure, shapes, dtypes, other values, options.
 */
import {type Tensor, getBackend} from '@tensorflow/tfjs-core';

import {NumbersAsTensor} from '../call/likeness.js';
import {checkOpening, pathOf} from '../call/nesting.js';
import {describe, misuse} from '../errors.js';
import type {Model} from '../call/models.js';
import {idOf, modelText, singleText, symbolId} from './identities.js';
import {hasEntries, kindOf, type Instance} from './kinds.js';
import {largeArrayIn, type LargeArray} from './large-arrays.js';

/** Something that a call is made with, at a path for messages. */
export type Place = readonly [path: string, value: unknown];

export interface Signature {
  readonly text: string;
  /** The tensors, each once, which the text names by their index. */
  readonly tensors: readonly Tensor[];
  /** Arrays of numbers of which the text has but a hash. */
  readonly arrays: readonly LargeArray[];
  /** The path of what stands at a position of the text; undefined past its end. */
  readonly pathAt: (position: number) => string | undefined;
}

/** More values than this would take longer to compare than any program takes to run. */
const MOST_VALUES = 100_000;

export function describeSignature(caller: string, places: readonly Place[]): Signature {
  const pathAt = (position: number): string | undefined => {
    const description = new Description(caller, position);
    description.of(places);
    return description.found;
  };
  return {...new Description(caller).of(places), pathAt};
}

/** The position from which on two texts differ. */
export function firstDifference(one: string, other: string): number {
  let index = 0;
  while (index < one.length && one[index] === other[index]) index++;
  return index;
}

class Description {
  found: string | undefined;
  #text = `${getBackend()}: `;
  #path = '';
  #values = 0;
  readonly #keys: Array<string | number> = [];
  readonly #tensors = new Map<Tensor, number>();
  readonly #arrays: LargeArray[] = [];
  /** The lists and records that are being described, with how many instances were when they were entered. */
  readonly #open = new Map<object, number>();
  #openInstances = 0;
  #openModels = 0;
  /** Instances, which may refer to each other in circles, by the order in which they were met. */
  readonly #instances = new Map<object, number>();

  constructor(
    readonly caller: string,
    readonly target = Infinity,
  ) {}

  of(places: readonly Place[]): Omit<Signature, 'pathAt'> {
    places.forEach(([path, value], index) => {
      if (index > 0) this.#text += '; ';
      this.#path = path;
      this.#part(value);
    });
    return {text: this.#text, tensors: [...this.#tensors.keys()], arrays: this.#arrays};
  }

  #add(text: string): void {
    this.#text += text;
    if (this.#text.length > this.target) this.found ??= pathOf(this.#path, this.#keys);
  }

  /** Two frames for each level of nesting, here and in what it calls, as arguments may be deep. */
  #part(value: unknown): void {
    if (++this.#values > MOST_VALUES)
      throw this.#refuse('an argument of fewer values', `more than ${MOST_VALUES}`);
    if (value instanceof NumbersAsTensor) {
      this.#add('numbers ');
      return this.#tensor(value.tensor);
    }
    const known = kindOf(value);
    switch (known.kind) {
      case 'variable':
        return this.#add(`variable ${known.value.id}`);
      case 'tensor':
        return this.#tensor(known.value);
      case 'model':
        return this.#model(known.value);
      case 'list':
      case 'numbers':
        return this.#list(known.value);
      case 'record':
        return this.#record(known.value);
      case 'text':
        return this.#add(known.text);
      case 'instance':
        return this.#instance(known.value);
      case 'opaque':
        throw this.#refuseOpaque(known.value);
      case 'single':
        return this.#add(singleText(known.value));
    }
  }

  #tensor(tensor: Tensor): void {
    if (this.#openModels > 0) return this.#add(`tensor ${tensor.id}`);
    const index = this.#tensors.get(tensor) ?? this.#tensors.size;
    this.#tensors.set(tensor, index);
    this.#add(`${tensor.dtype}[${String(tensor.shape)}]@${index}`);
  }

  #list(items: ArrayLike<unknown>): void {
    const array = largeArrayIn(items);
    if (array !== undefined) {
      this.#arrays.push(array);
      return this.#add(array.text);
    }
    if (!this.#enter(items)) return;
    this.#add(Array.isArray(items) ? '[' : `${items.constructor.name}[`);
    for (let index = 0; index < items.length; index++) {
      if (index > 0) this.#add(',');
      this.#keys.push(index);
      this.#part(items[index]);
      this.#keys.pop();
    }
    this.#add(']');
    this.#open.delete(items);
  }

  #record(record: Readonly<Record<string, unknown>>): void {
    if (!this.#enter(record)) return;
    this.#add('{');
    for (const key of Object.keys(record)) {
      this.#keys.push(key);
      this.#add(`${JSON.stringify(key)}:`);
      this.#part(record[key]);
      this.#add(',');
      this.#keys.pop();
    }
    this.#add('}');
    this.#open.delete(record);
  }

  /** A circle of lists and records alone is refused, as everywhere; one through an instance is described as such. */
  #enter(value: object): boolean {
    const entered = this.#open.get(value);
    if (entered !== undefined && entered < this.#openInstances) {
      this.#add(`outer ${[...this.#open.keys()].indexOf(value)}`);
      return false;
    }
    const opening = {isOpen: entered !== undefined, depth: this.#open.size};
    checkOpening(this.caller, opening, this.#path, this.#keys);
    this.#open.set(value, this.#openInstances);
    return true;
  }

  #instance(value: object): void {
    const known = this.#instances.get(value);
    if (known !== undefined) return this.#add(`same ${known}`);
    this.#instances.set(value, this.#instances.size);
    this.#enter(value);
    this.#openInstances++;
    const prototype = Object.getPrototypeOf(value) as {constructor?: {name?: string}} | null;
    this.#add(`${prototype?.constructor?.name ?? ''}#${prototype === null ? '' : idOf(prototype)}{`);
    for (const key of Reflect.ownKeys(value)) {
      this.#keys.push(String(key));
      this.#add(typeof key === 'string' ? `${JSON.stringify(key)}:` : `symbol ${symbolId(key)}:`);
      this.#part((value as Instance)[key]);
      this.#add(',');
      this.#keys.pop();
    }
    if (hasEntries(value)) this.#entries(value);
    this.#add('}');
    this.#openInstances--;
    this.#open.delete(value);
  }

  #entries(value: Map<unknown, unknown> | Set<unknown>): void {
    const isMap = value instanceof Map;
    let index = 0;
    for (const entry of value) {
      const [key, member] = isMap ? (entry as [unknown, unknown]) : [index, entry];
      this.#keys.push(typeof key === 'string' ? key : index);
      if (isMap) this.#part(key);
      this.#add(isMap ? '=>' : '');
      this.#part(member);
      this.#add(',');
      this.#keys.pop();
      index++;
    }
  }

  /** Models reach `f` as they are: what is no weight of theirs is not replaced by an input. */
  #model(model: Model): void {
    this.#add(modelText(model));
    if ('getWeights' in model || !this.#enter(model)) return;
    this.#openModels++;
    for (const [key, member] of Object.entries(model)) {
      if (key === 'trainableWeights') continue;
      this.#keys.push(key);
      this.#add(`,${JSON.stringify(key)}:`);
      this.#part(member);
      this.#keys.pop();
    }
    this.#openModels--;
    this.#open.delete(model);
  }

  #refuse(expected: string, found: string): TypeError {
    return misuse(
      this.caller,
      `${pathOf(this.#path, this.#keys)}: expected ${expected}, got ${found}`,
      'Pass tensors, numbers, lists and plain objects of what f needs, or let f close over what never changes',
    );
  }

  #refuseOpaque(value: object): TypeError {
    return this.#refuse(
      'what a graph function can look into, so that it sees what changes',
      `${describe(value)}, whose state is hidden`,
    );
  }
}
