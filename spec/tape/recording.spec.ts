import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {internals, type KernelCall} from '../../src/tfjs/internals.js';
import {takeAbandonedTape} from '../../src/tfjs/recording.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

const slope =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor): tf.Tensor =>
    valueAndGradient(f, x)[1];

/** The second derivative of e^2x at 0, which tfjs alone gets wrong. */
const second = (during: () => void = () => undefined): tf.Tensor =>
  slope(
    slope((x) => {
      during();
      return tf.exp(tf.mul(x, 2));
    }),
  )(tf.scalar(0));

/** Another library's runner, over the one that is there. */
function over(names: string[]): (call: KernelCall) => unknown {
  const running = internals();
  const {runKernelFunc} = running;
  return (call) => {
    names.push(call.kernelName ?? 'customGrad');
    return runKernelFunc.call(running, call);
  };
}

onEachBackend('recording kernels', () => {
  it(
    "keeps the tape in order for gradients of tfjs's own within a call",
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => tf.exp(tf.mul(x, 2));
      expectNumbers(slope((x) => tf.grad(tf.grad(f))(x))(tf.scalar(0)), 8);
    }),
  );
});

onEachBackend("another library's kernel runner", () => {
  afterEach(() => {
    Reflect.deleteProperty(tf.engine(), 'runKernelFunc');
    takeAbandonedTape();
  });

  it(
    'from before a call sees all kernels, and is there after it',
    scoped(() => {
      const names: string[] = [];
      const theirs = over(names);
      internals().runKernelFunc = theirs;
      expectNumbers(second(), 4);
      expect(internals().runKernelFunc).to.equal(theirs);
      expect(names.filter((name) => name === 'Exp').length).to.be.greaterThan(0);
      expect(() =>
        valueAndGradient(() => {
          throw new Error('mine');
        }, tf.scalar(1)),
      ).to.throw('mine');
      expect(internals().runKernelFunc).to.equal(theirs);
    }),
  );

  it(
    'that is put over ours during a call stays, and does not call ours any more',
    scoped(() => {
      const names: string[] = [];
      let theirs: unknown;
      const put = (): void => {
        theirs ??= internals().runKernelFunc = over(names);
      };
      expectNumbers(second(put), 4);
      expect(internals().runKernelFunc).to.equal(theirs);
      names.length = 0;
      // A gradient of tfjs's own is tfjs's again, which loses the second derivative.
      expect(() => tf.grad(tf.grad((x) => tf.exp(tf.mul(x, 2))))(tf.scalar(0))).to.throw(
        'Cannot compute gradient',
      );
      expect(names).to.include('Exp');
      expectNumbers(second(), 4);
      expect(internals().runKernelFunc).to.equal(theirs);
    }),
  );

  it(
    'may come and go within a call',
    scoped(() => {
      const during = (): void => {
        const ours = internals().runKernelFunc;
        internals().runKernelFunc = over([]);
        tf.square(2);
        internals().runKernelFunc = ours;
      };
      expectNumbers(second(during), 4);
      expect(Object.keys(tf.engine())).not.to.include('runKernelFunc');
    }),
  );

  it('that is put in the place of ours is refused, as gradients may be missing', () => {
    const {runKernelFunc} = internals();
    const before = tf.memory().numTensors;
    const remove = (): void => void (internals().runKernelFunc = runKernelFunc);
    expect(() => tf.tidy(() => second(remove))).to.throw('runKernelFunc was put back while a gradient');
    expect(tf.memory().numTensors).to.equal(before);
  });
});
