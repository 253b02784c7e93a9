/** `node main.js --seed N --seconds S`: the campaign in Node. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

import {campaign} from './campaign.js';
import {report, reportFault} from './report.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as {
  seed: number;
  seconds: number;
  only?: string[];
  programs?: number;
};
await tf.setBackend('cpu');
const result = await campaign({...settings, onFault: (fault) => console.log(reportFault(fault))});
console.log(report(result));
process.exitCode = result.faults.length > 0 ? 1 : 0;
