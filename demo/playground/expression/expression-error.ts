/** What is wrong with an expression, and where: `position` counts its signs from 1. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';

  constructor(
    readonly position: number,
    what: string,
  ) {
    super(`Position ${position}: ${what}`);
  }
}
