/**
 * `tfjs-value-and-gradient/gradients`: registers all gradients with tfjs, and exports nothing.
 */
import '../tfjs/check.js';
import '../gradients/register.js';
