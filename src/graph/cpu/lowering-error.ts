/**
 * Raised when a program is assembled, if an instruction would read or write outside its operands: a fault of this package,
 * which the backend's kernels do not share.
 */
export class LoweringError extends Error {
  override readonly name = 'LoweringError';

  constructor(problem: string) {
    super(`internal: ${problem}`);
  }
}
