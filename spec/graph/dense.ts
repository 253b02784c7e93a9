import {initializers, layers, type Sequential} from '@tensorflow/tfjs-layers';

/** A layer of a model. */
export type Layer = Sequential['layers'][number];

/** A dense layer whose weights are the same in every run. */
export const dense = (units: number, seed: number, inputShape?: [number]): Layer =>
  layers.dense({
    units,
    activation: 'tanh',
    kernelInitializer: initializers.glorotUniform({seed}),
    ...(inputShape && {inputShape}),
  });
