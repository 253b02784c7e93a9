/**
 * What a graph function raises where its `f` cannot be replayed, at its first or second call: the message says which of
 * the things that `f` does stands in the way, and what to do instead.
 *
 * ```ts
 * const peeking = graph((x: tf.Tensor) => tf.scalar(x.dataSync()[0]));
 * peeking(tf.scalar(2)); // throws GraphTraceError: graph: ...
 * ```
 */
export class GraphTraceError extends Error {
  override readonly name = 'GraphTraceError';

  /** @internal */
  constructor(problem: string, remedy: string) {
    super(`graph: ${problem}. ${takesOptions ? remedy : remedy.replace(byOption, 'call f itself')}.`);
  }
}

const byOption = 'pass {useGradientTape: true}';
let takesOptions = true;

/** Runs a call that takes no options, as `g(x)` of a graph function is: nothing that is raised in it advises one. */
export function withoutOptions<T>(run: () => T): T {
  const before = takesOptions;
  takesOptions = false;
  try {
    return run();
  } finally {
    takesOptions = before;
  }
}
