/** `model.trainOnBatch` after `compileTraining`. */
import {compileTraining} from 'tfjs-value-and-gradient';
import {prepareModel} from './models.js';
import {proveReplayed} from './trainer.js';

export const prepare = (workload, optimizer) =>
  prepareModel(workload, optimizer, (model) => {
    const step = compileTraining(model);
    return () => proveReplayed(step);
  });
