import * as tf from '@tensorflow/tfjs-core';

import {graph} from '../../src/graph/graph.js';
import {isTracing} from '../../src/graph/trace/recorder.js';
import {valueAndGradient} from '../../src/index.js';
import {mapAnything} from '../../src/tree.js';

/** A way of differentiating: every one of them has to pass the whole suite. */
export interface Subject {
  readonly name: string;
  readonly valueAndGradient: typeof valueAndGradient;
  /** True where `f` runs at every call, with the very tensors of the arguments. */
  readonly runsF: boolean;
}

type Loose = (f: unknown, args?: unknown, options?: unknown) => unknown;
const differentiate = valueAndGradient as Loose;

/** How often a compiled program has run. */
export const compiledRuns = {count: 0};

function isByTape(options: unknown): boolean {
  const asked = typeof options === 'object' && options !== null && 'useGradientTape' in options;
  return tf.engine().state.gradientDepth > 0 || isTracing() || (asked && options.useGradientTape === true);
}

/** Disposes of the tensors in a result, in which an aux may hold itself. */
function discard(result: unknown): void {
  mapAnything(result, (leaf) => leaf instanceof tf.Tensor && leaf.dispose());
}

/** Traces at other arguments than the asked ones, where there are others, and compares what the program gives. */
const byGraph: Loose = (f, args, options) => {
  if (typeof f !== 'function' || isByTape(options)) return differentiate(f, args, options);
  const g = graph(f as (...parameters: never[]) => unknown);
  const others = [1.25, 0.75].map((factor) => otherTensors(args, factor));
  try {
    for (const other of others) discard(differentiate(g, other, options));
    for (let count = 0; count < 2; count++) discard(differentiate(g, args, options));
    const result = differentiate(g, args, options);
    const served = g.inspect().signatures.some(({calls}) => calls > 2);
    if (!served) throw new Error('no compiled program ran');
    compiledRuns.count++;
    return result;
  } finally {
    g.dispose();
    others.flatMap((other) => made.get(other as object) ?? []).forEach((tensor) => tensor.dispose());
  }
};

const made = new WeakMap<object, tf.Tensor[]>();

/** The same structure with every float tensor scaled. */
function otherTensors(args: unknown, factor: number): unknown {
  const tensors: tf.Tensor[] = [];
  const other = mapAnything(args, (leaf) => {
    if (
      !(leaf instanceof tf.Tensor) ||
      leaf instanceof tf.Variable ||
      leaf.isDisposed ||
      leaf.dtype !== 'float32'
    )
      return leaf;
    const scaled = tf.mul(leaf, factor);
    tensors.push(scaled);
    return scaled;
  });
  if (typeof other === 'object' && other !== null) made.set(other, tensors);
  return other;
}

export const subjects: readonly Subject[] = [
  {name: 'the tape', valueAndGradient, runsF: true},
  {name: 'the graph', valueAndGradient: byGraph as typeof valueAndGradient, runsF: false},
];
