/** `tfjs-value-and-gradient/gradients/normalization`: registers the gradients of normalizations, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/normalization.js';

register([...basics, ...rules]);
