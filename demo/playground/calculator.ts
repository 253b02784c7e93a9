import * as tf from '@tensorflow/tfjs-core';
import {graph, valueAndGradient, type GraphFunction} from 'tfjs-value-and-gradient';
import type {Surface} from './expression/evaluate.js';

export type Mode = 'graph' | 'tape';

/** f and its gradient at several points. */
export interface Field {
  readonly values: Float32Array;
  readonly slopesX: Float32Array;
  readonly slopesY: Float32Array;
}

/**
 * Values and gradients of a surface at any number of points, in one call: the gradient of the sum of f over the points
 * is, at each of them, the gradient of f there.
 */
export class Calculator {
  readonly #graph: GraphFunction<Surface>;

  constructor(
    surface: Surface,
    readonly mode: Mode,
  ) {
    this.#graph = graph(surface);
  }

  at(xs: Float32Array, ys: Float32Array): Field {
    const useGradientTape = this.mode === 'tape';
    return tf.tidy(() => {
      const args = [tf.tensor1d(xs), tf.tensor1d(ys)] as const;
      const options = {useGradientTape, unconnectedGradients: 'zero'} as const;
      const [value, [slopeX, slopeY]] = valueAndGradient(this.#graph, args, options);
      return {values: read(value), slopesX: read(slopeX), slopesY: read(slopeY)};
    });
  }

  dispose(): void {
    this.#graph.dispose();
  }
}

/** A copy, as a backend may hand out memory of its own. */
function read(tensor: tf.Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}
