/** Programs, one after the other, until the time is over. Each has a seed of its own. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

import {checkAgreement, type Verdict} from './agreement.js';
import {Counts} from './counts.js';
import {cut} from './cut.js';
import {elaborate} from './elaborate.js';
import {openFaults} from './open-faults.js';
import {elementWise} from './operations/element-wise.js';
import {operations} from './operations/index.js';
import {print} from './print.js';
import type {Program} from './program.js';
import {recipes, type Recipe} from './recipe.js';
import {checkSlopes, hasSlope} from './slopes.js';

export interface CampaignOptions {
  /** Of the first program; the next has the next. */
  readonly seed: number;
  readonly seconds: number;
  /** The operations that are drawn. Default: all that are safe on the backend. */
  readonly only?: readonly string[];
  /** So many programs at least, however long they take. Default: 1. */
  readonly least?: number;
  /** No more programs than this. */
  readonly programs?: number;
  /** Told of each program before it runs. */
  readonly onProgram?: (seed: number) => void;
  /** Told of each fault as it is found. */
  readonly onFault?: (fault: Fault) => void;
  /** How long a fault is shrunk, in ms. Default: 20 s. */
  readonly shrinking?: number;
}

/** On wasm there are kernels of tfjs which never return, or end the page, among those that are no element-wise ones. */
function namesOn(backend: string): string[] {
  return Object.keys(backend === 'wasm' ? elementWise : operations);
}

export interface Fault {
  readonly seed: number;
  readonly property: string;
  readonly text: string;
  /** The operations of the smallest program that fails in this way. */
  readonly operations: readonly string[];
  readonly source: string;
}

export interface Campaign {
  readonly programs: number;
  readonly counts: Counts;
  readonly faults: readonly Fault[];
}

export type Failed = Extract<Verdict, {kind: 'fault'}>;

export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const {seed, seconds, only = namesOn(tf.getBackend()), programs = Infinity, least = 1} = options;
  const counts = new Counts();
  const faults: Fault[] = [];
  const arbitrary = recipes(only);
  const end = performance.now() + 1000 * seconds;
  const stopWatching = counts.watchKernels();
  let done = 0;
  try {
    for (; done < programs && (done < least || performance.now() < end); done++) {
      // A browser that is busy for too long is given up.
      await new Promise((resolve) => setTimeout(resolve));
      options.onProgram?.(seed + done);
      const fault = tryOne(arbitrary, seed + done, counts, options);
      if (fault === undefined) continue;
      faults.push(fault);
      options.onFault?.(fault);
    }
  } finally {
    stopWatching();
  }
  return {programs: done, counts, faults};
}

/** One program, and where it fails the smallest that does. */
function tryOne(
  arbitrary: fc.Arbitrary<Recipe>,
  seed: number,
  counts: Counts,
  {shrinking = 20_000}: CampaignOptions,
): Fault | undefined {
  let smallest: {program: Program; failed: Failed} | undefined;
  let isFirst = true;
  const passes = (recipe: Recipe): boolean => {
    const program = elaborate(recipe);
    const failed = check(program, seed, isFirst ? counts : undefined);
    const known = failed && openFaults.find(({isMet}) => isMet(failed, program))?.what;
    if (known !== undefined) {
      if (isFirst) counts.add('known', known);
      return true;
    }
    isFirst = false;
    if (failed === undefined) return true;
    // A smaller program that fails in another way is another fault.
    if (smallest !== undefined && smallest.failed.property !== failed.property) return true;
    smallest = {program, failed};
    return false;
  };
  fc.check(fc.property(arbitrary, passes), {seed, numRuns: 1, interruptAfterTimeLimit: shrinking});
  if (smallest === undefined) return undefined;
  const {property} = smallest.failed;
  const program = cut(
    smallest.program,
    (one) => check(one, seed)?.property === property,
    performance.now() + shrinking,
  );
  const failed = check(program, seed) ?? smallest.failed;
  return {
    seed,
    property: failed.property,
    text: failed.text,
    operations: [...new Set(program.operations)].sort(),
    source:
      failed.property === 'slope'
        ? print(program, [1], tf.getBackend(), true)
        : print(program, [1, 2, 3, 4, 1], tf.getBackend(), false),
  };
}

/** Undefined where all properties hold. */
function check(program: Program, seed: number, counts?: Counts): Failed | undefined {
  program.operations.forEach((name) => counts?.add('operations', name));
  const agreement = checkAgreement(program);
  counts?.add('verdicts', `graph ${agreement.kind}`);
  if (agreement.kind === 'throws alike')
    counts?.add('errors', agreement.text.replaceAll(/[\d.]+/g, '#').slice(0, 90));
  counts?.add('verdicts', `by ${program.form.api}`);
  if (agreement.kind === 'fault') return agreement;
  if (!hasSlope(program)) return undefined;
  const slopes = checkSlopes(program, seed % 4 === 0 ? 2 : 1);
  counts?.add('verdicts', `slopes ${slopes.kind}`);
  return slopes.kind === 'fault' ? slopes : undefined;
}
