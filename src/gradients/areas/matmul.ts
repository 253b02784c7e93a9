/** `tfjs-value-and-gradient/gradients/matmul`: registers the gradients of matrix products, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/matmul.js';

register([...basics, ...rules]);
