/** `tfjs-value-and-gradient/gradients/gather-scatter`: registers the gradients of gathering, scattering and sums of segments, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/gather-scatter.js';

register([...basics, ...rules]);
