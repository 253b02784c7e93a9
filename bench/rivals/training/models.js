/** `trainOnBatch` of a model of tfjs-layers. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {trainer} from './trainer.js';

/** `compile(model)` may give what proves that it has been compiled. */
export async function prepareModel({args, data, modelInLayers}, optimizer, compile = () => undefined) {
  await tf.setBackend('cpu');
  const [x, y] = data.map(({values, shape}) => tf.tensor(values, shape));
  return trainer((rate) => {
    const {layers, loss} = modelInLayers(tfl);
    const model = tfl.sequential({layers});
    model.setWeights(model.getWeights().map(({shape}, index) => tf.tensor(args[index].values, shape)));
    model.compile({optimizer: tf.train[optimizer](rate), loss});
    const prove = compile(model);
    return {
      step: async () => [await model.trainOnBatch(x, y)],
      weights: () => model.getWeights().map((weight) => weight.dataSync().slice()),
      prove,
    };
  });
}
