/**
 * Holds instructions against the places of their operands when a program is assembled: whatever the attributes of a kernel
 * say, none may read or write outside them, or leave a part of its result as it was.
 */
import {Opcode} from '../../machine/opcodes.js';
import {accessOf, type Access, type Span} from './accesses.js';
import {LoweringError} from './lowering-error.js';

/** Where a value stands. */
export interface Extent {
  readonly start: number;
  readonly size: number;
}

/** The places that a node reads and writes. */
export interface Extents {
  readonly reads: readonly Extent[];
  readonly writes: readonly Extent[];
}

/** Throws a LoweringError for instructions of whole arrays that leave the places of their node. */
export function checkBounds(
  kernel: string,
  instructions: readonly (readonly number[])[],
  {reads, writes}: Extents,
): void {
  const written = writes.map(() => 0);
  for (const words of instructions) {
    const name = `${Opcode[words[0] ?? -1] ?? words[0]} of ${kernel}`;
    const access = accessOf(words);
    if (access === undefined) throw new LoweringError(`${name} is no instruction of whole arrays`);
    // What a node has written it may read and write again.
    for (const span of access.reads)
      if (![...reads, ...writes].some((extent) => holds(extent, span)))
        throw new LoweringError(`${name} reads bytes ${show(span)} outside its operands`);
    const index = writes.findIndex((extent) => admits(extent, access));
    if (index < 0) throw new LoweringError(`${name} writes bytes ${show(access.writes)} outside its results`);
    written[index] = (written[index] ?? 0) + access.written;
  }
  const missing = writes.findIndex(({size}, index) => !((written[index] ?? 0) >= size));
  if (missing >= 0)
    throw new LoweringError(`${kernel} writes ${written[missing]} of ${writes[missing]?.size} elements`);
}

/** Throws for an operand of a loop that is neither as long as the loop nor a single element. */
export function checkLoopOperand(kernel: string, size: number, count: number): void {
  if (size !== 1 && size !== count)
    throw new LoweringError(`${kernel} reads ${size} elements in a loop of ${count}`);
}

/** False also where a comparison meets NaN. */
function holds({start, size}: Extent, span: Span): boolean {
  return span.start >= start && span.end <= start + 4 * size && span.start < span.end;
}

/** A single element has a vector of its own, of which all four lanes are written. */
function admits({start, size}: Extent, {writes, fillsLanes}: Access): boolean {
  if (size === 1) return fillsLanes && writes.start === start;
  return holds({start, size}, writes);
}

function show({start, end}: Span): string {
  return `${start} to ${end}`;
}
