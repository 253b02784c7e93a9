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
    // From the last on: V8 makes a slow dictionary of an object from which any other property than its last is deleted.
    for (const [name, descriptor] of before.reverse()) {
      if (descriptor === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, descriptor);
    }
  }
}
