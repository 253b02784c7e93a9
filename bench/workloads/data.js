/** Seeded arrays of plain numbers, the same for every rival. */

/** Numbers with a shape: what a rival makes its own tensors of. */
export function array(shape, values) {
  return {shape, values: Float32Array.from(values)};
}

export const scalar = (value) => array([], [value]);

/** Normally distributed numbers, by the Box–Muller transform of a linear congruential sequence. */
export function normal(shape, seed, deviation = 1) {
  const uniform = uniforms(seed);
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  for (let index = 0; index < values.length; index++) {
    values[index] = deviation * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  }
  return {shape, values};
}

/** Rows with a single 1, of which the position goes round. */
export function oneHot(rows, classes) {
  const isLabel = (index) => Math.floor(index / classes) % classes === index % classes;
  return array(
    [rows, classes],
    Array.from({length: rows * classes}, (_, index) => Number(isLabel(index))),
  );
}

/** Numbers between 0 and 1, both excluded. The constants are those of Numerical Recipes, second edition, 7.1. */
function uniforms(seed) {
  let state = seed * 7919 + 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  for (let count = 0; count < 10; count++) next();
  return next;
}
