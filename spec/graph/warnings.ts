/** What is said on the console while `run` runs, and is not said to whoever runs the specs. */
export function warningsDuring(run: () => void): string[] {
  const {warn} = console;
  const warnings: string[] = [];
  console.warn = (...parts: unknown[]) => void warnings.push(parts.join(' '));
  try {
    run();
  } finally {
    console.warn = warn;
  }
  return warnings;
}
