/**
 * The programs of one graph function, the least recently used first.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {Admission} from './admission.js';
import {Compiled, type CompiledSignature} from './cache-entry.js';
import type {LargeArray} from './large-arrays.js';
import {refuseDisposed} from './liveness.js';
import type {Signature} from './signature.js';
import type {Perform} from './traced-call.js';

/** What a call gives: also the program that answered and its outputs, unless `f` ran. */
export interface Answer {
  readonly result: unknown;
  readonly replayed: {readonly compiled: Compiled; readonly outputs: readonly Tensor[]} | undefined;
}

/** How to answer a call without a program that has been compiled. */
export interface Ways {
  /** Runs `f` under a trace. */
  readonly traced: Perform;
  /** Runs `f` by the tape. */
  readonly plain: () => unknown;
}

/** Refusals of more signatures than this are not remembered: the next call is traced, and refused, again. */
const MOST_REFUSED = 256;

/** A program and what it is for. */
interface Entry {
  readonly compiled: Compiled;
  readonly arrays: readonly LargeArray[];
  /** How often it was called lately, and how often it was replayed at all. */
  uses: number;
  replays: number;
}

export class Programs {
  #entries: Entry[] = [];
  /** Signatures that were refused, which hold nothing but the reason. */
  #refused: Entry[] = [];
  readonly #admission: Admission;

  constructor(readonly limit: number) {
    this.#admission = new Admission(limit);
  }

  /** Answers by the program for these tensors; traces if there is none yet and it seems worth while. */
  call(signature: Signature, ways: Ways): Answer {
    signature.tensors.forEach(refuseDisposed);
    const known = this.#find(signature, this.#refused) ?? this.#find(signature, this.#entries);
    if (known === undefined && !this.#isAdmitted(signature))
      return {result: ways.plain(), replayed: undefined};
    const entry = known ?? newEntry(signature);
    this.#remove(entry);
    try {
      const answer = this.#answer(entry, signature, ways.traced);
      this.#keep(entry, signature);
      return answer;
    } catch (error) {
      this.#discard(entry);
      throw error;
    }
  }

  #answer(entry: Entry, {tensors}: Signature, traced: Perform): Answer {
    const {compiled} = entry;
    entry.uses++;
    const {result, outputs} = compiled.call(tensors, traced);
    if (outputs !== undefined) {
      entry.replays++;
      return {result, replayed: {compiled, outputs}};
    }
    return {result, replayed: undefined};
  }

  /** Makes a program the most recently used one. */
  touch(compiled: Compiled): void {
    const latest = this.#entries[this.#entries.length - 1];
    const entry =
      latest?.compiled === compiled ? latest : this.#entries.find((other) => other.compiled === compiled);
    if (entry === undefined) return;
    entry.uses++;
    entry.replays++;
    if (entry === latest) return;
    this.#remove(entry);
    this.#entries.push(entry);
  }

  /** Forgets a program that has failed. */
  drop(compiled: Compiled): void {
    const dropped = this.#entries.find((entry) => entry.compiled === compiled);
    if (dropped === undefined) return compiled.dispose();
    this.#remove(dropped);
    this.#discard(dropped);
  }

  /** What was refused once stays refused: the next two traces of a random `f` may happen to agree. */
  #discard(entry: Entry): void {
    if (!entry.compiled.isRefused) return entry.compiled.dispose();
    this.#refused.push(entry);
    if (this.#refused.length > MOST_REFUSED) this.#refused.shift();
  }

  dispose(): void {
    for (const {compiled} of this.#entries) compiled.dispose();
    this.#entries = [];
    this.#refused = [];
    this.#admission.reset();
  }

  inspect(): CompiledSignature[] {
    return [...this.#refused, ...this.#entries].map(({compiled}) => compiled.inspect());
  }

  #find({text, arrays, tensors}: Signature, among: readonly Entry[]): Entry | undefined {
    for (const entry of among.filter(({compiled}) => compiled.isStale)) this.#free(entry);
    return among.find(
      ({compiled, arrays: known}) =>
        compiled.signature === text && areEqual(known, arrays) && compiled.serves(tensors),
    );
  }

  #isAdmitted({text}: Signature): boolean {
    const [oldest] = this.#entries;
    return (
      oldest === undefined ||
      this.#entries.length < this.limit ||
      this.#admission.admits(text, oldest, this.#entries)
    );
  }

  #keep(entry: Entry, signature: Signature): void {
    const replaced = this.#entries.find((other) => isForTheSame(entry, other));
    if (replaced !== undefined) this.#free(replaced);
    this.#entries.push(entry);
    const [oldest] = this.#entries;
    if (this.#entries.length <= this.limit || oldest === undefined) return;
    this.#admission.noteFreed(oldest, signature);
    this.#free(oldest);
  }

  #free(entry: Entry): void {
    this.#remove(entry);
    entry.compiled.dispose();
  }

  #remove(entry: Entry): void {
    for (const entries of [this.#entries, this.#refused]) {
      const index = entries.indexOf(entry);
      if (index >= 0) entries.splice(index, 1);
    }
  }
}

function newEntry({text, arrays}: Signature): Entry {
  return {
    compiled: new Compiled(text),
    arrays: arrays.map((array) => array.copied()),
    uses: 0,
    replays: 0,
  };
}

function areEqual(some: readonly LargeArray[], others: readonly LargeArray[]): boolean {
  return some.every((array, index) => {
    const other = others[index];
    return other !== undefined && array.equals(other);
  });
}

function isForTheSame(one: Entry, other: Entry): boolean {
  const [bound, others] = [one.compiled.bound, other.compiled.bound];
  return (
    one.compiled.signature === other.compiled.signature &&
    areEqual(one.arrays, other.arrays) &&
    bound.size === others.size &&
    [...bound].every(([index, tensor]) => others.get(index) === tensor)
  );
}
