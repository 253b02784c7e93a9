/**
 * How deep a structure may be nested: checked by counting before anything walks it, as what a stack overflow throws, and
 * when, depends on the engine and on what is on the stack already.
 */
import {misuse} from '../errors.js';
import {isPlainObject, memberPath} from '../tree.js';
import {isModel} from './models.js';

/** So deep that nothing but a mistake is deeper, and far from where the walks of this package overflow a stack. */
export const DEEPEST = 2000;

/** Of longer paths a message shows the first members. */
const LONGEST_SHOWN = 8;

type Keys = ReadonlyArray<string | number>;

/** Throws if an array or plain object within `value` holds itself, or is nested too deep. */
export function checkNesting(caller: string, value: unknown, path: string): void {
  const open = new Set<unknown>();
  const keys: Array<string | number> = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || !isStructure(part)) return;
    checkOpening(caller, {isOpen: open.has(part), depth: open.size}, path, keys);
    open.add(part);
    if (Array.isArray(part)) visitItems(part);
    else visitMembers(part as Readonly<Record<string, unknown>>);
    open.delete(part);
  };
  const visitItems = (items: readonly unknown[]): void => {
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      if (typeof item !== 'object') continue;
      keys.push(index);
      visit(item);
      keys.pop();
    }
  };
  const visitMembers = (record: Readonly<Record<string, unknown>>): void => {
    for (const key of Object.keys(record)) {
      keys.push(key);
      visit(record[key]);
      keys.pop();
    }
  };
  visit(value);
}

function isStructure(value: object): boolean {
  return Array.isArray(value) || (isPlainObject(value) && !isModel(value));
}

/** Throws if what is about to be entered is being walked already, or is too deep. */
export function checkOpening(
  caller: string,
  {isOpen, depth}: {readonly isOpen: boolean; readonly depth: number},
  path: string,
  keys: Keys,
): void {
  if (isOpen) {
    throw misuse(
      caller,
      `${pathOf(path, keys)}: expected a structure, got one that holds itself`,
      'Leave this out of it',
    );
  }
  if (depth < DEEPEST) return;
  throw misuse(
    caller,
    `${pathOf(path, keys)}: expected a structure of at most ${DEEPEST} levels, got one that is nested deeper`,
    'Pass a list in the place of a chain',
  );
}

/** The path of what stands at `keys` within what stands at `path`, shortened. */
export function pathOf(path: string, keys: Keys): string {
  const shown = keys.slice(0, LONGEST_SHOWN).reduce<string>((outer, key) => memberPath(outer, key), path);
  return keys.length > LONGEST_SHOWN ? `${shown}…` : shown;
}
