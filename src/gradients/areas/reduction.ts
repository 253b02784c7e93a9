/** `tfjs-value-and-gradient/gradients/reduction`: registers the gradients of products, running sums, the largest entries and counts, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules as reduction} from '../rules/reduction.js';
import {rules as scan} from '../rules/scan.js';

register([...basics, ...reduction, ...scan]);
