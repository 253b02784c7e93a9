/** What a graph function raises where its `f` cannot be replayed. */
export class GraphTraceError extends Error {
  override readonly name = 'GraphTraceError';

  constructor(problem: string, remedy: string) {
    super(`graph: ${problem}. ${remedy}.`);
  }
}
