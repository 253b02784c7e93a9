/**
 * Objectives in float32, on the machine that runs graph functions.
 */
import {makeTypeScriptMachine} from '../machine/typescript.js';
import {makeWebAssemblyMachine} from '../machine/webassembly.js';
import type {DoubleCode, Range} from './code.js';
import type {DoubleConstants} from './constants.js';
import type {Runner} from './runner.js';

const LANES = 4;

export function floatRunner(code: DoubleCode, constants: DoubleConstants): Runner {
  const {words, elements, inputs, variables, outputs, numbers} = code;
  const machine = makeWebAssemblyMachine() ?? makeTypeScriptMachine();
  const start = 4 * elements;
  const end = start + 4 * words.length;
  machine.grow(end);
  // After the memory has grown, as the views are others then.
  const {floats, ints} = machine;
  ints.set(words, elements);
  for (const {index, storage, ...place} of code.constants)
    write(storage === 'int' ? ints : floats, place, constants.at(index));
  for (const [element, value] of numbers) write(floats, {start: element, size: 1}, [value]);
  return {
    form: `${machine.kind} machine`,
    memory: floats,
    ints,
    lanes: LANES,
    inputs,
    variables,
    outputs,
    run: () => machine.run(start, end),
  };
}

/** Writes elements to their place, a single one into every lane. */
function write(memory: Float32Array | Int32Array, {start, size}: Range, elements: ArrayLike<number>): void {
  if (size === 1) memory.fill(elements[0] as number, start, start + LANES);
  else memory.set(elements, start);
}
