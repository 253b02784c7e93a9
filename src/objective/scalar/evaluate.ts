/**
 * Scalar programs without WebAssembly: a list of operations over one array.
 */
import {doubleFunction, type ElementFunction} from '../../machine/doubles/functions.js';
import type {ScalarProgram} from './unroll.js';

interface Operation {
  readonly f: ElementFunction;
  readonly out: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** A function that reads what is given from the front of the memory and writes the outputs but the first behind it. */
export function prepareScalar({
  expressions,
  outputs,
  given,
}: ScalarProgram): (memory: Float64Array) => number {
  const values = new Float64Array(expressions.length);
  const operations: Operation[] = [];
  const inputs: Array<readonly [expression: number, index: number]> = [];
  expressions.forEach((expression, out) => {
    if (expression.kind === 'constant') values[out] = expression.value;
    else if (expression.kind === 'given') inputs.push([out, expression.index]);
    else {
      const [a = 0, b = 0, c = 0] = expression.operands;
      operations.push({f: doubleFunction(expression.opcode) as ElementFunction, out, a, b, c});
    }
  });
  return (memory) => {
    for (const [expression, index] of inputs) values[expression] = memory[index] as number;
    for (const {f, out, a, b, c} of operations)
      values[out] = f(values[a] as number, values[b] as number, values[c] as number);
    for (let i = 1; i < outputs.length; i++) memory[given + i - 1] = values[outputs[i] as number] as number;
    return values[outputs[0] as number] as number;
  };
}
