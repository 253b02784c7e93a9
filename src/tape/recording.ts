/**
 * What our tape does beyond tfjs's: while a call of ours is running, we stand before the engine's kernel runner.
 */
import {keepCorrections} from '../gradients/registration.js';
import {intercepting, type KernelCall, type RunKernel} from '../tfjs/kernel-runner.js';
import {isolatingGradients} from '../tfjs/recording.js';
import {withOwnValue} from './aliases.js';
import {recordBody} from './custom-gradients.js';
import {runDivNoNan} from './div-no-nan.js';
import {runUnfused} from './fused-operations.js';
import {beginHolding, holdInputs} from './held-inputs.js';
import {runNorm} from './norms.js';
import {orderTape} from './order.js';
import {withPresentInputs} from './optional-inputs.js';
import {withRightRule} from './tfjs-custom-gradients.js';

/** Runs some calls in another way, which an area of gradients brings. */
export interface Rewriter {
  /** The result of a call; undefined where the call is not of its kind. */
  readonly rewrite: (call: KernelCall, run: RunKernel) => unknown;
  /** Called where the outermost call ends. */
  readonly forget: () => void;
}

const rewriters: Rewriter[] = [];

/** Adds a rewriter for good. */
export function addRewriter(rewriter: Rewriter): void {
  rewriters.push(rewriter);
}

let recording = false;

/** Runs `f` with kernels recorded as our tape needs them. */
export function recordingKernels<T>(f: () => T): T {
  if (recording) return f();
  keepCorrections();
  recording = true;
  beginHolding();
  try {
    return isolatingGradients(() => intercepting(record, f));
  } finally {
    recording = false;
    for (const {forget} of rewriters) forget();
  }
}

function record(call: KernelCall, run: RunKernel, depth: number): unknown {
  const byParts = rewritten(call, run) ?? runUnfused(call) ?? runNorm(call) ?? runDivNoNan(call);
  if (byParts !== undefined) return byParts;
  holdInputs(call);
  if (depth === 1) return run(complete(call));
  const result = run(withRecordedBody(complete(call)));
  orderTape();
  return result;
}

function rewritten(call: KernelCall, run: RunKernel): unknown {
  for (const {rewrite} of rewriters) {
    const result = rewrite(call, run);
    if (result !== undefined) return result;
  }
  return undefined;
}

/** A call that tfjs can record: no input absent, and a value of its own. */
function complete(call: KernelCall): KernelCall {
  const {kernelName} = call;
  if (kernelName === undefined || kernelName === 'Einsum') return withOwnValue(withRightRule(call));
  return kernelName === 'FusedBatchNorm' ? withPresentInputs(call) : call;
}

/** A call whose body, where it is a customGrad, leaves on the tape all that a second derivative can ask for. */
function withRecordedBody(call: KernelCall): KernelCall {
  const {forwardFunc} = call;
  if (forwardFunc === undefined) return call;
  return {...call, forwardFunc: (backend, save) => recordBody((keep) => forwardFunc(backend, keep), save)};
}
