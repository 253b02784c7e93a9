/**
 * Whole training steps: the gradient, and the update of the weights by SGD or Adam. The rivals take turns; their losses and
 * weights after some steps are compared first.
 */
import {publish} from '../scripts/tables/publish.js';
import {markdownTable} from './harness/markdown.js';
import {race} from './harness/race.js';
import {duration} from './harness/units.js';
import {
  TRAINING_OPTIMIZERS,
  TRAINING_TITLES,
  TRAINING_WORKLOADS,
  trainingHeading,
  trainingTitle,
} from './tables.js';
import {load} from './workloads/index.js';

/** Adam divides small gradients by their size, so that their rounding shows in the weights. */
const TOLERANCE = 1e-3;

console.log('\nA training step on a batch, which every rival is given, and of which it reads the loss.\n');
const [rows, reasons] = [[], {}];
for (const workload of TRAINING_WORKLOADS) {
  const {title} = await load(workload);
  for (const optimizer of TRAINING_OPTIMIZERS) {
    const times = await race(
      Object.keys(TRAINING_TITLES),
      {workload, optimizer, tolerance: TOLERANCE},
      {budget: 8000},
    );
    const name = trainingTitle(title, optimizer);
    console.log(name);
    rows.push([name, ...Object.keys(TRAINING_TITLES).map((rival) => cell(times[rival])), ...ratios(times)]);
    for (const [rival, {refusal}] of Object.entries(times))
      if (refusal !== undefined) (reasons[`${TRAINING_TITLES[rival]}: ${refusal}`] ??= []).push(name);
  }
}
publish('bench training', markdownTable(trainingHeading(), rows));
console.log('\nMedians of a step. The last columns are ratios of two of the columns before them.');
for (const [reason, names] of Object.entries(reasons)) console.log(`- ${reason} (${names.join('; ')})`);

function cell({microseconds}) {
  return microseconds === undefined ? '–' : duration(microseconds);
}

function ratios(times) {
  const [graph, gradient, minimize, jax, model, compiled] = [
    'graph',
    'gradient',
    'minimize',
    'jax',
    'model',
    'compiled-model',
  ].map((name) => times[`training/${name}`].microseconds);
  return [graph / gradient, minimize / graph, jax / graph, model / compiled].map((ratio) =>
    Number.isFinite(ratio) ? `${ratio.toPrecision(ratio < 99.5 ? 2 : 3)}×` : '–',
  );
}
