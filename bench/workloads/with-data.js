/** A workload whose loss takes its parameters and then its data, so that a gradient may close over the data and a training step may not. */
export function withData({data, lossInTfjs, lossInJax, ...workload}) {
  return {
    ...workload,
    data,
    lossInTfjs,
    lossInJax,
    inTfjs: (tf) => {
      const [loss, given] = [lossInTfjs(tf), data.map(({values, shape}) => tf.tensor(values, shape))];
      return (...parameters) => loss(...parameters, ...given);
    },
    inJax:
      lossInJax &&
      ((jax) => {
        const loss = lossInJax(jax);
        const given = data.map(({values, shape}) => jax.numpy.array(values).reshape(shape));
        return (...parameters) => loss(...parameters, ...given.map((array) => array.ref));
      }),
  };
}
