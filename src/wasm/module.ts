/**
 * Writes WebAssembly modules of one function over an imported memory. The binary format is that of the specification,
 * https://webassembly.github.io/spec/core/binary/.
 */
import {unsigned} from './leb128.js';

/** A type of values, in its binary form. */
export const ValueType = {i32: 0x7f, f64: 0x7c, v128: 0x7b} as const;
export type ValueType = (typeof ValueType)[keyof typeof ValueType];

/** A function that the module imports: its parameters and its result are all of one type. */
export interface Import {
  readonly name: string;
  readonly parameters: number;
  readonly type: ValueType;
}

export interface Definition {
  /** Functions, which are called by their place in this list. */
  readonly imports: readonly Import[];
  /** The locals of the exported function; it has no parameters. */
  readonly locals: readonly ValueType[];
  /** Its result, if it has one. */
  readonly result: ValueType | undefined;
  /** Its instructions, without the end. */
  readonly code: readonly number[];
}

/** The names under which a module exports its function, and imports its memory and its functions. */
export const EXPORT = 'run';
export const MEMORY = 'memory';
export const NAMESPACE = 'env';

const section = (id: number, contents: readonly number[]): number[] => [
  id,
  ...unsigned(contents.length),
  ...contents,
];
const vector = (items: ReadonlyArray<readonly number[]>): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const text = (name: string): number[] => {
  const bytes = Array.from(name, (character) => character.charCodeAt(0));
  return [...unsigned(bytes.length), ...bytes];
};

/** The bytes of a module. */
export function encodeModule({imports, locals, result, code}: Definition): Uint8Array<ArrayBuffer> {
  const types = [
    [0x60, ...unsigned(0), ...(result === undefined ? unsigned(0) : [1, result])],
    ...imports.map(typeOf),
  ];
  const memory = [...text(NAMESPACE), ...text(MEMORY), 0x02, 0x00, ...unsigned(0)];
  const functions = imports.map(({name}, index) => [
    ...text(NAMESPACE),
    ...text(name),
    0x00,
    ...unsigned(1 + index),
  ]);
  const body = [...declareLocals(locals), ...code, 0x0b];
  const head = [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(2, vector([memory, ...functions])),
    ...section(3, vector([unsigned(0)])),
    ...section(7, vector([[...text(EXPORT), 0x00, ...unsigned(imports.length)]])),
  ];
  const sized = [...unsigned(1), ...unsigned(body.length)];
  const tail = [10, ...unsigned(sized.length + body.length), ...sized];
  const bytes = new Uint8Array(head.length + tail.length + body.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  bytes.set(body, head.length + tail.length);
  return bytes;
}

function typeOf({parameters, type}: Import): number[] {
  return [0x60, ...unsigned(parameters), ...Array<number>(parameters).fill(type), 1, type];
}

/** Locals are declared in runs of one type. */
function declareLocals(locals: readonly ValueType[]): number[] {
  const runs: Array<{type: ValueType; count: number}> = [];
  for (const type of locals) {
    const last = runs[runs.length - 1];
    if (last?.type === type) last.count++;
    else runs.push({type, count: 1});
  }
  return vector(runs.map(({type, count}) => [...unsigned(count), type]));
}
