/** The first property: a compiled program gives what the tape gives, at other arguments than traced, and leaves nothing. */
import * as tf from '@tensorflow/tfjs-core';

import {graph, GraphTraceError} from '../../src/index.js';
import {answer, type Callable} from './answer.js';
import {difference, scalesOf, shown, type Difference, type Shown} from './elements.js';
import {disposeResult, instantiate, type Instance} from './instance.js';
import type {Program} from './program.js';
import {inScope} from './scope.js';
import {bender, withRounding} from './rounding.js';

/** Two traces, replays with other values, and back to the first. */
const CALLS = [1, 2, 3, 4, 1];

/** What float32 leaves to any implementation, of the largest element of a tensor: a few roundings. */
const FEW = {cpu: 4e-6, wasm: 1e-5, webgl: 1e-3};

/** Where rounding alone leads further than this, a program is too ill-conditioned to tell right from wrong. */
const ILL = 1e-2;

/** What the tape may throw at a program whose values can be computed. */
const EXPECTED = /(Multinomial|SearchSorted|Ragged\w*) has no gradient/;

export type Verdict =
  | {readonly kind: 'agrees' | 'ill-conditioned'}
  | {readonly kind: 'throws alike'; readonly text: string}
  | {readonly kind: 'fault'; readonly property: string; readonly text: string};

const fault = (property: string, text: string): Verdict => ({kind: 'fault', property, text});

export function checkAgreement(program: Program): Verdict {
  const before = memoryNow();
  let leavesData = false;
  const verdict = withInstance(program, (instance) => {
    const expected = new Map<number, Shown | Error>();
    for (const call of CALLS) if (!expected.has(call)) expected.set(call, onTape(program, instance, call));
    const left = leftSince(program, before);
    if (left.tensors !== 0) return fault('memory of the tape', `${left.tensors} tensors left behind`);
    // A few kernels of tfjs that throw half-way leave what they have made by then.
    leavesData = program.throws && left.data !== 0;
    return compareGraph(program, instance, expected);
  });
  const left = differenceOf(before, memoryNow(), leavesData ? ['tensors'] : Object.keys(before));
  return verdict.kind !== 'fault' && left !== undefined ? fault('memory', left) : verdict;
}

function withInstance<T>(program: Program, use: (instance: Instance) => T): T {
  const instance = instantiate(program);
  try {
    return use(instance);
  } finally {
    instance.dispose();
  }
}

/** What the tape says of a call, or what it throws. */
export function onTape(program: Program, instance: Instance, call: number): Shown | Error {
  return asked(program, instance, call, instance.f);
}

function asked(program: Program, instance: Instance, call: number, f: Callable): Shown | Error {
  const given = instance.given(call);
  try {
    // A plain `f` leaves what it makes.
    const isPlain = program.form.api === 'value' && !('inspect' in f);
    if (isPlain) return inScope(() => shown(answer(program, f, given, call)));
    const result = answer(program, f, given, call);
    const read = shown(result);
    disposeResult(result);
    return read;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    given.dispose();
  }
}

function compareGraph(
  program: Program,
  instance: Instance,
  expected: ReadonlyMap<number, Shown | Error>,
): Verdict {
  const runsBefore = instance.runs();
  const g = graph(instance.f) as Callable & ReturnType<typeof graph>;
  let isIll = false;
  try {
    for (const [index, call] of CALLS.entries()) {
      const right = expected.get(call) as Shown | Error;
      const found = asked(program, instance, call, g);
      const verdict = compareOne(program, call, found, right);
      if (verdict?.kind === 'fault') return fault(verdict.property, `call ${index + 1}: ${verdict.text}`);
      isIll ||= verdict !== undefined;
    }
    const first = expected.get(1);
    if (first instanceof Error) {
      const isMeant = program.throws || EXPECTED.test(first.message);
      return isMeant
        ? {kind: 'throws alike', text: first.message}
        : fault('the tape throws', String(first.stack));
    }
    const ran = compiledRan(g, instance.runs() - runsBefore);
    if (ran !== undefined) return fault('compiled', ran);
    return {kind: isIll ? 'ill-conditioned' : 'agrees'};
  } finally {
    g.dispose();
  }
}

/** Undefined where they agree. */
function compareOne(
  program: Program,
  call: number,
  found: Shown | Error,
  right: Shown | Error,
): Verdict | undefined {
  if (right instanceof Error) {
    return found instanceof Error
      ? undefined
      : fault('throws', `the tape throws "${right.message}", the graph does not`);
  }
  if (found instanceof GraphTraceError) return fault('refused', found.message);
  if (found instanceof Error)
    return fault('throws', `the graph throws "${found.message}", the tape does not`);
  const scales = scalesOf(right);
  const few = FEW[tf.getBackend() as keyof typeof FEW] ?? FEW.cpu;
  const quick = (tensor: number): number =>
    right.tensors[tensor]?.type.startsWith('float32') === true ? few * (scales[tensor] as number) + 1e-30 : 0;
  const first = difference(found, right, quick);
  if (first === undefined) return undefined;
  return first.isOfForm ? fault('value', first.text) : judge(program, call, found, right, quick, first);
}

/** Whether a difference is more than what rounding does to the tape. */
function judge(
  program: Program,
  call: number,
  found: Shown,
  right: Shown,
  quick: (tensor: number) => number,
  first: Difference,
): Verdict | undefined {
  const spread = spreadOf(program, call, right);
  if (spread === undefined) return {kind: 'ill-conditioned'};
  const scales = scalesOf(right);
  const allowed = (tensor: number, element: number): number =>
    quick(tensor) + MARGIN * (spread[tensor]?.[element] ?? 0);
  if (difference(found, right, allowed) === undefined) {
    const isIll = spread.some(
      (of, tensor) => MARGIN * Math.max(0, ...of) > ILL * Math.max(1e-6, scales[tensor] as number),
    );
    return isIll ? {kind: 'ill-conditioned'} : undefined;
  }
  return fault('value', first.text);
}

const SAMPLES = 10;
/** How much further than the furthest of the samples rounding may lead. */
const MARGIN = 4;

/**
 * How far rounding leads from each element; at least half of what it does to the tensor in the mean. Undefined where it
 * changes the form, or which elements are finite.
 */
function spreadOf(program: Program, call: number, right: Shown): number[][] | undefined {
  const spread = right.tensors.map(({values}) => values.map(() => 0));
  for (let seed = 1; seed <= SAMPLES; seed++) {
    const other = roundedAnswer(program, call, seed);
    if (other instanceof Error || other.structure !== right.structure) return undefined;
    for (const [index, {type, values}] of right.tensors.entries()) {
      const twin = other.tensors[index];
      if (twin?.type !== type) return undefined;
      for (const [at, value] of values.entries()) {
        const moved = twin.values[at] as number;
        if (Object.is(moved, value)) continue;
        const distance = Math.abs(moved - value);
        if (!Number.isFinite(distance)) return undefined;
        const row = spread[index] as number[];
        row[at] = Math.max(row[at] as number, distance);
      }
    }
  }
  return spread.map((row) => {
    const mean = row.reduce((sum, distance) => sum + distance, 0) / Math.max(1, row.length);
    return row.map((distance) => Math.max(distance, mean / 2));
  });
}

/** What the tape gives where everything rounds otherwise. */
function roundedAnswer(program: Program, call: number, seed: number): Shown | Error {
  const instance = instantiate(program, bender(seed));
  try {
    return withRounding(seed, () => onTape(program, instance, call));
  } finally {
    instance.dispose();
  }
}

interface Inspected {
  inspect(): {signatures: ReadonlyArray<{calls: number; program: string}>};
}

/** Undefined where one compiled program answered all calls but two. */
function compiledRan(g: Inspected, runs: number): string | undefined {
  const {signatures} = g.inspect();
  if (runs !== 2) return `f ran ${runs} times in ${CALLS.length} calls, with ${signatures.length} signatures`;
  const [only] = signatures;
  if (signatures.length !== 1 || only?.calls !== CALLS.length || only.program === '')
    return `${signatures.length} signatures, of which the first was called ${only?.calls} times`;
  return undefined;
}

interface Memory {
  readonly tensors: number;
  readonly buffers: number;
  readonly data: number;
}

function memoryNow(): Memory {
  const {numTensors, numDataBuffers} = tf.memory();
  return {tensors: numTensors, buffers: numDataBuffers, data: tf.backend().numDataIds()};
}

function differenceOf(before: Memory, after: Memory, keys: readonly string[]): string | undefined {
  const more = (['tensors', 'buffers', 'data'] as const)
    .filter((key) => keys.includes(key) && after[key] !== before[key])
    .map((key) => `${after[key] - before[key]} ${key}`);
  return more.length === 0 ? undefined : `${more.join(', ')} left behind`;
}

/** What is left beside the instance's own tensors. */
function leftSince({inputs, form}: Program, before: Memory): Pick<Memory, 'tensors' | 'data'> {
  const own = inputs.filter(({role}) => role !== 'argument' || form.passing === 'variables').length;
  const now = memoryNow();
  return {tensors: now.tensors - before.tensors - own, data: now.data - before.data - own};
}
