/** Runs `f` while members of an object are replaced, and puts back what was there, also where `f` throws. */
export function replacing<Target extends object, T>(
  target: Target,
  replacements: Partial<Target>,
  f: () => T,
): T {
  const before = Object.keys(replacements).map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const,
  );
  Object.assign(target, replacements);
  try {
    return f();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, descriptor);
    }
  }
}
