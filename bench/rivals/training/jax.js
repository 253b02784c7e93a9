/** A whole step of jax-js under `jit`, with the optimizer written in it, and tfjs's constants. */
import * as jax from '@jax-js/jax';
import {trainer} from './trainer.js';

const {numpy: np} = jax;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];

/** `start(shapes)` gives the state; `update(parameters, gradients, state, rate)` the next parameters and the next state. */
const OPTIMIZERS = {
  sgd: {
    start: () => [],
    update: (parameters, gradients, state, rate) => [
      parameters.map((parameter, index) => parameter.sub(gradients[index].mul(rate))),
      state,
    ],
  },
  adam: {
    start: (shapes) => [
      shapes.map((shape) => np.zeros(shape)),
      shapes.map((shape) => np.zeros(shape)),
      [np.array(BETA1), np.array(BETA2)],
    ],
    update: (parameters, gradients, [first, second, [power1, power2]], rate) => {
      const means = first.map((mean, index) => mean.mul(BETA1).add(gradients[index].ref.mul(1 - BETA1)));
      const squares = second.map((mean, index) =>
        mean.mul(BETA2).add(np.square(gradients[index]).mul(1 - BETA2)),
      );
      const [rest1, rest2] = [power1, power2].map((power) => np.array(1).sub(power.ref));
      const next = parameters.map((parameter, index) => {
        const root = np.sqrt(squares[index].ref.div(rest2.ref)).add(EPSILON);
        return parameter.sub(means[index].ref.div(rest1.ref).div(root).mul(rate));
      });
      for (const rest of [rest1, rest2]) rest.dispose();
      return [next, [means, squares, [power1.mul(BETA1), power2.mul(BETA2)]]];
    },
  },
};

export async function prepare({args, data, lossInJax}, optimizer) {
  if (lossInJax === undefined) throw new Error('not written in it');
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const toArray = ({values, shape}) => np.array(values).reshape(shape);
  const given = data.map(toArray);
  const differentiate = jax.valueAndGrad(lossInJax(jax), {argnums: args.map((_, index) => index)});
  const {start, update} = OPTIMIZERS[optimizer];
  return trainer((rate) => {
    const train = jax.jit((parameters, state, batch) => {
      const [value, gradients] = differentiate(...parameters.map((parameter) => parameter.ref), ...batch);
      return [value, ...update(parameters, gradients, state, rate)];
    });
    let [parameters, state] = [args.map(toArray), start(args.map(({shape}) => shape))];
    const step = () => {
      let value;
      [value, parameters, state] = train(parameters, state, given.map((array) => array.ref)); // prettier-ignore
      return value.dataSync();
    };
    return {step, weights: () => parameters.map((parameter) => parameter.ref.dataSync())};
  });
}
