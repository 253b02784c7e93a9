import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError, jacobian, valueAndGradient} from '../../src/index.js';
import {disposeAll, expectNumbers, expectThrow, numbersIn, scoped} from '../support.js';
import {onEachGraphBackend} from './graph-backends.js';

onEachGraphBackend('graph', () => {
  const square = (x: tf.Tensor): tf.Tensor => tf.square(x);

  it(
    'runs f twice for a signature, and then no more',
    scoped(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor, y: tf.Tensor) => {
        runs++;
        return tf.mul(tf.exp(x), y);
      });
      for (let count = 0; count < 6; count++) {
        const [x, y] = [count / 4, count + 1];
        expectNumbers(valueAndGradient(g, [x, y]), [Math.exp(x) * y, [Math.exp(x) * y, Math.exp(x)]]);
      }
      expect(runs).to.equal(2);
      const [compiled] = g.inspect().signatures;
      expect(compiled?.calls).to.equal(6);
      const ran = (compiled?.kernelsRun ?? 0) + (compiled?.fused ?? 0);
      expect(ran)
        .to.be.greaterThan(0)
        .and.at.most(compiled?.kernelsTraced ?? 0);
      expect(compiled?.program)
        .to.match(/^%0:float32\[\] = input\n/)
        .and.match(/= Exp\(/);
      g.dispose();
    }),
  );

  it(
    'gives its value when it is called',
    scoped(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor) => (runs++, {double: tf.mul(x, 2), list: [tf.sum(x)]}));
      for (const values of [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ]) {
        expectNumbers(g(tf.tensor1d(values)), {
          double: values.map((value) => 2 * value),
          list: [values.reduce((a, b) => a + b)],
        });
      }
      expect(runs).to.equal(2);
      g.dispose();
    }),
  );

  const others: Readonly<Record<string, readonly [one: () => unknown, other: () => unknown]>> = {
    shapes: [() => [tf.tensor1d([1, 2]), 2], () => [tf.tensor1d([1, 2, 3]), 2]],
    'shapes of as many elements': [() => [tf.tensor1d([1, 2]), 2], () => [tf.tensor2d([[1, 2]]), 2]],
    dtypes: [() => [tf.tensor1d([1, 2]), 2], () => [tf.tensor1d([1, 2], 'int32'), 2]],
    structures: [() => [tf.tensor1d([1, 2]), 2], () => [[tf.tensor1d([1, 2])], 2]],
    'values that are no tensors': [() => [tf.tensor1d([1, 2]), 2], () => [tf.tensor1d([1, 2]), 3]],
  };
  for (const [what, [one, other]] of Object.entries(others)) {
    it(
      `is compiled anew for other ${what}`,
      scoped(() => {
        let runs = 0;
        const f = (x: tf.Tensor | [tf.Tensor], power: number): tf.Tensor => {
          const base = Array.isArray(x) ? tf.neg(x[0]) : x;
          return Array.from({length: power - 1}).reduce<tf.Tensor>((product) => tf.mul(product, base), base);
        };
        const g = graph((x: tf.Tensor | [tf.Tensor], power: number) => (runs++, f(x, power)));
        for (let round = 0; round < 4; round++) {
          for (const make of [one, other]) {
            const [x, power] = make() as [tf.Tensor, number];
            const [found, expected] = [g(x, power), f(x, power)];
            expect([found.dtype, found.shape]).to.deep.equal([expected.dtype, expected.shape]);
            expectNumbers(found, expected.arraySync());
            if (found.dtype !== 'float32') continue;
            const [, gradient] = valueAndGradient(g, [x, power], {argnums: 0});
            const [, right] = valueAndGradient(f, [x, power], {argnums: 0});
            expectNumbers(gradient, numbersIn(right));
          }
        }
        const {signatures} = g.inspect();
        expect(signatures.map(({calls}) => calls)).to.deep.equal(signatures.map(() => 4));
        expect(runs).to.equal(2 * signatures.length);
        expect(signatures.length).to.equal(what === 'dtypes' ? 3 : 4);
        g.dispose();
      }),
    );
  }

  it('reads variables afresh at every call, given or closed over', () => {
    const v = tf.variable(tf.scalar(2));
    const w = tf.variable(tf.scalar(10));
    const g = graph((x: tf.Tensor) => tf.mul(tf.mul(x, v), w));
    const before = tf.memory().numTensors;
    for (let count = 1; count < 6; count++) {
      const assigned = tf.scalar(count);
      v.assign(assigned);
      assigned.dispose();
      const result = valueAndGradient(g, [v]);
      expectNumbers(result, [count * count * 10, [20 * count]]);
      disposeAll(result);
    }
    g.dispose();
    expect(tf.memory().numTensors).to.equal(before);
    tf.dispose([v, w]);
  });

  it(
    'holds, where f closes over an argument, for that very tensor',
    scoped(() => {
      const x = tf.scalar(2);
      const g = graph(() => tf.log(x));
      for (let count = 0; count < 4; count++) expectNumbers(valueAndGradient(g, x), [Math.log(2), 0.5]);
      for (let count = 0; count < 4; count++)
        expectNumbers(valueAndGradient(g, tf.scalar(5)), [Math.log(2), null]);
      g.dispose();
    }),
  );

  it('keeps captured tensors, and gives them back', () => {
    const before = tf.memory().numDataBuffers;
    const captured = tf.tensor1d([1, 2]);
    const g = graph((x: tf.Tensor) => tf.mul(x, captured));
    for (let count = 0; count < 3; count++) disposeAll(valueAndGradient(g, [count]));
    captured.dispose();
    const result = valueAndGradient(g, [5]);
    expectNumbers(result, [[5, 10], [3]]);
    disposeAll(result);
    g.dispose();
    expect(tf.memory().numDataBuffers).to.equal(before);
  });

  it('keeps memory flat over a thousand calls', () => {
    const g = graph((x: tf.Tensor, y: tf.Tensor) => [tf.sum(tf.exp(tf.mul(x, y))), x]);
    const x = tf.tensor1d([0.1, 0.2]);
    const call = (): void => disposeAll(valueAndGradient(g, [x, 2], {outputGradients: [1, [1, 1]]}));
    for (let count = 0; count < 3; count++) call();
    const {numTensors, numDataBuffers} = tf.memory();
    for (let count = 0; count < 1000; count++) call();
    expect([tf.memory().numTensors, tf.memory().numDataBuffers]).to.deep.equal([numTensors, numDataBuffers]);
    g.dispose();
    x.dispose();
  });

  it(
    'runs on the machine in WebAssembly where that is allowed, and else on the one in TypeScript',
    scoped(() => {
      const g = graph(square);
      for (const x of [1, 2, 3]) g(tf.scalar(x));
      const [compiled] = g.inspect().signatures;
      g.dispose();
      const isOnCpu = tf.getBackend() === 'cpu';
      const kind = isWebAssemblyRefused() ? 'typescript' : 'webassembly';
      expect(compiled?.instructions).to.match(
        isOnCpu ? new RegExp(`^machine: ${kind}\nLoop count=1 `) : /^$/,
      );
      expect([compiled?.kernelsRun, compiled?.fused]).to.deep.equal(isOnCpu ? [0, 1] : [1, 0]);
    }),
  );

  it(
    'frees the least recently used program beyond maxSignatures',
    scoped(() => {
      const g = graph(square, {maxSignatures: 2});
      for (const size of [1, 2, 3, 2, 1]) g(tf.ones([size]));
      expect(g.inspect().signatures.map(({signature}) => /\[(\d)\]/.exec(signature)?.[1])).to.deep.equal([
        '2',
        '1',
      ]);
      g.dispose();
    }),
  );

  it(
    'computes what occurs several times once',
    scoped(() => {
      const g = graph((x: tf.Tensor) => tf.add(tf.exp(x), tf.mul(tf.exp(x), tf.exp(x))));
      for (const x of [1, 2, 0.5]) expectNumbers(g(tf.scalar(x)), Math.exp(x) + Math.exp(2 * x), 1e-3);
      const [compiled] = g.inspect().signatures;
      const ran = (compiled?.kernelsRun ?? 0) + (compiled?.fused ?? 0);
      expect([compiled?.kernelsTraced, ran]).to.deep.equal([5, 3]);
      g.dispose();
    }),
  );

  it(
    'runs as its plain f under a tape, and by the tape where that is asked for',
    scoped(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor) => (runs++, tf.pow(x, 3)));
      expectNumbers(tf.grad((x: tf.Tensor) => g(x))(tf.scalar(2)), 12);
      expectNumbers(valueAndGradient(g, [2], {useGradientTape: true}), [8, [12]]);
      expectNumbers(jacobian(g, tf.tensor1d([1, 2]), {useGradientTape: true}), [
        [3, 0],
        [0, 12],
      ]);
      expect(g.inspect().signatures).to.deep.equal([]);
      expect(runs).to.equal(3);
    }),
  );

  it(
    'takes second derivatives that f takes itself',
    scoped(() => {
      const g = graph((x: tf.Tensor) => valueAndGradient((v: tf.Tensor) => tf.tanh(v), x)[1]);
      for (const x of [0.3, -0.2, 0.7, 1.1]) {
        const t = Math.tanh(x);
        expectNumbers(valueAndGradient(g, [x]), [1 - t * t, [-2 * t * (1 - t * t)]]);
      }
      g.dispose();
    }),
  );
});

/** The specs run a second time with WebAssembly refused, see spec/node/refuse-webassembly.js. */
function isWebAssemblyRefused(): boolean {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return false;
  } catch {
    return true;
  }
}

onEachGraphBackend('graph refuses', () => {
  let batch = 1;
  const refusals: Record<string, [f: (x: tf.Tensor) => unknown, message: RegExp]> = {
    'a read of a traced value': [
      (x) => tf.mul(x, tf.square(x).dataSync()[0] as number),
      /f reads a traced value \(dataSync, data, array…\) that Square makes/,
    ],
    'Math.random': [
      (x) => tf.mul(x, Math.random()),
      /two traces of it differ: a captured or random tensor has changed, which Multiply reads/,
    ],
    'a captured batch that changes': [(x) => tf.mul(x, batch++), /a captured or random tensor has changed/],
    'another program': [
      (x) => (batch++ % 2 === 0 ? tf.exp(x) : tf.log(x)),
      /(Exp|Log) ran in the first, (Exp|Log) in the second/,
    ],
    'a Promise': [(x) => Promise.resolve(x), /f returns a Promise/],
  };
  for (const [what, [f, message]] of Object.entries(refusals)) {
    it(`${what}, at the latest at the second call, and leaves nothing behind`, () => {
      const g = graph(f as (x: tf.Tensor) => tf.Tensor);
      const {numTensors, numDataBuffers} = tf.memory();
      const x = tf.tensor1d([1, 2]);
      const members = Object.keys(tf.engine()).join();
      expect(() => [1, 2].forEach(() => disposeAll(valueAndGradient(g, [x])))).to.throw(
        GraphTraceError,
        message,
      );
      x.dispose();
      expect([tf.memory().numTensors, tf.memory().numDataBuffers]).to.deep.equal([
        numTensors,
        numDataBuffers,
      ]);
      expect(Object.keys(tf.engine()).join()).to.equal(members);
      expectNumbers(
        tf.tidy(() => tf.grad(tf.square)(tf.scalar(3)).arraySync()),
        6,
      );
    });
  }

  it('what is no function, and options that it does not know', () => {
    expectThrow(() => graph(3 as never), /^graph: f: expected a function/);
    expectThrow(
      () => graph((x: tf.Tensor) => x, {maxSignatures: 0}),
      /^graph: options\.maxSignatures: expected a positive integer/,
    );
  });
});
