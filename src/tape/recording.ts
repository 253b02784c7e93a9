/**
 * What our tape does beyond tfjs's: while a call of ours is running, the engine's kernel runner is wrapped.
 */
import {internals, type KernelCall} from '../engine.js';
import {recordBody} from './custom-gradients.js';
import {forgetOrder, orderTape} from './order.js';
import {withPresentInputs} from './optional-inputs.js';

let recording = false;

/** Runs `f` with kernels recorded as our tape needs them. */
export function recordingKernels<T>(f: () => T): T {
  if (recording) return f();
  const engine = internals();
  const {runKernelFunc} = engine;
  const wasOwn = Object.hasOwn(engine, 'runKernelFunc');
  engine.runKernelFunc = (call) => {
    const nested = engine.state.gradientDepth > 1;
    const result = runKernelFunc.call(engine, recordable(call, nested));
    if (nested && engine.state.kernelDepth === 0) orderTape();
    return result;
  };
  recording = true;
  forgetOrder();
  try {
    return f();
  } finally {
    recording = false;
    forgetOrder();
    if (wasOwn) engine.runKernelFunc = runKernelFunc;
    else Reflect.deleteProperty(engine, 'runKernelFunc');
  }
}

function recordable(call: KernelCall, nested: boolean): KernelCall {
  const {kernelName, forwardFunc} = call;
  if (kernelName !== undefined) return internals().isTapeOn() ? withPresentInputs(call, kernelName) : call;
  if (!nested || forwardFunc === undefined || !internals().isTapeOn()) return call;
  return {...call, forwardFunc: (backend, save) => recordBody((keep) => forwardFunc(backend, keep), save)};
}
