/**
 * Importing this takes a second derivative through a customGrad, and refuses a tfjs with which it comes out wrong: members
 * of the engine may keep their names and change what they do.
 */
import {customGrad, getGradient, op, type GradSaveFunc, type Tensor} from '@tensorflow/tfjs-core';

import {check} from '../tfjs/check.js';
import {inScope, isOwnedByScope} from '../tfjs/engine.js';
import {readTracked} from '../tfjs/memory.js';
import {currentTape} from '../tfjs/recording.js';
import {checking, unsupported} from '../tfjs/refusal.js';
import {gradientRegistry, replacingKernels} from '../tfjs/registry.js';
import {scopeName} from '../tfjs/scopes.js';
import {
  exponential,
  numberAsTensor,
  onThrowawayBackend,
  product,
  throwawayName,
} from '../tfjs/throwaway-backend.js';
import {tapeGradients} from './tape.js';

/** Throws unless tfjs computes as this package needs it. */
export function selfCheck(): void {
  checking('a second derivative through tf.customGrad', () =>
    onThrowawayBackend(() =>
      inScope('check', [], () => {
        checkScopes();
        checkTape();
        checkRegistries(checkSecondDerivative);
      }),
    ),
  );
}

/** Operations are known by the scopes that they open; scopes dispose of what is made in them. */
function checkScopes(): void {
  const inner = op({inner_: () => numberAsTensor(1)});
  const names = op({
    outer_: () => op({inner_: () => [scopeName(), scopeName(1)].join()})(),
  })();
  if (names !== 'inner__op,outer__op') throw unsupported(`the scopes of operations are called ${names}`);
  const made = inner();
  check('a tensor', made, {kept: 'boolean', scopeId: 'number'});
  if (!isOwnedByScope(made)) throw unsupported('expected tensor.scopeId to be of the innermost scope');
}

/** The registries hand out what the engine takes kernels and gradients from. */
function checkRegistries<T>(f: () => T): T {
  let runs = 0;
  const counting: Parameters<typeof replacingKernels>[1] = (_, kernelFunc) => (parameters) => {
    runs++;
    return kernelFunc(parameters);
  };
  const result = replacingKernels(throwawayName, counting, f);
  if (runs === 0) throw unsupported('a kernel that is replaced in the registry does not run');
  if (getGradient('Identity') !== gradientRegistry().get('Identity'))
    throw unsupported('globalThis._tfGlobals does not hold the gradients');
  return result;
}

/** A kernel is recorded with what it took, made and saved. */
function checkTape(): void {
  const x = numberAsTensor(1);
  tapeGradients(() => {
    const y = exponential(x);
    const tape = currentTape();
    const node = tape[tape.length - 1];
    if (node === undefined) throw unsupported('expected tf.engine().state.activeTape to have a node');
    const members = {id: 'number', inputs: 'object', outputs: 'object', saved: 'object'};
    check('tf.engine().state.activeTape[0]', node, members);
    if (node.inputs['x'] !== x || node.outputs[0] !== y || node.saved?.length !== 1)
      throw unsupported('a node of tf.engine().state.activeTape holds other tensors than expected');
    return y;
  }, [x]);
}

const SOMEWHERE = 0.5;

/** Of e^x, whose slope is a tensor that the body of the customGrad computes and saves. */
function checkSecondDerivative(): void {
  const ofCustom = customGrad((...inputs) => {
    const [x, save] = inputs as [Tensor, GradSaveFunc];
    const value = exponential(x);
    save([value]);
    return {
      value: product(value, numberAsTensor(1)),
      gradFunc: (dy, [saved]) => product(dy, saved as Tensor),
    };
  });
  const x = numberAsTensor(SOMEWHERE);
  const derivative = (f: () => Tensor) => (): Tensor => tapeGradients(f, [x]).grads[0] as Tensor;
  const second = derivative(derivative(() => ofCustom(x)))() as Tensor | undefined;
  const found = second === undefined ? NaN : (readTracked(second.dataId)[0] as number);
  const expected = Math.exp(SOMEWHERE);
  if (Math.abs(found - expected) < 1e-4) return;
  throw unsupported(`a second derivative through tf.customGrad is ${found}, expected ${expected.toFixed(4)}`);
}

selfCheck();
