/**
 * The functions of `assembly/`, for generated code. It calls them without leaving WebAssembly.
 */
import {Opcode} from '../opcodes.js';
import {MODULE} from './module.js';

/** A function that generated code imports; one of vectors cannot be called from JavaScript. */
export type ImportedFunction = (...operands: number[]) => number;

type Table = Readonly<Partial<Record<Opcode, ImportedFunction>>>;

let instance: WebAssembly.Exports | null | undefined;

/** Undefined if WebAssembly is missing or refused. */
function exported(): WebAssembly.Exports | undefined {
  if (instance === undefined) instance = instantiate();
  return instance ?? undefined;
}

function instantiate(): WebAssembly.Exports | null {
  try {
    const bytes = Uint8Array.from(atob(MODULE), (character) => character.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  } catch {
    return null;
  }
}

function tableOf(names: Readonly<Partial<Record<Opcode, string>>>): Table | undefined {
  const functions = exported();
  return (
    functions &&
    Object.fromEntries(
      Object.entries(names).map(([opcode, name]) => [opcode, functions[name] as ImportedFunction]),
    )
  );
}

let single: Table | undefined;
let vector: Table | undefined;

/** Functions of one number. */
export function singleFunctions(): Table | undefined {
  return (single ??= tableOf({
    [Opcode.Exp]: 'exp1',
    [Opcode.Log]: 'log1',
    [Opcode.Tanh]: 'tanh1',
    [Opcode.Sigmoid]: 'sigmoid1',
  }));
}

/** Functions of two numbers at a time. */
export function vectorFunctions(): Table | undefined {
  return (vector ??= tableOf({
    [Opcode.Exp]: 'exp',
    [Opcode.Log]: 'log',
    [Opcode.Tanh]: 'tanh',
    [Opcode.Sigmoid]: 'sigmoid',
  }));
}
