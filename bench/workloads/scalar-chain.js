import {scalar} from './data.js';

const STEPS = 100;

/** x ← tanh(x)·(6 - x) tends to a fixed point near 3 with a slope near -1, so that neither it nor its gradient underflows. */
const LIMIT = 6;

/** How many steps jax-js fuses: it copies what a step uses twice, so that more steps take exponentially longer. */
const FUSED = 5;

export default {
  title: `${3 * STEPS} scalar operations`,
  args: [scalar(0.3)],
  others: [scalar(0.2)],

  inTfjs: (tf) => (x) => {
    for (let step = 0; step < STEPS; step++) x = tf.mul(tf.tanh(x), tf.sub(LIMIT, x));
    return x;
  },

  /** `jit` of the whole does not end. What is fastest is `jit` of a few steps, and of the way back through them. */
  differentiateInJax: ({jit, numpy: np, vjp}) => {
    const steps = (x) => {
      for (let step = 0; step < FUSED; step++) x = np.tanh(x.ref).mul(np.subtract(LIMIT, x));
      return x;
    };
    const [forward, back] = [jit(steps), jit((x, slope) => walkBack(vjp(steps, [x]), slope))];
    const one = np.array(new Float32Array([1])).reshape([]);
    return (x) => {
      const inputs = [];
      for (let step = 0; step < STEPS; step += FUSED) {
        inputs.push(x.ref);
        x = forward(x);
      }
      return [x, [inputs.reduceRight((slope, input) => back(input, slope), one.ref)]];
    };
  },

  inJavaScript:
    () =>
    ([x]) => {
      let slope = 1;
      for (let step = 0; step < STEPS; step++) {
        const tangent = Math.tanh(x);
        slope *= (1 - tangent * tangent) * (LIMIT - x) - tangent;
        x = tangent * (LIMIT - x);
      }
      const [value, dx] = [new Float32Array(1), new Float32Array(1)];
      value[0] = x;
      dx[0] = slope;
      return [value, dx];
    },
};

function walkBack([y, transposed], slope) {
  y.dispose();
  const [gradient] = transposed(slope);
  transposed.dispose();
  return gradient;
}
