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
      // On a graphics card every reading waits for all that went before, so there is one.
      const all = tf.concat([value, slopeX, slopeY]).dataSync<'float32'>();
      const part = (index: number) => all.slice(index * xs.length, (index + 1) * xs.length);
      return {values: part(0), slopesX: part(1), slopesY: part(2)};
    });
  }

  dispose(): void {
    this.#graph.dispose();
  }
}
