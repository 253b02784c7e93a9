/** Importing this registers gradients with tfjs; see the README, "Importing". */
import {registerGradient} from '@tensorflow/tfjs-core';

import {gradientsBefore} from './gradients-before.js';
import {rules} from './rules/index.js';
import './tfjs-gradients.js';

/** As many gradients as only tfjs itself registers: then what was there before us is tfjs's own, and may be corrected. */
const WHOLE_OF_TFJS = 90;
const tfjsWasThere = gradientsBefore.size >= WHOLE_OF_TFJS;

for (const rule of rules) {
  if (tfjsWasThere || !gradientsBefore.has(rule.kernelName)) registerGradient(rule);
}
