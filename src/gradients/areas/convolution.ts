/** `tfjs-value-and-gradient/gradients/convolution`: registers the gradients of convolutions over one and two dimensions, and dilation, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/convolution.js';

register([...basics, ...rules]);
