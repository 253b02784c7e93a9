/**
 * What optimizers hold as JavaScript numbers. A trace has them as scalars: those that are seen to change with a number, by
 * the same formula at two of its values, are inputs of the program from then on; all else has to stay as it was.
 */
import type {Optimizer} from '@tensorflow/tfjs-core';

import {fieldReader, fieldsOf} from '../tfjs/optimizers.js';
import {GraphTraceError} from './errors.js';
import type {FreshInput, FreshNumber} from './fresh-inputs.js';
import {sizeOf} from './passes/rewrite.js';
import {singleValue} from './trace/captures.js';
import type {Step} from './trace/effects.js';
import type {Trace} from './trace/recorder.js';

/** How tfjs's optimizers compute a scalar of a number. */
const formulas: ReadonlyArray<(number: number) => number> = [
  (number) => -number,
  (number) => number,
  (number) => 1 - number,
];

/**
 * The scalar as an input that follows a number of the optimizer in whose step it was captured; undefined if none explains it,
 * or more than one.
 */
export function explainByNumbers(
  index: number,
  first: Pick<Trace, 'constants' | 'effects'>,
  second: Pick<Trace, 'constants' | 'effects'>,
): FreshNumber | undefined {
  const [before, after] = [first.constants[index], second.constants[index]];
  if (before === undefined || after === undefined || sizeOf(after.shape) !== 1) return undefined;
  const [from, to] = [singleValue(before), singleValue(after)];
  const place = second.effects.steps.findIndex(({captured}) => index < captured);
  const [then, now] = [first.effects.steps[place], second.effects.steps[place]];
  if (then === undefined || now === undefined || to === undefined) return undefined;
  const {optimizer, fields} = now;
  const found = [...fields].flatMap(([name, value]): FreshNumber[] => {
    const old = then.fields.get(name);
    if (typeof value !== 'number' || typeof old !== 'number' || value === old) return [];
    const formula = formulas.find((of) => Math.fround(of(old)) === from && Math.fround(of(value)) === to);
    if (formula === undefined) return [];
    const read = fieldReader(optimizer, name);
    const make = (): number => formula(read() as number);
    return [{kind: 'number', constant: index, follows: {optimizer, name}, traced: to, make}];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** The error of an `f` that itself changes what an optimizer holds, as a compiled call would not; undefined of others. */
export function changeDuring(before: readonly Step[], during: readonly Step[]): GraphTraceError | undefined {
  for (const {optimizer, fields} of during) {
    const known = before.find((step) => step.optimizer === optimizer)?.fields;
    const changed = known && [...fields].find(([name, value]) => !Object.is(known.get(name), value));
    if (changed === undefined) continue;
    return new GraphTraceError(
      `f changes ${changed[0]} of the optimizer ${optimizer.getClassName()}, which a compiled call would not`,
      'Set it before the call',
    );
  }
  return undefined;
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
  readonly read: () => unknown;
}

/** All that optimizers hold, but for what is an input of the program. */
export function fixedFields(steps: readonly Step[], fresh: readonly FreshInput[]): Fixed[] {
  const isFresh = (optimizer: Optimizer, name: string): boolean =>
    fresh.some(
      (input) =>
        input.kind === 'number' && input.follows.optimizer === optimizer && input.follows.name === name,
    );
  const last = new Map(steps.map((step) => [step.optimizer, step.fields]));
  return [...last].flatMap(([optimizer, fields]) =>
    [...fields].flatMap(([name, value]) =>
      isFresh(optimizer, name) ? [] : {optimizer, name, value, read: fieldReader(optimizer, name)},
    ),
  );
}

/** The first of what an optimizer holds that is another now. */
export function changedAmong(fixed: readonly Fixed[]): Fixed | undefined {
  for (const field of fixed) if (!Object.is(field.read(), field.value)) return field;
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
