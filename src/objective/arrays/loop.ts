/**
 * Loops of element-wise instructions as one pass over memory: what stands in a buffer of a block stands in a local.
 */
import {operandsOf, Mode} from '../../machine/instructions.js';
import {Opcode} from '../../machine/opcodes.js';
import {
  extractLane,
  f64Load,
  f64Store,
  i32,
  localGet,
  localSet,
  Op,
  replaceLane,
  v128Load,
  v128Store,
  v128Zero,
} from '../../wasm/code.js';
import {ValueType} from '../../wasm/module.js';
import {address, type Writer} from './writer.js';
import {vectorForms} from './vector-forms.js';

interface Step {
  readonly opcode: Opcode;
  readonly out: number;
  readonly operands: readonly number[];
}

const MODES = 15;
const LANES = 2;

export function writeLoop(writer: Writer, [count = 0, , ...body]: readonly number[]): void {
  const steps = decode(body);
  const pairs = Math.floor(count / LANES);
  if (pairs > 0)
    new Pass(writer, steps, true).write((write) => writer.loop(8 * LANES * pairs, 8 * LANES, write));
  if (count % LANES !== 0) new Pass(writer, steps, false).write((write) => write(undefined), 8 * (count - 1));
}

function decode(body: readonly number[]): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < body.length;) {
    const opcode = body[at] as Opcode;
    const size = operandsOf(opcode).length;
    const [out = 0, ...operands] = body.slice(at + 1, at + 1 + size);
    steps.push({opcode, out, operands});
    at += 1 + size;
  }
  return steps;
}

/** The steps in one lane, or in two. */
class Pass {
  readonly #type: ValueType;
  /** The local that holds what stands at a reference. */
  readonly #held = new Map<number, number>();
  readonly #single = new Map<number, number>();
  readonly #sums = new Map<number, number>();
  readonly #taken: number[] = [];
  /** Added to the addresses of arrays, where there is no counter. */
  #start = 0;

  constructor(
    readonly writer: Writer,
    readonly steps: readonly Step[],
    readonly isVector: boolean,
  ) {
    this.#type = isVector ? ValueType.v128 : ValueType.f64;
  }

  write(loop: (body: (counter: number | undefined) => void) => void, start = 0): void {
    const {writer} = this;
    this.#start = start;
    this.#loadSingles();
    for (const {opcode, out} of this.steps) if (opcode === Opcode.SumInto) this.#startSum(out);
    loop((counter) => this.steps.forEach((step) => this.#step(step, counter)));
    for (const [sum, local] of this.#sums) this.#endSum(sum, local);
    writer.giveBack(...this.#taken);
  }

  /** Elements that are the same for all are read once. */
  #loadSingles(): void {
    const {writer} = this;
    for (const reference of this.steps.flatMap(({operands}) => operands)) {
      if ((reference & MODES) !== Mode.element || this.#single.has(reference)) continue;
      const local = this.#take();
      writer.add(i32(0), f64Load(2 * reference), this.isVector ? Op.splat : [], localSet(local));
      this.#single.set(reference, local);
    }
  }

  #startSum(sum: number): void {
    if (this.#sums.has(sum)) return;
    const local = this.#take();
    if (this.isVector) this.writer.add(v128Zero);
    else this.writer.add(i32(0), f64Load(2 * sum));
    this.writer.add(localSet(local));
    this.#sums.set(sum, local);
  }

  #endSum(sum: number, local: number): void {
    const {writer} = this;
    writer.add(i32(0));
    if (this.isVector) {
      writer.add(localGet(local), extractLane(0), localGet(local), extractLane(1), Op.f64Add);
      writer.add(i32(0), f64Load(2 * sum), Op.f64Add);
    } else writer.add(localGet(local));
    writer.add(f64Store(2 * sum));
  }

  #take(): number {
    const local = this.writer.take(this.#type);
    this.#taken.push(local);
    return local;
  }

  #step({opcode, out, operands}: Step, counter: number | undefined): void {
    const {writer} = this;
    const locals = operands.map((reference) => this.#read(reference, counter));
    if (opcode === Opcode.SumInto) {
      const sum = this.#sums.get(out) as number;
      writer.add(localGet(sum), localGet(locals[0] as number), this.isVector ? Op.f64x2Add : Op.f64Add);
      writer.add(localSet(sum));
      return;
    }
    writer.add(this.#formed(opcode, locals));
    const target = this.#held.get(out) ?? this.#take();
    this.#held.set(out, target);
    writer.add(localSet(target));
    if ((out & MODES) !== Mode.array) return;
    const offset = 2 * (out & ~MODES) + this.#start;
    writer.add(address(counter), localGet(target), this.isVector ? v128Store(offset) : f64Store(offset));
  }

  #read(reference: number, counter: number | undefined): number {
    const known = this.#single.get(reference) ?? this.#held.get(reference);
    if (known !== undefined) return known;
    const local = this.#take();
    const offset = 2 * (reference & ~MODES) + this.#start;
    this.writer.add(address(counter), this.isVector ? v128Load(offset) : f64Load(offset), localSet(local));
    // Not another time, unless it is written in between.
    this.#held.set(reference, local);
    return local;
  }

  #formed(opcode: Opcode, locals: readonly number[]): readonly number[] {
    const {imports} = this.writer;
    const operand = (index: number): number[] => localGet(locals[index] as number);
    if (!this.isVector) return imports.formOf(opcode, locals.length)(operand);
    const own = vectorForms[opcode] ?? imports.vectorFormOf(opcode);
    if (own !== undefined) return own(operand);
    const form = imports.formOf(opcode, locals.length);
    const inLane = (lane: 0 | 1): readonly number[] =>
      form((index) => [...operand(index), ...extractLane(lane)]);
    return [...inLane(0), ...Op.splat, ...inLane(1), ...replaceLane(1)];
  }
}
