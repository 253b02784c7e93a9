/**
 * Finds what makes a program wrong, once it is known to be: for the report, not for the result.
 */
import {tidy, type Tensor, backend as currentBackend} from '@tensorflow/tfjs-core';
import {readMemory, tensorOf} from '../../tfjs/memory.js';

import type {Compilation} from '../compile.js';
import type {Node, Operand, Program, Value} from '../program/program.js';
import type {Locate} from '../run/steps.js';
import {differenceIn} from './comparison.js';
import type {Evidence} from './evidence.js';
import {runProbed} from './probed-run.js';
import {termsOf, toleranceOf} from './tolerance.js';

/** The first kernel that the machine, given what the backend's kernel was given, computes otherwise; undefined for none. */
export function kernelAtFault(compilation: Compilation, {inputs}: Evidence): string | undefined {
  const {simplified, captured} = compilation;
  let found: string | undefined;
  const after = (node: Node, locate: Locate): void => {
    if (found === undefined && differsAlone(node, locate, compilation)) found = node.kernel;
  };
  tidy(() => {
    runProbed(simplified, captured, inputs, {after});
  });
  return found;
}

/** A node as a program of its own, on the machine. What the machine cannot hold it cannot have computed. */
function differsAlone(node: Node, locate: Locate, compilation: Compilation): boolean {
  const {values} = compilation.simplified;
  const {program, given} = alone(node, values);
  if ([...given, ...program.outputs].some(({dtype}) => dtype === 'complex64' || dtype === 'string'))
    return false;
  const tolerance = {relative: toleranceOf(program), isOfScale: termsOf(node) > 1};
  let differs = false;
  tidy(() => {
    const expected = program.outputs.map((operand) => copyOf(operand, locate));
    try {
      const runner = compilation.onMachine(compilation.lower(program));
      const made = runner.run(given.map((operand) => copyOf(operand, locate)));
      differs = expected.some((output, index) =>
        differenceIn(index, made[index] as Tensor, output, tolerance),
      );
    } catch {
      differs = true;
    }
  });
  return differs;
}

function alone(node: Node, values: readonly Value[]): {program: Program; given: readonly Operand[]} {
  const read = [...new Set(node.inputs.map(([, {value}]) => value))];
  const inputs = read.filter((id) => values[id]?.origin.kind !== 'constant');
  const asInputs = values.map((value): Value => {
    const index = inputs.indexOf(value.id);
    return index < 0 ? value : {...value, origin: {kind: 'input', index}};
  });
  const made = node.outputs.filter((id) => id !== null);
  return {
    program: {values: asInputs, nodes: [node], outputs: made.map((id) => operandOf(id, values))},
    given: inputs.map((id) => operandOf(id, values)),
  };
}

function operandOf(value: number, values: readonly Value[]): Operand {
  const {shape, dtype} = values[value] as Value;
  return {value, shape, dtype};
}

function copyOf(operand: Operand, locate: Locate): Tensor {
  const {dataId, shape, dtype} = locate(operand);
  return tensorOf(readMemory(currentBackend(), dataId).slice(), shape, dtype);
}
