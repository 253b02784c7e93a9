/** An operation as a row of a table: what it writes into a draft, and what is known of it. */
import type {Backend} from '../derivatives/case.js';
import type {Draft, Operand} from './draft.js';

export interface Operation {
  /** Writes statements; the result, where the operation suits its operands. */
  readonly draw: (draft: Draft) => Operand | undefined;
  /** How often it is drawn, beside the 4 of others. */
  readonly weight?: number;
  /** Why its gradient is not what differences say. */
  readonly notItsSlope?: string;
  /** False of those that are left out of programs with special values, with the reason. */
  readonly notSpecial?: string;
  /** Backends on which tfjs is at fault, with the reason. */
  readonly skip?: Partial<Record<Backend, string>>;
}

export type Operations = Readonly<Record<string, Operation>>;

export type Draw = Operation['draw'];

/** A table of operations, each of which has the same notes. */
export function table(
  draws: Readonly<Record<string, Draw>>,
  notes: Omit<Operation, 'draw'> = {},
): Operations {
  return Object.fromEntries(Object.entries(draws).map(([name, draw]) => [name, {draw, ...notes}]));
}
