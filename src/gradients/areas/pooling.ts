/** `tfjs-value-and-gradient/gradients/pooling`: registers the gradients of pooling, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/pooling.js';

register([...basics, ...rules]);
