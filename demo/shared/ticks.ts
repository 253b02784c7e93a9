/** Round numbers between two bounds, at most `most` of them, for an axis. */
export function ticksBetween(from: number, to: number, most: number): number[] {
  const step = roundStep((to - from) / most);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({length: Math.max(0, last - first + 1)}, (_, index) => (first + index) * step);
}

/** The least of 1, 2, 5, 10… that is not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A number as a label: few digits, a true minus sign, and powers of ten where it is very large or small. */
export function labelOf(value: number, digits = 3): string {
  const short = Number(value.toPrecision(digits));
  const size = Math.abs(short);
  const isLong = size >= 1e6 || (size > 0 && size < 1e-4);
  const text = isLong ? short.toExponential().replace('+', '') : String(short);
  return text.replaceAll('-', '−');
}
