/** First derivatives of common models: tfjs alone, against tfjs with this package imported. */
import {publish} from '../scripts/tables/publish.js';
import {races} from './harness/races.js';
import {ratioTable} from './harness/ratios.js';
import {MODEL_TITLES, MODEL_WORKLOADS} from './tables.js';
import {load} from './workloads/index.js';

for (const workload of MODEL_WORKLOADS) {
  const medians = await races(5, Object.keys(MODEL_TITLES), {workload}, {budget: 1500});
  console.log(`\n${(await load(workload)).title}, value and gradient\n`);
  const byTitle = Object.entries(MODEL_TITLES).map(([name, title]) => [title, medians[name]]);
  publish(`bench ${workload}`, ratioTable(Object.fromEntries(byTitle)));
}
