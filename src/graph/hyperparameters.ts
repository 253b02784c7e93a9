/**
 * What optimizers hold as JavaScript numbers. A trace has them as scalars: those that are seen to change with a number, by
 * the same formula at two of its values, are inputs of the program from then on; all else has to stay as it was.
 */
import type {Optimizer} from '@tensorflow/tfjs-core';

import {fieldOf, fieldsOf} from '../tfjs/optimizers.js';
import {GraphTraceError} from './errors.js';
import type {FreshInput} from './fresh-inputs.js';
import {sizeOf} from './passes/rewrite.js';
import {singleValue, type Constant} from './trace/captures.js';
import type {Effects, Step} from './trace/effects.js';

/** How tfjs's optimizers compute a scalar of a number. */
const formulas: ReadonlyArray<(number: number) => number> = [
  (number) => -number,
  (number) => number,
  (number) => 1 - number,
];

/** The scalar as an input that follows an optimizer's number; undefined if no number of the optimizers explains it. */
export function explainByNumbers(
  index: number,
  first: {readonly constants: readonly Constant[]; readonly effects: Effects},
  second: {readonly constants: readonly Constant[]; readonly effects: Effects},
): FreshInput | undefined {
  const [before, after] = [first.constants[index], second.constants[index]];
  if (before === undefined || after === undefined || sizeOf(after.shape) !== 1) return undefined;
  const [from, to] = [singleValue(before), singleValue(after)];
  for (const [place, {optimizer, fields}] of second.effects.steps.entries()) {
    for (const [name, now] of fields) {
      const then = first.effects.steps[place]?.fields.get(name);
      if (typeof now !== 'number' || typeof then !== 'number' || now === then) continue;
      const formula = formulas.find((of) => Math.fround(of(then)) === from && Math.fround(of(now)) === to);
      if (formula === undefined) continue;
      return {
        constant: index,
        follows: {optimizer, name},
        traced: to as number,
        make: () => formula(fieldOf(optimizer, name) as number),
      };
    }
  }
  return undefined;
}

/** Throws if `f` itself changes what an optimizer holds, as a compiled call would not. */
export function refuseChanges(before: readonly Step[], during: readonly Step[]): void {
  for (const {optimizer, fields} of during) {
    const known = before.find((step) => step.optimizer === optimizer)?.fields;
    const changed = known && [...fields].find(([name, value]) => !Object.is(known.get(name), value));
    if (changed === undefined) continue;
    throw new GraphTraceError(
      `f changes ${changed[0]} of the optimizer ${optimizer.getClassName()}, which a compiled call would not`,
      'Set it before the call',
    );
  }
}

/** What optimizers hold now. */
export function readAgain(steps: readonly Step[]): Step[] {
  return steps.map((step) => ({...step, fields: fieldsOf(step.optimizer)}));
}

/** Something that an optimizer holds, and that has to stay as it was. */
export interface Fixed {
  readonly optimizer: Optimizer;
  readonly name: string;
  readonly value: unknown;
}

/** All that optimizers hold, but for what is an input of the program. */
export function fixedFields(steps: readonly Step[], fresh: readonly FreshInput[]): Fixed[] {
  const isFresh = (optimizer: Optimizer, name: string): boolean =>
    fresh.some(({follows}) => follows?.optimizer === optimizer && follows.name === name);
  const last = new Map(steps.map((step) => [step.optimizer, step.fields]));
  return [...last].flatMap(([optimizer, fields]) =>
    [...fields].flatMap(([name, value]) => (isFresh(optimizer, name) ? [] : {optimizer, name, value})),
  );
}

/** The first of what an optimizer holds that is another now. */
export function changedAmong(fixed: readonly Fixed[]): Fixed | undefined {
  for (const field of fixed) if (!Object.is(fieldOf(field.optimizer, field.name), field.value)) return field;
  return undefined;
}

/** So many traces because of one optimizer are no chance. */
const MANY = 3;

/** Changes to optimizers that the program could not follow. */
export class Changes {
  #count = 0;

  /** Warns, once, of what is slow for a reason that the user can mend. */
  note(changed: Fixed | undefined): void {
    if (++this.#count !== MANY || changed === undefined) return;
    // eslint-disable-next-line no-console -- nothing is wrong but the speed, of which the user would not know
    console.warn(
      `graph: f is traced and compiled anew whenever ${changed.name} of the optimizer ` +
        `${changed.optimizer.getClassName()} changes, ${MANY} times so far, as its programs are not the same for another ` +
        'value. Change it less often, or pass what changes as a tensor.',
    );
  }
}
