/** Compares the results of the rivals before they are timed. */

/** The largest difference allowed, relative to the largest entry of the same tensor. */
const TOLERANCE = 1e-4;

/** Throws if a rival's value or gradient differs from that of the first. */
export function check(found, {title, tolerance = TOLERANCE}) {
  const [[, expected], ...others] = Object.entries(found);
  for (const [name, results] of others) {
    if (results.length !== expected.length) throw new Error(`bench: ${title}: ${name} has no such results`);
    for (const [index, values] of results.entries()) {
      const error = relativeError(values, expected[index]);
      if (error <= tolerance) continue;
      throw new Error(`bench: ${title}: ${name}: result ${index} is off by ${error} of its largest entry`);
    }
  }
}

/** The largest difference between two arrays, relative to the largest entry of the second. */
function relativeError(values, expected) {
  if (values.length !== expected.length) return Infinity;
  let [difference, largest] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) return Infinity;
    difference = Math.max(difference, Math.abs(values[index] - expected[index]));
    largest = Math.max(largest, Math.abs(expected[index]));
  }
  return difference / largest;
}
