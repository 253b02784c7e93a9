/**
 * Runs a small program where its data are: on the machine if the numbers are in JavaScript's memory, by the backend's kernels
 * if a graphics card has them. A draw on a card takes longer than a small program does on the machine, as tfjs itself knows, which
 * leaves small kernels to the cpu.
 */
import {backend as currentBackend, env, getBackend, Tensor, type DataId} from '@tensorflow/tfjs-core';

import type {Input} from '../guard.js';
import {isOnHost} from '../../tfjs/host-values.js';
import {sizeOf} from '../passes/rewrite.js';
import type {Node, Program} from '../program/program.js';
import {termsOf} from '../proof/tolerance.js';
import type {Runner} from './runner.js';

/** Turned off by specs of what the backend's kernels do. */
export const hosting = {isOn: true};

/** What a kernel costs of itself, whatever it computes, in nanoseconds, on backends that the machine may stand in for. */
const costOfKernel: Readonly<Record<string, number>> = {webgl: 40_000, wasm: 4000};

/** What an element costs on the machine, in nanoseconds: one term of a product of matrices, and any other operation. */
const COST_OF_TERM = 0.25;
const COST_OF_ELEMENT = 2;

/** True if the machine runs a program in less time than the backend takes for its kernels alone. */
export function isWorthHosting(program: Program): boolean {
  const backendName = getBackend();
  const perKernel = costOfKernel[backendName];
  if (
    !hosting.isOn ||
    perKernel === undefined ||
    (backendName === 'webgl' && !env().getBool('WEBGL_CPU_FORWARD'))
  )
    return false;
  const cost = program.nodes.reduce((sum, node) => sum + costOf(node, program), 0);
  return cost < perKernel * program.nodes.length;
}

function costOf(node: Node, {values}: Program): number {
  const terms = termsOf(node);
  const size = node.outputs.reduce(
    (sum: number, id) => sum + (id === null ? 0 : sizeOf(values[id]?.shape ?? [])),
    0,
  );
  return size * (terms > 1 ? terms * COST_OF_TERM : COST_OF_ELEMENT);
}

/** What a program reads besides its inputs, by whether it assigns it as well. */
export interface Read {
  readonly kept: ReadonlyArray<{readonly dataId: DataId}>;
  readonly assigned: ReadonlyArray<{readonly dataId: DataId}>;
}

/** What it costs to wait for a card, in nanoseconds. */
const COST_OF_READ = 200_000;

/**
 * True if the machine can have all that a program is given. For the sake of variables that it will assign it waits for the
 * card, if that takes less time than the kernels would: from then on they are at hand.
 */
export function isAtHand(inputs: readonly Input[], {kept, assigned}: Read, kernels: number): boolean {
  const backend = currentBackend();
  const isHere = ({dataId}: {readonly dataId: DataId}): boolean => isOnHost(backend, dataId);
  if (!inputs.every((input) => !(input instanceof Tensor) || isHere(input)) || !kept.every(isHere))
    return false;
  const waits = assigned.filter((variable) => !isHere(variable)).length;
  return waits * COST_OF_READ < kernels * (costOfKernel[getBackend()] ?? 0);
}

export class HostedRunner implements Runner {
  readonly constantsRead: ReadonlySet<number>;
  readonly fused: number;
  /** None, as long as the data are in JavaScript's memory. */
  readonly kernels = 0;

  constructor(
    readonly onMachine: Runner,
    readonly byKernels: Runner,
    readonly read: Read,
  ) {
    this.constantsRead = byKernels.constantsRead;
    this.fused = onMachine.fused;
  }

  run(inputs: readonly Input[]): Tensor[] {
    const {onMachine, byKernels, read} = this;
    return (isAtHand(inputs, read, byKernels.kernels) ? onMachine : byKernels).run(inputs);
  }

  print(): string {
    return this.onMachine.print();
  }
}
