/** tfjs as it is: `model.trainOnBatch`. */
import '../../../dist/tfjs-gradients.node.js';
import {prepareModel} from './models.js';

export const prepare = (workload, optimizer) => prepareModel(workload, optimizer);
