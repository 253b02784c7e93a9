/**
 * What runs a compiled program.
 */
import type {DataId, Tensor, Variable} from '@tensorflow/tfjs-core';

import type {Input} from '../guard.js';
import type {Operand, Origin, Value} from '../program/program.js';

/** What a program is made for: its captured tensors, and the variables that it reads afresh at every call. */
export interface Captured {
  readonly constants: ReadonlyArray<{readonly dataId: DataId}>;
  readonly variables: ReadonlyArray<{readonly dataId: DataId; readonly variable?: Variable}>;
}

/** The constants among operands, by their index. */
export function constantsAmong(operands: readonly Operand[], values: readonly Value[]): Set<number> {
  const origins = operands.flatMap(({value}) => values[value]?.origin ?? []);
  return new Set(origins.flatMap((origin) => (origin.kind === 'constant' ? origin.index : [])));
}

/** What an input, a variable or a constant is in one run; undefined for what a kernel makes. */
export function givenFor(
  origin: Origin,
  inputs: readonly Input[],
  {constants, variables}: Captured,
): Input | {readonly dataId: DataId} | undefined {
  switch (origin.kind) {
    case 'input':
      return inputs[origin.index];
    case 'variable':
      return variables[origin.index];
    case 'constant':
      return constants[origin.index];
    case 'node':
      return undefined;
  }
}

/** Assigns the last of some outputs to variables: the others. */
export function assignLast(outputs: Tensor[], variables: readonly Variable[]): Tensor[] {
  const values = outputs.splice(outputs.length - variables.length);
  variables.forEach((variable, index) => {
    const value = values[index] as Tensor;
    variable.assign(value);
    value.dispose();
  });
  return outputs;
}

export interface Runner {
  /** The outputs, each with memory or a reference of its own, in the innermost scope. */
  run(inputs: readonly Input[]): Tensor[];
  /**
   * The same, for a program whose last outputs are assigned to variables: the other outputs. Nothing is assigned if it throws.
   * Missing if it can do no better than {@link assignLast}.
   */
  step?(inputs: readonly Input[], assigned: readonly Variable[]): Tensor[];
  /** Gives back what it holds of others. */
  dispose?(): void;
  /** The constants of which a run reads the memory. */
  readonly constantsRead: ReadonlySet<number>;
  /** How many kernels of the backend a run runs. */
  readonly kernels: number;
  /** How many nodes run without a kernel. */
  readonly fused: number;
  /** What a run does, as text. */
  print(): string;
}
