/** `tfjs-value-and-gradient/gradients/complex`: lets gradients flow through complex tensors, and exports nothing. */
import '../../tfjs/check.js';
import '../../tape/self-check.js';
import {forgetComplexParts, runByParts} from '../../tape/complex.js';
import {addRewriter} from '../../tape/recording.js';
import {basics} from '../basics.js';
import {register} from '../registration.js';

register(basics);
addRewriter({rewrite: runByParts, forget: forgetComplexParts});
