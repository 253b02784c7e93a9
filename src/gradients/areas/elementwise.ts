/** `tfjs-value-and-gradient/gradients/elementwise`: registers the gradients of element-wise operations and activations, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/elementwise.js';

register([...basics, ...rules]);
