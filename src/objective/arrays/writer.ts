/**
 * Writes the code of one function: its locals, and loops over them.
 */
import {branchIf, i32, localGet, localSet, localTee, Op} from '../../wasm/code.js';
import {ValueType} from '../../wasm/module.js';
import {Imports} from '../forms.js';

export class Writer {
  readonly imports = new Imports();
  readonly code: number[] = [];
  readonly locals: ValueType[] = [];
  readonly #free = new Map<ValueType, number[]>();

  add(...instructions: ReadonlyArray<readonly number[]>): void {
    for (const instruction of instructions) for (const byte of instruction) this.code.push(byte);
  }

  /** A local that nobody else uses until it is given back. */
  take(type: ValueType): number {
    return this.#free.get(type)?.pop() ?? this.locals.push(type) - 1;
  }

  giveBack(...locals: readonly number[]): void {
    for (const local of locals) {
      const type = this.locals[local] as ValueType;
      const free = this.#free.get(type) ?? [];
      free.push(local);
      this.#free.set(type, free);
    }
  }

  /** Runs `body` with a counter that goes from 0 to `end` in steps. Of no step there is no loop. */
  loop(end: number, step: number, body: (counter: number) => void): void {
    if (end <= 0) return;
    const counter = this.take(ValueType.i32);
    this.add(i32(0), localSet(counter), Op.loop);
    body(counter);
    this.add(localGet(counter), i32(step), Op.i32Add, localTee(counter), i32(end), Op.i32LessUnsigned);
    this.add(branchIf(0), Op.end);
    this.giveBack(counter);
  }

  /** The same where the body is so short that a loop of one step need not be one. */
  each(count: number, step: number, body: (counter: number | undefined) => void): void {
    if (count === 1) body(undefined);
    else this.loop(count * step, step, body);
  }
}

/** The sum of the counters that there are, as an address; 0 where there is none. */
export function address(...counters: ReadonlyArray<number | undefined>): number[] {
  const given = counters.filter((counter) => counter !== undefined);
  if (given.length === 0) return i32(0);
  return given.flatMap((counter, index) => [...localGet(counter), ...(index > 0 ? Op.i32Add : [])]);
}
