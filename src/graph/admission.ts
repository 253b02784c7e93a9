/**
 * Whether a new program is worth the place of an old one. A trace costs several calls by the tape: if programs are freed
 * before they have paid for theirs, signatures change too often to be compiled, and further ones run by the tape until
 * they are met more often than those that have a program.
 */
import {firstDifference, type Signature} from './signature.js';

/** A program that was replayed so often has paid for its traces. */
const PAID = 8;

/** So many that have not paid, and not more than a cache holds, may be chance. */
const MOST_UNPAID = 16;

/** More uses than these count no more, lest what was in use long ago holds its place for long. */
const MOST_COUNTED = 16;

/** So often a signature may be met by the way, in turn with a hundred others. */
const MARGIN = 3;

/** A program whose place is asked for. */
interface Candidate {
  readonly compiled: {readonly signature: string};
  readonly replays: number;
  uses: number;
}

export class Admission {
  /** How many programs were freed before they had paid. */
  #unpaid = 0;
  #hasWarned = false;
  /** How often the signatures without a program were met lately. */
  #met = new Map<string, number>();
  #calls = 0;

  constructor(readonly limit: number) {}

  /** True if it seems worth while to make a program for a signature, in the place of `oldest`. */
  admits(text: string, oldest: Candidate, all: readonly Candidate[]): boolean {
    if (this.#unpaid < Math.min(this.limit, MOST_UNPAID)) return true;
    const met = (this.#met.get(text) ?? 0) + 1;
    this.#met.set(text, met);
    if (met > 2 * Math.min(oldest.uses, MOST_COUNTED) + MARGIN) return true;
    if (++this.#calls % (8 * this.limit) === 0) this.#forgetHalf(all);
    return false;
  }

  /** Takes note of a program that has lost its place to one for `signature`. */
  noteFreed(freed: Candidate, signature: Signature): void {
    if (freed.replays < PAID) this.#unpaid++;
    if (freed.replays === 0) this.#warn(signature, freed);
  }

  reset(): void {
    this.#unpaid = 0;
    this.#met.clear();
  }

  #forgetHalf(all: readonly Candidate[]): void {
    for (const candidate of all) candidate.uses = Math.floor(Math.min(candidate.uses, MOST_COUNTED) / 2);
    const halves = [...this.#met].map(([text, met]) => [text, Math.floor(met / 2)] as const);
    this.#met = new Map(halves.filter(([, met]) => met > 0));
  }

  #warn(signature: Signature, {compiled}: Candidate): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const path = signature.pathAt(firstDifference(signature.text, compiled.signature));
    // eslint-disable-next-line no-console -- nothing is wrong but the speed, of which the user would not know
    console.warn(
      `graph: a program was freed before it was ever replayed, as more than ${this.limit} signatures take turns: ` +
        `${path ?? 'an argument'} differs from call to call. Pass numbers and arrays that change as tensors, give tensors ` +
        'the same shape, or raise maxSignatures. Signatures that do not repeat will run by the tape.',
    );
  }
}
