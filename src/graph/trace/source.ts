/**
 * Where in the user's source something happened, where the stack has it.
 */

/** Frames between an operation of the user's and its kernel are many; V8 keeps ten. */
const FRAMES = 64;

/** Takes the stack now, and looks for the user's line in it when it is called. */
export function captureSource(): () => string | undefined {
  const errors = Error as {stackTraceLimit?: number};
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = FRAMES;
  const here = new Error('here');
  if (limit === undefined) delete errors.stackTraceLimit;
  else errors.stackTraceLimit = limit;
  return () => usersLine(here.stack ?? '');
}

/** The place as part of a sentence, or nothing. */
export function atSource(source: string | undefined): string {
  return source === undefined ? '' : ` at ${source}`;
}

/** The first line of code that is neither this package's nor TensorFlow.js's nor the host's: `file:line:column`. */
function usersLine(stack: string): string | undefined {
  const places = stack.split('\n').flatMap((line) => placeIn(line) ?? []);
  const own = fileOf(places[0] ?? '');
  const root = /^(.*)graph\/trace\/source\.[jt]s$/.exec(own)?.[1];
  const isOwn = (file: string): boolean => (root === undefined ? file === own : file.startsWith(root));
  return places.find((place) => !isOwn(fileOf(place)) && !foreign.test(place));
}

const foreign = /@tensorflow|tfjs-(core|layers|backend|data|converter)|^node:|<anonymous>|^native/;

/** `file:line:column` of a stack's line, in the forms of V8 and of other engines. */
function placeIn(line: string): string | undefined {
  return /(?:\(|@|at )((?:[a-z-]+:\/\/)?[^\s()@]+:\d+:\d+)\)?$/.exec(line.trim())?.[1];
}

function fileOf(place: string): string {
  return place.replace(/:\d+:\d+$/, '');
}
