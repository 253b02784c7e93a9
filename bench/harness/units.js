const UNITS = [
  ['s', 1e6],
  ['ms', 1e3],
  ['µs', 1],
];

/** Microseconds, in a unit that suits them, of three digits. */
export function duration(microseconds) {
  const [unit, scale] = UNITS.find(([, least]) => microseconds >= least) ?? UNITS.at(-1);
  return `${threeDigits(microseconds / scale)} ${unit}`;
}

export function threeDigits(number) {
  return number < 100 ? number.toPrecision(number < 1 ? 2 : 3) : number.toFixed(0);
}
