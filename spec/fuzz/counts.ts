/** What was drawn and run, and what came of it. */
import * as tf from '@tensorflow/tfjs-core';

export class Counts {
  readonly operations = new Map<string, number>();
  readonly kernels = new Map<string, number>();
  readonly verdicts = new Map<string, number>();
  /** What tape and graph throw alike, by the message. */
  readonly errors = new Map<string, number>();
  /** Faults that are known, by what they are. */
  readonly known = new Map<string, number>();

  add(table: 'operations' | 'kernels' | 'verdicts' | 'known' | 'errors', name: string): void {
    this[table].set(name, (this[table].get(name) ?? 0) + 1);
  }

  /** Counts the kernels that the engine is asked for, until the function that it returns is called. */
  watchKernels(): () => void {
    const engine = tf.engine();
    const members = Object.getOwnPropertyDescriptor(engine, 'runKernel');
    const runKernel = engine.runKernel.bind(engine);
    engine.runKernel = <T extends tf.Tensor | tf.Tensor[]>(
      name: string,
      ...rest: [tf.NamedTensorMap, tf.NamedAttrMap?]
    ): T => {
      this.add('kernels', name);
      return runKernel<T>(name, ...rest);
    };
    return () => {
      if (members === undefined) Reflect.deleteProperty(engine, 'runKernel');
      else Object.defineProperty(engine, 'runKernel', members);
    };
  }

  /** Kernels of the backend that no program ran. */
  unused(): string[] {
    return tf
      .getKernelsForBackend(tf.getBackend())
      .map(({kernelName}) => kernelName)
      .filter((name) => !this.kernels.has(name))
      .sort();
  }
}

/** `add 12, conv2d 7`, the least first. */
export function printed(counts: ReadonlyMap<string, number>): string {
  const rows = [...counts].sort(([, a], [, b]) => a - b);
  return rows.map(([name, count]) => `${name} ${count}`).join(', ');
}
