import {MathBackendCPU} from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../../src/index.js';
import {expectNumbers, numbersIn} from '../../support.js';
import {inScope} from '../agreement.js';
import {expectUntouched} from '../untouched.js';
import {warningsDuring} from '../warnings.js';

/** What comes by a Promise has come. */
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Runs that the kernel spoils, counted from 1. */
let spoils: (run: number) => boolean = () => false;
let runs = 0;

function spoilt({inputs}: {inputs: tf.NamedTensorInfoMap}): tf.TensorInfo {
  const kernel = tf.getKernel(spoils(++runs) ? 'Sin' : 'Exp', 'webgpu');
  return kernel.kernelFunc({inputs, backend: tf.engine().backend, attrs: {}} as never) as tf.TensorInfo;
}

const f = (x: tf.Tensor): tf.Tensor => tf.neg(tf.engine().runKernel('Spoilt', {x}) as tf.Tensor);

interface Training {
  readonly v: tf.Variable;
  readonly optimizer: tf.Optimizer;
}

function stepOf({v, optimizer}: Training): (x: tf.Tensor) => tf.Scalar {
  return (x) => optimizer.minimize(() => tf.sum(tf.square(tf.sub(v, x))), true, [v]) as tf.Scalar;
}

describe('the proof of a program on a backend that reads nothing at once', () => {
  let usual = '';
  let backend: MathBackendCPU;

  before(async () => {
    await tf.ready();
    usual = tf.getBackend();
    backend = new MathBackendCPU();
    tf.registerBackend('webgpu', () => backend);
    tf.copyRegisteredKernels('cpu', 'webgpu');
    tf.registerKernel({kernelName: 'Spoilt', backendName: 'webgpu', kernelFunc: spoilt as tf.KernelFunc});
    await tf.setBackend('webgpu');
  });

  beforeEach(() => {
    runs = 0;
    spoils = () => false;
  });

  after(async () => {
    await tf.setBackend(usual);
    for (const {kernelName} of tf.getKernelsForBackend('webgpu')) tf.unregisterKernel(kernelName, 'webgpu');
    tf.removeBackend('webgpu');
  });

  it('has f answer until the comparison has come, and the program from then on', async () => {
    let runsOfF = 0;
    const g = graph((x: tf.Tensor) => (runsOfF++, f(x)));
    const right = (x: number): void => inScope(() => expectNumbers(g(tf.scalar(x)), -Math.exp(x)));
    for (const x of [1, 2, 3, 4]) right(x);
    expect(runsOfF).to.equal(4);
    expect(g.inspect().signatures[0]?.runsOn).to.equal(undefined);
    expect(g.inspect().signatures[0]?.reason).to.match(/are being compared/);
    await soon();
    expectUntouched(() => [5, 6].forEach(right));
    expect(runsOfF).to.equal(4);
    expect(g.inspect().signatures[0]).to.include({runsOn: 'kernels', reason: undefined, calls: 6});
    g.dispose();
  });

  it('tries another form at the next call where one differs, and warns once', async () => {
    // Two traces, then the first form.
    spoils = (run) => run === 3;
    const g = graph(f);
    const right = (x: number): void => inScope(() => expectNumbers(g(tf.scalar(x)), -Math.exp(x)));
    [1, 2].forEach(right);
    await soon();
    right(3);
    let warnings: string[] = [];
    const {warn} = console;
    console.warn = (text: string) => void warnings.push(text);
    await soon();
    console.warn = warn;
    warnings = [...warnings, ...warningsDuring(() => [4, 5].forEach(right))];
    expect(warnings.join()).to.match(/^graph: a program was compiled wrongly on webgpu[^]*1 elements/);
    expect(warnings).to.have.lengthOf(1);
    expect(g.inspect().signatures[0]?.runsOn).to.equal('kernels');
    g.dispose();
  });

  it('refuses f where every form differs', async () => {
    const g = graph(f);
    const call = (x: number): void => inScope(() => void g(tf.scalar(x)));
    call(1);
    // Every second run from here on: f's are right, the program's are not.
    spoils = (run) => run > 2 && run % 2 === 1;
    call(2);
    await soon();
    call(3);
    await soon();
    for (const x of [4, 5]) expect(() => call(x)).to.throw(GraphTraceError, /do not give its results/);
    g.dispose();
  });

  it('starts from the variables as they were before f has assigned them, and counts for it', async () => {
    const [own, twin] = [0, 1].map(() => ({
      v: tf.variable(tf.scalar(1)),
      optimizer: tf.train.adam(0.1) as tf.Optimizer,
    })) as [Training, Training];
    let runsOfF = 0;
    const [step, plain] = [stepOf(own), stepOf(twin)];
    const g = graph((x: tf.Tensor) => (runsOfF++, step(x)));
    const call = (x: number): void => {
      inScope(() => expectNumbers(g(tf.scalar(x)), numbersIn(plain(tf.scalar(x)))));
      expectNumbers(own.v, numbersIn(twin.v));
    };
    // f makes variables, is traced twice, and answers while the comparison is under way, which is not of the new rate.
    [1, 2, 3].forEach(call);
    for (const {optimizer} of [own, twin]) Object.assign(optimizer, {learningRate: 0.2});
    [4, 5].forEach(call);
    await soon();
    call(6);
    await soon();
    expect(runsOfF).to.equal(6);
    expectUntouched(() => [7, 8].forEach(call));
    expect(runsOfF).to.equal(6);
    expect(g.inspect().signatures[0]).to.include({runsOn: 'kernels', reason: undefined});
    expect(own.optimizer.iterations).to.equal(8);
    g.dispose();
    for (const {v, optimizer} of [own, twin]) {
      v.dispose();
      optimizer.dispose();
    }
  });

  it('leaves nothing behind, also where the function is disposed of while it waits', async () => {
    const state = (): number[] => [tf.memory().numTensors, tf.memory().numDataBuffers, backend.numDataIds()];
    const start = state();
    const captured = tf.scalar(2);
    const g = graph((x: tf.Tensor) => tf.mul(f(x), captured));
    for (const x of [1, 2]) inScope(() => void g(tf.scalar(x)));
    g.dispose();
    captured.dispose();
    await soon();
    expect(state()).to.deep.equal(start);
  });
});
