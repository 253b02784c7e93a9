import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {differentiate, inScope} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';
import {warningsDuring} from './warnings.js';

onEachGraphBackend('the programs of a graph function', () => {
  it('give back what they captured where another takes their place', () => {
    expectUntouched(() => {
      const {backend} = tf.engine();
      const [one, other, a] = [2, 5, 3].map((value) => tf.tensor1d([value])) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const references = backend.refCount(one.dataId);
      let captured = one;
      // On cpu, too, a kernel of the backend is given the captured tensor.
      const g = graph((x: tf.Tensor) => tf.cumsum(tf.concat([x, captured])));
      for (let count = 0; count < 3; count++) inScope(() => expectNumbers(g(a), [3, 5]));
      captured = other;
      for (let count = 0; count < 4; count++) inScope(() => expectNumbers(g(one), [2, 7]));
      g.dispose();
      expect(backend.refCount(one.dataId)).to.equal(references);
      tf.dispose([one, other, a]);
    });
  });

  it('are others with hasAux and without', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor) => [tf.square(x), tf.exp(x)]);
      for (let count = 0; count < 5; count++) {
        const x = count / 4;
        expectNumbers(differentiate(g, [x], {hasAux: true}), [[x * x, Math.exp(x)], [2 * x]]);
        expectNumbers(differentiate(g, [x]), [[x * x, Math.exp(x)], [2 * x + Math.exp(x)]]);
      }
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([5, 5]);
      g.dispose();
    });
  });
});

/** Registers a kernel of one input for the current backend while `run` runs, and runs it by the function given. */
function withKernel(
  kernelFunc: (x: tf.TensorInfo) => tf.TensorInfo | tf.TensorInfo[],
  run: (call: (x: tf.Tensor) => tf.Tensor | tf.Tensor[]) => void,
): void {
  const [kernelName, backendName] = ['OfThisSpec', tf.getBackend()];
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({inputs}) => kernelFunc(inputs['x'] as tf.TensorInfo),
  });
  try {
    run((x) => tf.engine().runKernel(kernelName, {x}));
  } finally {
    tf.unregisterKernel(kernelName, backendName);
  }
}

const exp = (x: tf.TensorInfo): tf.TensorInfo => {
  const {backend} = tf.engine();
  return tf.getKernel('Exp', tf.getBackend()).kernelFunc({inputs: {x}, backend, attrs: {}}) as tf.TensorInfo;
};

onEachGraphBackend('the memory of a program', () => {
  it('is freed after the last use, late in a long chain', () => {
    const {backend} = tf.engine();
    let held = 0;
    const late = (x: tf.TensorInfo): tf.TensorInfo => {
      held = backend.numDataIds();
      return exp(x);
    };
    withKernel(late, (call) => {
      expectUntouched(() => {
        const x = tf.tensor1d([0, 0]);
        const g = graph((y: tf.Tensor) => {
          let last = y;
          for (let count = 0; count < 30; count++) last = tf.cumsum(last);
          return call(last) as tf.Tensor;
        });
        for (let count = 0; count < 3; count++) inScope(() => void g(x));
        const before = backend.numDataIds();
        inScope(() => expectNumbers(g(x), [1, 1]));
        expect(held - before).to.be.within(0, 4);
        expect(g.inspect().signatures[0]?.kernelsRun).to.equal(31);
        g.dispose();
        x.dispose();
      });
    });
  });

  it('is freed where a pass throws, and the kernels as they were traced run instead', () => {
    let runs = 0;
    const config = tf.getKernel('Exp', tf.getBackend());
    const {kernelFunc} = config;
    // It works in both traces, and not where it is folded.
    config.kernelFunc = (parameters) => {
      if (++runs === 3) throw new Error('cannot be folded');
      return kernelFunc(parameters);
    };
    try {
      expectUntouched(() => {
        const [x, captured] = [tf.scalar(2), tf.tensor1d([0, 0])];
        const g = graph((y: tf.Tensor) => tf.mul(y, tf.exp(captured)));
        const warnings = warningsDuring(() => {
          for (let count = 0; count < 3; count++) inScope(() => expectNumbers(g(x), [2, 2]));
        });
        expect(warnings).to.have.lengthOf(1);
        const [serving] = g.inspect().signatures;
        expect(serving?.reason).to.match(/folding constants has failed: cannot be folded/);
        expect(serving).to.include({runsOn: 'kernels', calls: 3});
        g.dispose();
        tf.dispose([x, captured]);
      });
    } finally {
      config.kernelFunc = kernelFunc;
    }
  });

  it('is right, and freed, where one of several outputs of a kernel is its operand', () => {
    const both = (x: tf.TensorInfo): tf.TensorInfo[] => {
      tf.engine().backend.incRef(x.dataId);
      const {dataId, shape, dtype} = x;
      return [{dataId, shape, dtype}, exp(x)];
    };
    withKernel(both, (call) => {
      expectUntouched(() => {
        const x = tf.tensor1d([0, 1]);
        const g = graph((y: tf.Tensor) => {
          const [same, made] = call(tf.cumsum(y)) as [tf.Tensor, tf.Tensor];
          return tf.add(same, made);
        });
        for (let count = 0; count < 5; count++) inScope(() => expectNumbers(g(x), [1, 1 + Math.E], 1e-3));
        expect(g.inspect().signatures[0]?.program).to.match(/_, %\d+ = OfThisSpec/);
        g.dispose();
        x.dispose();
      });
    });
  });
});
