/**
 * Stands between the engine and its kernel runner, through which every kernel and every customGrad goes.
 */
import {internals, type KernelCall} from './internals.js';

export type {KernelCall} from './internals.js';

/** What a kernel call gives: a tensor, or a list of them. */
export type RunKernel = (call: KernelCall) => unknown;

/** What is done in the place of a call that is being recorded; `depth` gradients are being taken. */
export type Intercept = (call: KernelCall, run: RunKernel, depth: number) => unknown;

/**
 * Runs `f` with all calls that are recorded going through `intercept`. Another library's runner stays what it is: one
 * from before is called beneath ours and put back, one that `f` has put over ours stays, and then calls the engine's.
 */
export function intercepting<T>(intercept: Intercept, f: () => T): T {
  const running = internals();
  const {runKernelFunc} = running;
  const before = Object.getOwnPropertyDescriptor(running, 'runKernelFunc');
  let isOver = false;
  const run: RunKernel = (call) => runKernelFunc.call(running, call);
  const ours: RunKernel = (call) => {
    const {gradientDepth, kernelDepth} = running.state;
    // The common case first: this runs for every kernel.
    if (kernelDepth > 0 || gradientDepth === 0 || isOver) return run(call);
    return intercept(call, run, gradientDepth);
  };
  running.runKernelFunc = ours;
  try {
    const result = f();
    if (running.runKernelFunc === runKernelFunc) throw removed();
    return result;
  } finally {
    isOver = true;
    if (running.runKernelFunc === ours) {
      if (before === undefined) Reflect.deleteProperty(running, 'runKernelFunc');
      else Object.defineProperty(running, 'runKernelFunc', before);
    }
  }
}

function removed(): Error {
  return new Error(
    'tfjs-value-and-gradient: tf.engine().runKernelFunc was put back while a gradient was being taken, so that gradients ' +
      'may be missing. Replace it, or put it back, before or after the call.',
  );
}
