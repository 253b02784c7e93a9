/** First derivatives of common models: tfjs as it is, against tfjs with this package imported. */
import {race} from './harness/race.js';
import {ratioTable} from './harness/ratios.js';
import {load} from './workloads/index.js';

const TITLES = {
  'tfjs-cpu': 'tfjs as it is, tf.valueAndGrads',
  'tfjs-imported': 'package imported, tf.valueAndGrads',
  tape: 'package imported, valueAndGradient',
};

for (const workload of ['perceptron-small', 'convolutional-small']) {
  const times = await race(Object.keys(TITLES), {workload});
  const medians = Object.entries(TITLES).map(([name, title]) => [title, times[name].microseconds]);
  console.log(`\n${(await load(workload)).title}, value and gradient\n`);
  console.log(ratioTable(Object.fromEntries(medians)));
}
