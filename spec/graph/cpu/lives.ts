/** Who needs which bytes of the machine's memory, and when: worked out anew, to hold layouts against. */
import {sizeOf} from '../../../src/graph/passes/rewrite.js';
import type {Program, Value} from '../../../src/graph/program/program.js';
import type {Layout} from '../../../src/graph/cpu/layout.js';
import {BLOCK_ELEMENTS} from '../../../src/machine/instructions.js';
import type {Region} from '../../../src/graph/cpu/passes/regions.js';

/** Bytes that belong to somebody from one step to another, both included. Steps are numbers of nodes. */
export interface Life {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** A node with the steps in which its whole region runs. */
interface Step {
  readonly reads: readonly number[];
  readonly makes: readonly number[];
  readonly region: Region;
  readonly first: number;
  readonly last: number;
}

function stepsOf(regions: readonly Region[]): Step[] {
  const steps: Step[] = [];
  for (const region of regions) {
    const nodes = region.kind === 'kernel' ? [region.node] : region.nodes.map(({node}) => node);
    const [first, last] = [steps.length, steps.length + nodes.length - 1];
    for (const {inputs, outputs} of nodes) {
      const reads = inputs.map(([, {value}]) => value);
      steps.push({reads, makes: outputs.filter((value) => value !== null), region, first, last});
    }
  }
  return steps;
}

const vectors = (elements: number): number => 16 * Math.ceil(elements / 4);

/** The lives of all that a layout has given a place. */
export function livesOf(program: Program, regions: readonly Region[], layout: Layout): Life[] {
  const steps = stepsOf(regions);
  const lives = [...layout.offsets].map(([value, start]) => lifeOf(value, start, program, steps, layout));
  for (const [value, start] of layout.sums) {
    const {first, last} = steps.find(({makes}) => makes.includes(value)) as Step;
    lives.push({name: `sum of %${value}`, start, end: start + 16, from: first, to: last});
  }
  for (const [literal, start] of layout.literals)
    lives.push({name: `literal ${literal}`, start, end: start + 16, from: -1, to: Infinity});
  return lives;
}

function lifeOf(
  value: number,
  start: number,
  program: Program,
  steps: readonly Step[],
  layout: Layout,
): Life {
  const name = `%${value}`;
  const {origin, shape} = program.values[value] as Value;
  const end = start + vectors(sizeOf(shape));
  if (origin.kind !== 'node') return {name, start, end, from: -1, to: Infinity};
  const made = steps.findIndex(({makes}) => makes.includes(value));
  const read = steps.findLastIndex(({reads}) => reads.includes(value));
  const {first, last, region} = steps[made] as Step;
  if (layout.buffered.has(value)) {
    const elements = region.kind === 'loop' ? Math.min(region.count, BLOCK_ELEMENTS) : Infinity;
    // The last reader may write where it reads, so that the buffer is its own but until then.
    return {name, start, end: start + vectors(elements), from: made, to: read - 0.5};
  }
  // What is not a buffer has to outlive each block, and so all the nodes of its loop and of those that read it.
  const isOutput = program.outputs.some((output) => output.value === value);
  const to = isOutput ? Infinity : Math.max(last, steps[read]?.last ?? last);
  return {name, start, end, from: first, to};
}

/** Two that need the same bytes at the same time; undefined where there are none. */
export function clash(lives: readonly Life[]): string | undefined {
  for (const [index, one] of lives.entries()) {
    for (const other of lives.slice(index + 1)) {
      const areApart = one.end <= other.start || other.end <= one.start;
      const areNeverTogether = one.to < other.from || other.to < one.from;
      if (!areApart && !areNeverTogether) return `${JSON.stringify(one)} and ${JSON.stringify(other)}`;
    }
  }
  return undefined;
}
