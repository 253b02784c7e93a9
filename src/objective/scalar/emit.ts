/**
 * Scalar programs as WebAssembly: expressions that are used once stand where they are used, others in locals.
 */
import {f64, f64Load, f64Store, i32, localGet, localSet} from '../../wasm/code.js';
import {encodeModule, ValueType} from '../../wasm/module.js';
import type {ImportedFunction} from '../../machine/doubles/vector-functions.js';
import {Imports, usesOperandsOnce} from '../forms.js';
import type {Expression} from './symbols.js';
import type {ScalarProgram} from './unroll.js';

/** A module over a memory that holds what is given, then the outputs but the first, which the function returns. */
export interface Emitted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly functions: Readonly<Record<string, ImportedFunction>>;
}

/** Compilers walk expressions by recursion. */
const DEEPEST = 64;

export function emitScalar(program: ScalarProgram): Emitted {
  return new Emitter(program).emit();
}

class Emitter {
  readonly #imports = new Imports();
  readonly #uses: Int32Array;
  /** The local of an expression, or -1. */
  readonly #locals: Int32Array;
  /** The instructions of what stands where it is used. */
  readonly #inline = new Map<number, {readonly code: readonly number[]; readonly depth: number}>();
  readonly #code: number[][] = [];
  #count = 0;

  constructor(readonly program: ScalarProgram) {
    this.#uses = countUses(program);
    this.#locals = new Int32Array(program.expressions.length).fill(-1);
  }

  emit(): Emitted {
    const {expressions, outputs, given} = this.program;
    expressions.forEach((expression, id) => this.#add(expression, id));
    outputs.slice(1).forEach((id, index) => {
      this.#code.push([...i32(0), ...this.#read(id), ...f64Store(8 * (given + index))]);
    });
    this.#code.push([...this.#read(outputs[0] as number)]);
    const bytes = encodeModule({
      imports: this.#imports.list,
      locals: Array<ValueType>(this.#count).fill(ValueType.f64),
      result: ValueType.f64,
      code: this.#code.flat(),
    });
    return {bytes, functions: this.#imports.functions};
  }

  #add(expression: Expression, id: number): void {
    const uses = this.#uses[id] as number;
    if (uses === 0) return;
    const {code, depth} = this.#write(expression);
    if (expression.kind === 'constant' || (uses === 1 && depth < DEEPEST)) {
      this.#inline.set(id, {code, depth});
      return;
    }
    this.#locals[id] = this.#count++;
    this.#code.push([...code, ...localSet(this.#locals[id])]);
  }

  #write(expression: Expression): {readonly code: readonly number[]; readonly depth: number} {
    switch (expression.kind) {
      case 'constant':
        return {code: f64(expression.value), depth: 0};
      case 'given':
        return {code: [...i32(0), ...f64Load(8 * expression.index)], depth: 0};
      case 'operation': {
        const {opcode, operands} = expression;
        const depths = operands.map((operand) => this.#inline.get(operand)?.depth ?? 0);
        const form = this.#imports.formOf(opcode, operands.length);
        return {code: form((index) => this.#read(operands[index] as number)), depth: 1 + Math.max(...depths)};
      }
    }
  }

  #read(id: number): readonly number[] {
    const local = this.#locals[id] as number;
    return local >= 0 ? localGet(local) : (this.#inline.get(id)?.code ?? []);
  }
}

/** How often each expression is read; nothing for what no output needs. */
function countUses({expressions, outputs}: ScalarProgram): Int32Array {
  const uses = new Int32Array(expressions.length);
  const use = (id: number, times: number): void => {
    uses[id] = (uses[id] as number) + times;
  };
  for (const id of outputs) use(id, 1);
  for (let id = expressions.length - 1; id >= 0; id--) {
    const expression = expressions[id] as Expression;
    if (uses[id] === 0 || expression.kind !== 'operation') continue;
    for (const operand of expression.operands) use(operand, usesOperandsOnce(expression.opcode) ? 1 : 2);
  }
  return uses;
}
