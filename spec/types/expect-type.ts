/** True where two types are the same, `any` and `never` told apart from all else. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Expects the value to be of exactly the type `Expected`: `expectType<Expected>()(value)`. */
export function expectType<Expected>(): <Found>(
  value: Found,
  ...same: Same<Found, Expected> extends true ? [] : [expected: Expected, found: Found]
) => void {
  return () => undefined;
}
