/**
 * The programs of one graph function, the least recently used first.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {Compiled, refuseDisposed, type Answer, type CompiledSignature, type Perform} from './cache-entry.js';

export class Programs {
  readonly #programs = new Map<string, Compiled>();
  /** The most recently used one. */
  #latest: Compiled | undefined;

  constructor(readonly limit: number) {}

  /** Answers by the program for these tensors; traces where there is none yet. */
  call(signature: string, tensors: readonly Tensor[], perform: Perform): Answer {
    tensors.forEach(refuseDisposed);
    const key = this.#keyOf(signature, tensors);
    let compiled = this.#programs.get(key) ?? new Compiled(signature);
    this.#programs.delete(key);
    try {
      let answer = compiled.call(tensors, perform);
      const captured = compiled.isTracedOnce
        ? new Map([...compiled.bound, ...compiled.capturedAmong(tensors)])
        : compiled.bound;
      if (captured.size > compiled.bound.size) {
        // Traced with copies, f has shown that it reaches these by closure: again, with the tensors themselves.
        compiled.dispose();
        compiled = new Compiled(signature, captured);
        answer = compiled.call(tensors, perform);
      }
      this.#keep(compiled, tensors);
      return answer;
    } catch (error) {
      if (compiled.isRefused) this.#keep(compiled, tensors);
      else compiled.dispose();
      throw error;
    }
  }

  /** Makes a program the most recently used one. */
  touch(compiled: Compiled): void {
    if (this.#latest === compiled) return;
    const key = [...this.#programs].find(([, kept]) => kept === compiled)?.[0];
    if (key === undefined) return;
    this.#programs.delete(key);
    this.#set(key, compiled);
  }

  /** Forgets a program that has failed; not that it was refused, which it will be again. */
  drop(compiled: Compiled): void {
    if (compiled.isRefused) return;
    compiled.dispose();
    for (const [key, kept] of this.#programs) if (kept === compiled) this.#programs.delete(key);
  }

  #keyOf(signature: string, tensors: readonly Tensor[]): string {
    for (const [key, compiled] of [...this.#programs]) {
      if (compiled.isStale) {
        this.#programs.delete(key);
        compiled.dispose();
      } else if (compiled.signature === signature && compiled.serves(tensors)) return key;
    }
    return '';
  }

  #keep(compiled: Compiled, tensors: readonly Tensor[]): void {
    const bound = [...compiled.bound.keys()].map((index) => `${index}=${(tensors[index] as Tensor).id}`);
    this.#set([compiled.signature, ...bound].join(' '), compiled);
    const [oldest] = this.#programs;
    if (this.#programs.size <= this.limit || oldest === undefined) return;
    this.#programs.delete(oldest[0]);
    oldest[1].dispose();
  }

  #set(key: string, compiled: Compiled): void {
    const replaced = this.#programs.get(key);
    if (replaced !== compiled) replaced?.dispose();
    this.#programs.set(key, compiled);
    this.#latest = compiled;
  }

  dispose(): void {
    this.#programs.forEach((compiled) => compiled.dispose());
    this.#programs.clear();
    this.#latest = undefined;
  }

  inspect(): CompiledSignature[] {
    return [...this.#programs.values()].map((compiled) => compiled.inspect());
  }
}
