/**
 * A compiled program is not used before it has given the tape's results once.
 *
 * When a signature is compiled the tape's results are at hand. The program runs on the same inputs and is compared with them;
 * where it differs by more than rounding, another form of it is tried, up to the kernels as they were traced.
 */
import {tidy, type Tensor} from '@tensorflow/tfjs-core';

import {keepsArrays} from '../../tfjs/engine.js';
import type {Compilation, Executable} from '../compile.js';
import {GraphTraceError} from '../errors.js';
import type {Program} from '../program/program.js';
import {HostedRunner, isAtHand, type Read} from '../run/hosted-runner.js';
import type {Captured, Runner} from '../run/runner.js';
import {countDifferences} from './comparison-on-backend.js';
import {differenceIn, isSameAgain, type Difference, type Tolerance} from './comparison.js';
import {drawnAnew, toleranceFor, type Evidence} from './evidence.js';
import {kernelAtFault} from './localise.js';
import {explain} from './spread.js';
import {reportOf} from './report.js';

/** What runs a program: the machine, for the cpu backend and for small programs of others, or the backend's own kernels. */
export type RunsOn = 'machine' | 'kernels';

/** A program that has given the tape's results. */
export interface Proved {
  readonly executable: Executable;
  readonly runsOn: RunsOn;
  /** Why it runs as it does, and what its proof rests on, unless that is the usual. */
  readonly reason: string | undefined;
}

/** A form of the program that may serve. */
export interface Candidate {
  readonly runsOn: RunsOn;
  readonly program: Program;
  readonly makeRunner: (program: Program) => Runner;
}

/** What came of a candidate: undefined, or a remark, if it may serve. */
type Verdict = {readonly accepted: true; readonly remark: string | undefined} | Fault;

interface Fault {
  readonly accepted: false;
  /** True if there is not the memory for it, which is nobody's fault. */
  readonly isTooLarge?: boolean;
  /** A sentence's end: "it gives 3 for 2", "it throws …". */
  readonly how: string;
}

/** The forms of a program in the order in which they are tried. */
export function candidatesOf(compilation: Compilation): Candidate[] {
  const {lowered, simplified, traced, isHosted} = compilation;
  const byKernels = (program: Program): Runner => compilation.byKernels(program);
  const onMachine = (program: Program): Runner => compilation.onMachine(program);
  return [
    ...(lowered === undefined || isHosted
      ? []
      : [{runsOn: 'machine', program: lowered, makeRunner: onMachine} as const]),
    {runsOn: 'kernels', program: simplified, makeRunner: byKernels},
    {runsOn: 'kernels', program: traced, makeRunner: byKernels},
  ];
}

/** The first form that gives the tape's results; warns if it is not the one that was meant to serve. */
export function prove(compilation: Compilation, evidence: Evidence): Proved {
  const hosted = machineFor(compilation, evidence);
  const proof = new Proof(compilation, evidence);
  const faults: Array<Fault & {readonly candidate: Candidate}> = [];
  for (const candidate of candidatesOf(compilation)) {
    const {verdict, runner} = proof.of(candidate);
    if (!verdict.accepted) faults.push({...verdict, candidate});
    else if (runner !== undefined) {
      const reason = whyNotFirst(compilation, evidence, faults) ?? verdict.remark;
      const serving =
        hosted === undefined
          ? {...candidate, runner}
          : {...hosted, runner: new HostedRunner(hosted.runner, runner, hosted.read)};
      const executable = compilation.settle(serving.program, serving.runner);
      return {executable, runsOn: serving.runsOn, reason};
    }
  }
  throw irreproducible(faults[faults.length - 1]?.how ?? '');
}

/** A card's functions are so many times less exact than the machine's. */
const CARD = 64;

interface Hosted extends Pick<Candidate, 'program' | 'runsOn'> {
  readonly runner: Runner;
  readonly read: Read;
}

/**
 * The machine, proved, in the place of another backend's kernels; undefined if it is not for this backend or program, or a
 * card has what a call brings. Comes first, as kernels bring that to the card.
 */
function machineFor(compilation: Compilation, evidence: Evidence): Hosted | undefined {
  const {lowered: program, isHosted, captured, simplified} = compilation;
  const isAssigned = ({variable}: Captured['variables'][number]): boolean =>
    variable !== undefined && evidence.assigned.includes(variable);
  const read = {
    kept: captured.variables.filter((held) => !isAssigned(held)),
    assigned: captured.variables.filter(isAssigned),
  };
  if (!isHosted || program === undefined || !isAtHand(evidence.inputs, read, simplified.nodes.length))
    return undefined;
  const runsOn = 'machine';
  const makeRunner = (): Runner => compilation.hosted(program);
  const {verdict, runner} = new Proof(compilation, evidence, CARD).of({runsOn, program, makeRunner});
  return verdict.accepted && runner !== undefined ? {program, runsOn, runner, read} : undefined;
}

export function irreproducible(how: string): GraphTraceError {
  return new GraphTraceError(
    `f cannot be replayed, as its own kernels, run again with the same arguments, do not give its results: ${how}`,
    'Compute what changes outside of f, or pass {useGradientTape: true}',
  );
}

/**
 * The machine's memory is the same in each run: the first shows what is read before it is written, the second what was
 * written over that should have stayed.
 */
const runsAgain: Readonly<Record<RunsOn, boolean>> = {machine: true, kernels: false};

class Proof {
  readonly #tolerance: Tolerance;
  readonly #skipped: ReadonlySet<number>;

  constructor(
    readonly compilation: Compilation,
    readonly evidence: Evidence,
    slack = 1,
  ) {
    const {relative, isOfScale} = toleranceFor(compilation.traced);
    this.#tolerance = {relative: slack * relative, isOfScale};
    this.#skipped = drawnAnew(compilation.traced);
  }

  of({runsOn, program, makeRunner}: Candidate): {
    readonly verdict: Verdict;
    readonly runner: Runner | undefined;
  } {
    let runner: Runner | undefined;
    let verdict: Verdict = {accepted: false, how: 'it has no results'};
    try {
      tidy(() => {
        runner = makeRunner(program);
        const first = runner.run(this.evidence.inputs);
        verdict = this.#verdictOn(first);
        if (runsAgain[runsOn] && verdict.accepted)
          verdict = this.#verdictOnRepeat(first, runner.run(this.evidence.inputs)) ?? verdict;
      });
    } catch (error) {
      const isTooLarge = runner === undefined && error instanceof RangeError;
      verdict = {accepted: false, isTooLarge, how: `it throws "${messageOf(error)}"`};
    }
    return {verdict, runner};
  }

  #verdictOn(found: readonly Tensor[]): Verdict {
    const difference = this.#differenceIn(found);
    const remark = this.#remarkOnDraws();
    if (difference === undefined) return {accepted: true, remark};
    const {traced, captured} = this.compilation;
    const evidence = {...this.evidence, skipped: this.#skipped};
    const explanation = explain(traced, captured, evidence, found, this.#tolerance);
    if (explanation === undefined) return {accepted: false, how: `it gives ${show(difference)}`};
    return {accepted: true, remark: [remarks[explanation], remark].filter(Boolean).join(' ')};
  }

  /**
   * What comes of a second run. It need not be the same to the last bit: what stands in the unused lanes of a vector decides
   * by which of two formulas a sine is computed.
   */
  #verdictOnRepeat(first: readonly Tensor[], again: readonly Tensor[]): Verdict | undefined {
    const isSame = first.every(
      (output, index) => this.#skipped.has(index) || isSameAgain(output, again[index] as Tensor),
    );
    return isSame ? undefined : this.#verdictOn(again);
  }

  /** Tensors that are no arrays are compared where they are, and looked at only if they differ. */
  #differenceIn(found: readonly Tensor[]): Difference | undefined {
    const {outputs} = this.evidence;
    const compared = [...outputs.keys()].filter((index) => !this.#skipped.has(index));
    if (!keepsArrays() && compared.every((index) => areNumbers(found[index], outputs[index]))) {
      const of = (tensors: readonly Tensor[]): Tensor[] => compared.map((index) => tensors[index] as Tensor);
      const count = countDifferences(of(found), of(outputs), this.#tolerance.relative);
      if (count.dataSync()[0] === 0) return undefined;
    }
    for (const index of compared) {
      const output = outputs[index] as Tensor;
      const difference = differenceIn(index, found[index] as Tensor, output, this.#tolerance);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }

  #remarkOnDraws(): string | undefined {
    if (this.#skipped.size === 0) return undefined;
    const all = [...this.#skipped].join(', ');
    return `The outputs ${all} are drawn anew in each run, and have not been compared with the tape's.`;
  }
}

const remarks = {
  rounding:
    'It is ill-conditioned: its terms cancel, so that rounding errors of float32 alone change its results by as much as they differ from the tape’s.',
  'special values':
    'It was compiled with infinities or NaN among its values, which the machine treats in its own way (see the guide).',
} as const;

function areNumbers(found: Tensor | undefined, expected: Tensor | undefined): boolean {
  return (
    found !== undefined &&
    found.dtype === expected?.dtype &&
    found.dtype !== 'string' &&
    String(found.shape) === String(expected.shape)
  );
}

/** Why a form other than the first serves; undefined if it is the first, of which all passes have run. */
function whyNotFirst(
  compilation: Compilation,
  evidence: Evidence,
  faults: ReadonlyArray<Fault & {readonly candidate: Candidate}>,
): string | undefined {
  const fault = faults[faults.length - 1];
  if (fault?.isTooLarge === true) return `It does not fit into the machine: ${fault.how}.`;
  const {failure} = compilation;
  if (failure === undefined && fault === undefined) return undefined;
  const culprit =
    failure !== undefined
      ? `${failure.pass} has failed: ${messageOf(failure.error)}`
      : `${culpritOf(compilation, evidence, fault as Fault & {candidate: Candidate})}: ${fault?.how ?? ''}`;
  return reportOf(culprit);
}

function culpritOf(
  compilation: Compilation,
  evidence: Evidence,
  {candidate}: {readonly candidate: Candidate},
): string {
  if (candidate.runsOn === 'kernels') return `${passAtFault(compilation, evidence)} has changed its results`;
  const all = [...new Set(compilation.simplified.nodes.map(({kernel}) => kernel))].join(', ');
  return `the machine is wrong on ${kernelAtFault(compilation, evidence) ?? `${all} together`}`;
}

/** The first pass after which the program, run by kernels, gives other results. */
function passAtFault(compilation: Compilation, evidence: Evidence): string {
  const proof = new Proof(compilation, evidence);
  const makeRunner = (program: Program): Runner => compilation.byKernels(program);
  const culprit = compilation.general.find(
    ({program}) => !proof.of({runsOn: 'kernels', program, makeRunner}).verdict.accepted,
  );
  return culprit?.pass ?? 'a pass';
}

function show({output, index, found, expected}: Difference): string {
  const place = index < 0 ? `output ${output}` : `element ${index} of output ${output}`;
  return `${String(found)} for ${String(expected)} (${place})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
