/** `tfjs-value-and-gradient/gradients/image`: registers the gradients of operations on images, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';
import {rules as image} from '../rules/image.js';
import {rules as suppression} from '../rules/suppression.js';

register([...basics, ...image, ...suppression]);
