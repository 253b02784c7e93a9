import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError, type GraphFunction} from '../../../src/index.js';
import {expectNumbers, scoped} from '../../support.js';
import {inScope} from '../agreement.js';
import {isOnCpu, onEachGraphBackend} from '../graph-backends.js';
import {expectUntouched} from '../untouched.js';
import {warningsDuring} from '../warnings.js';

type Call = (x: tf.Tensor) => tf.Tensor;

/** Registers a kernel that doubles its operand, and spoils those of its runs that `isSpoilt` names, counted from 1. */
function withSpoiltKernel(
  isSpoilt: (run: number) => boolean | Error,
  use: (call: Call, runs: () => number) => void,
): void {
  const [kernelName, backendName] = ['Spoilt', tf.getBackend()];
  let runs = 0;
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({inputs}) => {
      const spoilt = isSpoilt(++runs);
      if (spoilt instanceof Error) throw spoilt;
      const x = inputs['x'] as tf.TensorInfo;
      const {backend} = tf.engine();
      const kernel = tf.getKernel(spoilt ? 'Exp' : 'Abs', backendName);
      const made = kernel.kernelFunc({inputs: {x}, backend, attrs: {}}) as tf.TensorInfo;
      if (!(made instanceof tf.Tensor)) return made;
      // Abs of cpu gives the engine what it makes.
      backend.incRef(made.dataId);
      const {dataId, shape, dtype} = made;
      made.dispose();
      tf.engine().removeDataId(dataId, backend);
      return {dataId, shape, dtype};
    },
  });
  try {
    use(
      (x) => tf.engine().runKernel(kernelName, {x}),
      () => runs,
    );
  } finally {
    tf.unregisterKernel(kernelName, backendName);
  }
}

const x = (): tf.Tensor => tf.tensor1d([2, 3]);

/** Calls it so often with the same argument, and expects it doubled. */
function expectRight(g: GraphFunction<Call>, calls: number): void {
  for (let count = 0; count < calls; count++) inScope(() => expectNumbers(g(x()), [4, 6]));
}

/** Two nodes that common subexpressions make one, beside the kernel. */
const twice =
  (call: Call): Call =>
  (y) =>
    tf.add(call(y), tf.abs(y));

onEachGraphBackend('the proof of a program', () => {
  // tfjs greets whoever runs the first kernel.
  before(scoped(() => void tf.square(1)));

  it('says nothing where the first form agrees', () => {
    expectUntouched(() => {
      const g = graph((y: tf.Tensor) => tf.mul(tf.exp(y), 2));
      const warnings = warningsDuring(() => {
        for (const value of [1, 2, 3]) inScope(() => expectNumbers(g(tf.scalar(value)), 2 * Math.exp(value)));
      });
      expect(warnings).to.deep.equal([]);
      expect(g.inspect().signatures[0]).to.include({
        runsOn: isOnCpu() ? 'machine' : 'kernels',
        reason: undefined,
      });
      g.dispose();
    });
  });

  it('warns once of a form that differs, and another one serves', () => {
    // Two traces run it; the proof's first run is the third.
    withSpoiltKernel(
      (run) => run === 3,
      (call) => {
        expectUntouched(() => {
          const g = graph(twice(call));
          const warnings = warningsDuring(() => expectRight(g, 5));
          expect(warnings).to.have.lengthOf(1);
          expect(warnings[0]).to.match(
            /^graph: a program was compiled wrongly on .* is not used: .*Please report this/,
          );
          const [serving] = g.inspect().signatures;
          expect(serving).to.include({runsOn: 'kernels', calls: 5, kernelsRun: 3});
          expect(serving?.reason).to.match(/^A program was compiled wrongly and is not used/);
          g.dispose();
        });
      },
    );
  });

  it('takes an error of a form that the tape has not thrown for a difference', () => {
    withSpoiltKernel(
      (run) => (run === 3 ? new Error('of this run') : false),
      (call) => {
        expectUntouched(() => {
          const g = graph(twice(call));
          const warnings = warningsDuring(() => expectRight(g, 4));
          expect(warnings.join()).to.match(/it throws "of this run"/);
          g.dispose();
        });
      },
    );
  });

  for (const [how, isSpoilt] of Object.entries<(run: number) => boolean | Error>({
    'differs, too': (run) => run > 2,
    'throws, too': (run) => (run > 2 ? new Error('of every run') : false),
  })) {
    it(`refuses f for good where the kernels as traced run by themselves, and what they make ${how}`, () => {
      withSpoiltKernel(isSpoilt, (call, runs) => {
        expectUntouched(() => {
          const g = graph(twice(call));
          expectRight(g, 1);
          const message = /f cannot be replayed, as its own kernels, run again/;
          const refused = (): unknown => expect(() => expectRight(g, 1)).to.throw(GraphTraceError, message);
          refused();
          const before = runs();
          refused();
          expect(runs()).to.equal(before);
          expect(g.inspect().signatures[0]?.runsOn).to.equal(undefined);
          expect(g.inspect().signatures[0]?.reason).to.match(message);
          g.dispose();
        });
      });
    });
  }

  it('bears what rounding alone decides, and says so', () => {
    expectUntouched(() => {
      const g = graph((a: tf.Tensor) => {
        const sum = tf.sum(tf.mul(a, 1e6));
        return tf.sub(tf.sum(tf.exp(tf.sin(a))), tf.sub(sum, tf.mul(tf.sum(a), 1e6)));
      });
      const args = (call: number): tf.Tensor =>
        tf.tensor1d(Array.from({length: 1000}, (_, index) => Math.sin(index * call) / 3));
      const warnings = warningsDuring(() => {
        for (const call of [1, 2, 3]) inScope(() => void g(args(call)));
      });
      expect(warnings).to.deep.equal([]);
      expect(g.inspect().signatures[0]?.runsOn).to.equal(isOnCpu() ? 'machine' : 'kernels');
      g.dispose();
    });
  });

  it('compares outputs of every dtype and size, empty ones among them', () => {
    expectUntouched(() => {
      const g = graph((a: tf.Tensor) => [
        tf.cast(a, 'int32'),
        tf.greater(a, 0),
        tf.slice(a, [0], [0]),
        // wasm has no complex numbers, and on webgl tfjs counts two data buffers for good for each that was disposed of.
        ...(isOnCpu() ? [tf.complex(a, tf.sin(a))] : []),
        tf.log(tf.neg(tf.abs(a))),
        tf.div(1, tf.mul(a, 0)),
      ]);
      const warnings = warningsDuring(() => {
        for (const value of [1, -2, 3]) inScope(() => void g(tf.tensor1d([value, 0.5, -1])));
      });
      expect(warnings).to.deep.equal([]);
      expect(g.inspect().signatures[0]).to.include({calls: 3, reason: undefined});
      g.dispose();
    });
  });
});
