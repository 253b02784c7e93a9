/**
 * Messages name the function, the argument by path, what was expected, what came, and the way out.
 */

/** Wrong use of a public function. `problem` names the path, what was expected and what came; `remedy` the way out. */
export function misuse(caller: string, problem: string, remedy: string): TypeError {
  return new TypeError(`${caller}: ${problem}. ${remedy}.`);
}

/** A fault of this package, never of its user. */
export function internalError(message: string): Error {
  return new Error(`internal: ${message}`);
}

/** What a value is, in a few words, for an error message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
  if (isThenable(value)) return 'a Promise';
  const name = (Object.getPrototypeOf(value) as {constructor?: {name?: unknown}} | null)?.constructor?.name;
  if (name === 'Object' || name === undefined)
    return `an object with the keys [${Object.keys(value).join(', ')}]`;
  return typeof name === 'string' && name !== ''
    ? `an instance of ${name}`
    : 'an instance of a class without a name';
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** A shape as tfjs prints it: `[2,3]`. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(',')}]`;
}
