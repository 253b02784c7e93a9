/**
 * Where the values of a program stand in the memory of the machine, planned once: what is not used any more makes room.
 */
import {sizeOf} from '../passes/rewrite.js';
import type {Program} from '../program/program.js';
import {BLOCK_ELEMENTS, Mode} from '../../machine/instructions.js';
import {MemoryPlan} from './memory-plan.js';
import type {Lowered, Region} from './passes/regions.js';

/** The places of a program. */
export interface Layout {
  /** The byte offset of each value that has a place. */
  readonly offsets: ReadonlyMap<number, number>;
  /** The values that stand in a buffer of one block within their loop. */
  readonly buffered: ReadonlySet<number>;
  /** Running sums by the value that they become. */
  readonly sums: ReadonlyMap<number, number>;
  /** Numbers that are operands of instructions. */
  readonly literals: ReadonlyMap<number, number>;
  readonly bytes: number;
}

/** The values that a region reads and makes. */
interface Uses {
  readonly reads: readonly number[];
  readonly makes: readonly number[];
}

export function planLayout(program: Program, regions: readonly Region[]): Layout {
  return new Planner(program, regions).plan();
}

class Planner {
  readonly #memory = new MemoryPlan();
  readonly #offsets = new Map<number, number>();
  readonly #buffered = new Set<number>();
  readonly #sums = new Map<number, number>();
  readonly #literals = new Map<number, number>();
  readonly #uses: readonly Uses[];
  /** The last region that uses each value; infinite for an output. */
  readonly #last = new Map<number, number>();
  /** The values that instructions read or make. */
  readonly #placed = new Set<number>();

  constructor(
    readonly program: Program,
    readonly regions: readonly Region[],
  ) {
    this.#uses = regions.map(usesOf);
    this.#uses.forEach(({reads, makes}, index) => {
      for (const value of [...reads, ...makes]) this.#last.set(value, index);
      if (regions[index]?.kind !== 'kernel') [...reads, ...makes].forEach((value) => this.#placed.add(value));
    });
    for (const {value} of program.outputs) this.#last.set(value, Infinity);
  }

  plan(): Layout {
    this.#placeGiven();
    this.regions.forEach((region, index) => {
      if (region.kind === 'loop') this.#placeLoop(region, index);
      else for (const value of this.#uses[index]?.makes ?? []) this.#place(value);
      this.#free(index);
    });
    return {
      offsets: this.#offsets,
      buffered: this.#buffered,
      sums: this.#sums,
      literals: this.#literals,
      bytes: this.#memory.size,
    };
  }

  /** What the call brings and what is constant keeps its place. */
  #placeGiven(): void {
    for (const {id, origin} of this.program.values) if (origin.kind !== 'node') this.#place(id);
    for (const region of this.regions) {
      if (region.kind !== 'loop') continue;
      for (const {lowering} of region.nodes) {
        const literals = lowering.kind === 'element-wise' ? lowering.rule.literals : [];
        for (const literal of literals)
          if (!this.#literals.has(literal)) this.#literals.set(literal, this.#memory.take(1));
      }
    }
  }

  #placeLoop({nodes, count}: Region & {kind: 'loop'}, index: number): void {
    const lastInLoop = new Map<number, number>();
    nodes.forEach(({node}, position) => {
      for (const [, {value}] of node.inputs) lastInLoop.set(value, position);
    });
    const isLocal = ({node, lowering}: Lowered): boolean => {
      const value = node.outputs[0] as number;
      return lowering.kind !== 'whole' && this.#last.get(value) === index && lastInLoop.has(value);
    };
    // What outlives a block is never where a block has a buffer: the next block would write over it.
    const sums: number[] = [];
    for (const lowered of nodes) {
      const value = lowered.node.outputs[0] as number;
      if (!isLocal(lowered)) this.#place(value);
      if (lowered.lowering.kind === 'whole') sums.push(this.#memory.take(4));
      if (lowered.lowering.kind === 'whole') this.#sums.set(value, sums.at(-1) as number);
    }
    this.#placeBuffers(nodes, Math.min(count, BLOCK_ELEMENTS), lastInLoop, isLocal);
    for (const sum of sums) this.#memory.giveBack(sum, 4);
  }

  /** Buffers of one block, each used again as soon as its value is not needed any more. */
  #placeBuffers(
    nodes: readonly Lowered[],
    elements: number,
    lastInLoop: ReadonlyMap<number, number>,
    isLocal: (lowered: Lowered) => boolean,
  ): void {
    const all: number[] = [];
    const free: number[] = [];
    const take = (): number => {
      const reused = free.pop();
      if (reused !== undefined) return reused;
      return all[all.push(this.#memory.take(elements)) - 1] as number;
    };
    nodes.forEach((lowered, position) => {
      const value = lowered.node.outputs[0] as number;
      // Before the output has its place: an instruction may write where it reads.
      for (const read of new Set(lowered.node.inputs.map(([, operand]) => operand.value))) {
        const isDone = this.#buffered.has(read) && lastInLoop.get(read) === position;
        if (isDone) free.push(this.#offsets.get(read) as number);
      }
      if (!isLocal(lowered)) return;
      this.#buffered.add(value);
      this.#offsets.set(value, take());
    });
    for (const buffer of all) this.#memory.giveBack(buffer, elements);
  }

  #place(value: number): void {
    if (!this.#placed.has(value)) return;
    this.#offsets.set(value, this.#memory.take(this.#sizeOf(value)));
  }

  #free(index: number): void {
    const {reads, makes} = this.#uses[index] as Uses;
    for (const value of new Set([...reads, ...makes])) {
      const isGiven = this.program.values[value]?.origin.kind !== 'node';
      const offset = this.#offsets.get(value);
      if (isGiven || offset === undefined || this.#buffered.has(value) || this.#last.get(value) !== index)
        continue;
      this.#memory.giveBack(offset, this.#sizeOf(value));
    }
  }

  #sizeOf(value: number): number {
    return sizeOf(this.program.values[value]?.shape ?? []);
  }
}

function usesOf(region: Region): Uses {
  const nodes = region.kind === 'kernel' ? [region.node] : region.nodes.map(({node}) => node);
  return {
    reads: nodes.flatMap(({inputs}) => inputs.map(([, {value}]) => value)),
    makes: nodes.flatMap(({outputs}) => outputs.filter((value) => value !== null)),
  };
}

/** A reference to a value in a loop of so many elements. */
export function referenceTo(layout: Layout, value: number, size: number, count: number): number {
  const offset = layout.offsets.get(value) as number;
  if (layout.buffered.has(value)) return offset | Mode.block;
  return offset | (size === 1 && count > 1 ? Mode.element : Mode.array);
}
