/** jax-js under `jit`, used as in its README: arrays on its wasm device, with a new reference for every call. */
import * as jax from '@jax-js/jax';

export async function prepare({args, inJax, differentiateInJax = (jax) => differentiate(inJax(jax), args)}) {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const f = differentiateInJax(jax);
  const arrays = args.map(({values, shape}) => jax.numpy.array(values).reshape(shape));
  await jax.blockUntilReady(arrays);
  return {
    run: () => {
      const [value, gradients] = f(...arrays.map((array) => array.ref));
      return [value, ...gradients].map((array) => array.dataSync());
    },
  };
}

function differentiate(f, args) {
  return jax.jit(jax.valueAndGrad(f, {argnums: args.map((_, index) => index)}));
}
