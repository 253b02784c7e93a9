/** One function of more and more elements: what an element costs, and at which sizes one rival overtakes another. */
import asciichart from 'asciichart';
import {publish} from '../scripts/tables/publish.js';
import {crossings} from './harness/crossings.js';
import {markdownTable} from './harness/markdown.js';
import {raceOfAll} from './harness/race.js';
import {threeDigits} from './harness/units.js';
import {TITLES} from './rivals/index.js';
import {GROWTH_RIVALS, SIZES} from './tables.js';

const COLORS = ['red', 'magenta', 'green', 'blue'];

/** Columns of the plot from one size to the next. */
const STEP = 14;

const nanoseconds = Object.fromEntries(GROWTH_RIVALS.map((name) => [name, []]));
for (const size of SIZES) {
  const times = await raceOfAll(GROWTH_RIVALS, {workload: 'tanh-exponential', size}, {budget: 2000});
  for (const name of GROWTH_RIVALS) nanoseconds[name].push((times[name] * 1000) / size);
}

console.log('\nsum(tanh(x/2)·exp(-x²)), value and gradient: nanoseconds an element\n');
const columns = SIZES.map((size) => size.toLocaleString('en'));
const rows = GROWTH_RIVALS.map((name) => [TITLES[name], ...nanoseconds[name].map(threeDigits)]);
publish('bench growth', markdownTable(['', ...columns], rows));
console.log(`\n${plot()}\n`);
for (const line of crossings(nanoseconds, SIZES, TITLES)) console.log(`- ${line}`);

/** Both axes are logarithmic. */
function plot() {
  const series = GROWTH_RIVALS.map((name) => stretched(nanoseconds[name].map(Math.log10)));
  const chart = asciichart.plot(series, {
    height: 18,
    colors: COLORS.map((color) => asciichart[color]),
    format: (power) => threeDigits(10 ** power).padStart(8),
  });
  const axis = columns.map((column) => column.padEnd(STEP)).join('');
  const legend = GROWTH_RIVALS.map(
    (name, index) => `${asciichart[COLORS[index]]}── ${TITLES[name]}${asciichart.reset}`,
  );
  return `${chart}\n${' '.repeat(10)}${axis}\n\n${' '.repeat(10)}${legend.join('   ')}`;
}

/** Points on the straight lines between the given ones. */
function stretched(points) {
  const between = (point, index) => {
    const next = points[index + 1];
    return next === undefined
      ? [point]
      : Array.from({length: STEP}, (_, step) => point + ((next - point) * step) / STEP);
  };
  return points.flatMap(between);
}
