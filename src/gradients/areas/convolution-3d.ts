/** `tfjs-value-and-gradient/gradients/convolution-3d`: registers the gradients of convolutions over three dimensions, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules} from '../rules/convolution-3d.js';

register([...basics, ...rules]);
