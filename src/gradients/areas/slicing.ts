/** `tfjs-value-and-gradient/gradients/slicing`: registers the gradients of slicing, padding, joining and rearranging, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/slicing.js';

register([...basics, ...rules]);
