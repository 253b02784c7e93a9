/** First derivatives of common models: tfjs as it is, against tfjs with this package imported. */
import {races} from './harness/races.js';
import {ratioTable} from './harness/ratios.js';
import {load} from './workloads/index.js';

const TITLES = {
  'tfjs-cpu': 'tfjs as it is, tf.valueAndGrads',
  'tfjs-imported': 'package imported, tf.valueAndGrads',
  tape: 'package imported, valueAndGradient',
};

for (const workload of ['perceptron-small', 'convolutional-small']) {
  const medians = await races(5, Object.keys(TITLES), {workload}, {budget: 1500});
  console.log(`\n${(await load(workload)).title}, value and gradient\n`);
  const byTitle = Object.entries(TITLES).map(([name, title]) => [title, medians[name]]);
  console.log(ratioTable(Object.fromEntries(byTitle)));
}
