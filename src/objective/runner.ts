/**
 * What evaluates a program over flat numbers.
 */
import type {DoubleCode, Given, Range} from './code.js';
import type {DoubleConstants} from './constants.js';
import {load} from './fold.js';
import {prepareDoubles} from '../machine/doubles/machine.js';
import {emitArrays} from './arrays/emit.js';
import {instantiate} from './instance.js';
import {emitScalar} from './scalar/emit.js';
import {prepareScalar} from './scalar/evaluate.js';
import {unroll, type ScalarProgram} from './scalar/unroll.js';

/** A memory, where in it a call writes and reads, and what computes in between. */
export interface Runner {
  /** How the program runs, for `inspect()`. */
  readonly form: 'webassembly code' | 'typescript code' | 'webassembly machine' | 'typescript machine';
  readonly memory: Float64Array | Float32Array;
  /** The same memory, for what is stored as int32; the memory itself if that is stored as float64. */
  readonly ints: Float64Array | Int32Array;
  /** In how many elements a single element stands. */
  readonly lanes: 1 | 4;
  readonly inputs: readonly Given[];
  readonly variables: readonly Given[];
  /** The value, then the gradient of each leaf. */
  readonly outputs: readonly Range[];
  run(): void;
}

/** Where nothing but arrays will do, the machine; else code of its own. */
export function makeRunner(code: DoubleCode, constants: DoubleConstants): Runner {
  const scalar = unroll(code, constants);
  if (scalar !== undefined) return scalarRunner(code, scalar);
  return arrayRunner(code, constants) ?? machineRunner(code, constants);
}

/** The program as code over arrays; undefined without WebAssembly, or if an instruction has no code. */
export function arrayRunner(code: DoubleCode, constants: DoubleConstants): Runner | undefined {
  const emitted = emitArrays(code);
  if (emitted === undefined) return undefined;
  const instance = instantiate(emitted, emitted.elements);
  if (instance === undefined) return undefined;
  const {memory, run} = instance;
  load(memory, code, constants);
  const {inputs, variables, outputs} = code;
  const checked = (): void => {
    if (run() === 0) return;
    throw new RangeError(
      'objective: gather: an index is out of range. Indices go from 0 to the length of the axis less 1.',
    );
  };
  return {form: 'webassembly code', ...ofDoubles(memory), inputs, variables, outputs, run: checked};
}

/** The machine in TypeScript: every program that has instructions runs on it. */
export function machineRunner(code: DoubleCode, constants: DoubleConstants): Runner {
  const memory = new Float64Array(code.elements);
  load(memory, code, constants);
  const run = prepareDoubles(code.words, code.literals);
  const {inputs, variables, outputs} = code;
  return {
    form: 'typescript machine',
    ...ofDoubles(memory),
    inputs,
    variables,
    outputs,
    run: () => run(memory),
  };
}

function ofDoubles(memory: Float64Array): Pick<Runner, 'memory' | 'ints' | 'lanes'> {
  return {memory, ints: memory, lanes: 1};
}

function scalarRunner(code: DoubleCode, program: ScalarProgram): Runner {
  const places = placesOf(code);
  const {memory, run, form} = inWebAssembly(program) ?? inTypeScript(program);
  const [first] = places.outputs;
  const valueAt = (first as Range).start;
  return {
    ...places,
    form,
    ...ofDoubles(memory),
    run: () => {
      memory[valueAt] = run();
    },
  };
}

/** Givens one after another, then the outputs; the value, which the code returns, last. */
function placesOf({
  inputs,
  variables,
  outputs,
}: DoubleCode): Pick<Runner, 'inputs' | 'variables' | 'outputs'> {
  let end = 0;
  const place = <Place extends Range>(given: Place): Place => {
    const placed = {...given, start: end};
    end += given.size;
    return placed;
  };
  const byIndex = (one: Given, other: Given): number => one.index - other.index;
  const placed = [...inputs].sort(byIndex).map(place);
  const ofVariables = [...variables].sort(byIndex).map(place);
  const [value, ...gradients] = outputs as [Range, ...Range[]];
  const ofGradients = gradients.map(place);
  return {inputs: placed, variables: ofVariables, outputs: [place(value), ...ofGradients]};
}

interface Evaluated {
  readonly form: Runner['form'];
  readonly memory: Float64Array;
  readonly run: () => number;
}

function elementsOf({given, outputs}: ScalarProgram): number {
  return given + outputs.length;
}

function inWebAssembly(program: ScalarProgram): Evaluated | undefined {
  const instance = instantiate(emitScalar(program), elementsOf(program));
  return instance && {form: 'webassembly code', ...instance};
}

function inTypeScript(program: ScalarProgram): Evaluated {
  const memory = new Float64Array(elementsOf(program));
  const run = prepareScalar(program);
  return {form: 'typescript code', memory, run: () => run(memory)};
}
