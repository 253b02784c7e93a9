/** tfjs's own function, in a thread that has imported this package, and so its gradients. */
import 'tfjs-value-and-gradient';

export {prepare} from './tfjs-cpu.js';
