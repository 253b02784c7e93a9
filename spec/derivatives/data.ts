/** Arguments for the sweep: seeded, moderate in size, and never on a kink. */
import {
  add,
  mul,
  randomUniform,
  reshape,
  sign,
  square,
  sub,
  tensor,
  util,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Entries between -1 and 1, none closer to 0 than 0.1. */
export function mixed(shape: number[], seed = 1): Tensor {
  const random = randomUniform(shape, -0.9, 0.9, 'float32', seed);
  return add(random, mul(sign(random), 0.1));
}

/** Entries between `low` and `high`. */
export function between(low: number, high: number, shape: number[], seed = 1): Tensor {
  return randomUniform(shape, low, high, 'float32', seed);
}

/** Entries between -1 and 1, any two of them further apart than the sweep's steps, in a scrambled order. */
export function distinct(shape: number[], seed = 1): Tensor {
  const size = util.sizeFromShape(shape);
  const values = Array.from({length: size}, (_, index) => (2 * index + 1) / size - 1);
  const stride = [7, 11, 13, 5, 3].find((prime) => size % prime !== 0) ?? 1;
  return reshape(tensor(values.map((_, index) => values[(index * stride + seed) % size] as number)), shape);
}

/**
 * Bends what is linear, so that it has second and third derivatives: x + x²/2 + x³/6. Not by a sine: GLSL promises no
 * more than 2⁻¹¹ of one, and central differences over hundredths show it.
 */
export function bend<T extends Tensor>(x: T): T {
  return mul(x, add(1, mul(x, add(0.5, mul(x, 1 / 6)))));
}

/** As {@link bend}, but the same value at `point`: for arguments whose distances count. */
export function bendAround<T extends Tensor>(x: T, point: Tensor): T {
  const away = sub(x, point);
  return add(x, mul(square(away), add(0.5, mul(away, 1 / 6))));
}
