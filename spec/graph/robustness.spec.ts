import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError, valueAndGradient} from '../../src/index.js';
import {disposeAll, expectNumbers, scoped} from '../support.js';
import {onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';

/** Calls within a scope, so that nothing is left but what the graph function holds. */
const numbers = (call: () => tf.Tensor): unknown => tf.tidy(() => call().arraySync());

/** A variable with memory of its own. */
function variableOf(value: number, name?: string): tf.Variable<tf.Rank.R0> {
  const initial = tf.scalar(value);
  const variable = tf.variable(initial, true, name);
  initial.dispose();
  return variable;
}

onEachGraphBackend('a graph function', () => {
  it('may call itself', () => {
    expectUntouched(() => {
      let runs = 0;
      const power = graph((x: tf.Tensor, n: number): tf.Tensor => {
        runs++;
        return n === 0 ? tf.onesLike(x) : tf.mul(x, power(x, n - 1));
      });
      for (const x of [2, 3, 4, 5]) {
        const result = valueAndGradient(power, [x, 3], {argnums: 0});
        expectNumbers(result, [x ** 3, 3 * x * x]);
        disposeAll(result);
      }
      expect(runs).to.equal(8);
      expect(power.inspect().signatures.map(({calls}) => calls)).to.deep.equal([4]);
      power.dispose();
    });
  });

  it('may call another one, which runs as a part of it, and by its own program elsewhere', () => {
    expectUntouched(() => {
      const inner = graph((x: tf.Tensor) => tf.exp(x));
      const outer = graph((x: tf.Tensor) => tf.sum(tf.mul(inner(x), valueAndGradient(inner, [x])[1][0])));
      for (const x of [0, 1, -1, 0.5]) {
        expectNumbers(
          numbers(() => inner(tf.scalar(x))),
          Math.exp(x),
        );
        expectNumbers(
          numbers(() => outer(tf.scalar(x))),
          Math.exp(2 * x),
        );
      }
      expect([inner, outer].map((g) => g.inspect().signatures[0]?.calls)).to.deep.equal([4, 4]);
      inner.dispose();
      outer.dispose();
    });
  });

  for (const failing of [1, 2]) {
    it(`leaves nothing behind where f throws in the middle of trace ${failing}, and works after that`, () => {
      expectUntouched(() => {
        let runs = 0;
        const captured = tf.scalar(3);
        const v = variableOf(2);
        const g = graph((x: tf.Tensor) => {
          runs++;
          const y = tf.mul(tf.mul(tf.exp(x), captured), v);
          if (runs === failing) throw new Error('mine');
          return y;
        });
        const call = (x: number): void => disposeAll(valueAndGradient(g, [x]));
        const fails = (): unknown => expect(() => call(1)).to.throw('mine');
        if (failing === 1) expectUntouched(fails);
        else [() => call(2), fails].forEach((step) => step());
        for (const x of [0, 1, 2, 0.5]) {
          const result = valueAndGradient(g, [x]);
          expectNumbers(result, [6 * Math.exp(x), [6 * Math.exp(x)]]);
          disposeAll(result);
        }
        expect(runs).to.equal(failing + 2);
        expect(g.inspect().signatures[0]?.calls).to.equal(4);
        g.dispose();
        tf.dispose([captured, v]);
      });
    });
  }

  it('leaves nothing behind where the walk back throws while it is traced', () => {
    expectUntouched(() => {
      const broken = tf.customGrad((x) => ({
        value: tf.exp(x as tf.Tensor),
        gradFunc: (): tf.Tensor => {
          throw new Error('mine');
        },
      }));
      const g = graph((x: tf.Tensor) => broken(tf.square(x)));
      for (let count = 0; count < 3; count++) expect(() => valueAndGradient(g, [count])).to.throw('mine');
      expectNumbers(
        numbers(() => g(tf.scalar(2))),
        Math.exp(4),
      );
      g.dispose();
    });
  });

  it('leaves nothing behind where a kernel throws in a compiled call, and works after that', () => {
    let isBroken = false;
    const kernelName = 'ThrowsOnDemand';
    tf.registerKernel({
      kernelName,
      backendName: tf.getBackend(),
      kernelFunc: ({inputs}) => {
        if (isBroken) throw new Error('broken kernel');
        return tf
          .getKernel('Exp', tf.getBackend())
          .kernelFunc({inputs, backend: tf.engine().backend, attrs: {}});
      },
    });
    try {
      expectUntouched(() => {
        const g = graph((x: tf.Tensor) => {
          const before = [tf.exp(x), tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D), tf.cumsum(x, 0)];
          const inTheMiddle = tf.engine().runKernel(kernelName, {x: tf.tanh(tf.cumsum(x, 1))}) as tf.Tensor;
          return tf.addN([...before, inTheMiddle]);
        });
        const x = tf.tensor2d([
          [0, 1],
          [0, 0],
        ]);
        const right = numbers(() => g(x));
        for (let count = 0; count < 2; count++)
          expectNumbers(
            numbers(() => g(x)),
            right,
          );
        expect(g.inspect().signatures[0]?.calls).to.equal(3);
        isBroken = true;
        for (let count = 0; count < 3; count++) {
          expect(() => numbers(() => g(x))).to.throw('broken kernel');
          expect(g.inspect().signatures).to.deep.equal([]);
        }
        isBroken = false;
        for (let count = 0; count < 4; count++)
          expectNumbers(
            numbers(() => g(x)),
            right,
          );
        expect(g.inspect().signatures[0]?.calls).to.equal(4);
        g.dispose();
        x.dispose();
      });
    } finally {
      tf.unregisterKernel(kernelName, tf.getBackend());
    }
  });

  it('says of gather that an index is out of range, where the backend minds, and works after that', function () {
    // webgl and wasm read whatever is there, as their kernels do.
    if (tf.getBackend() !== 'cpu') this.skip();
    expectUntouched(() => {
      const g = graph((x: tf.Tensor, indices: tf.Tensor) => tf.gather(tf.exp(x), indices as tf.Tensor1D));
      const x = tf.tensor1d([0, 0, Math.LN2]);
      const at = (indices: number[]): unknown => numbers(() => g(x, tf.tensor1d(indices, 'int32')));
      for (let count = 0; count < 3; count++) expectNumbers(at([0, 2]), [1, 2]);
      for (const bad of [3, -1]) {
        expect(() => at([0, bad])).to.throw(/gather.*index.*range|GatherV2.*index/i);
        expectNumbers(at([2, 1]), [2, 1]);
      }
      g.dispose();
      x.dispose();
    });
  });

  it('says which variable was disposed of, of those that its program reads', () => {
    expectUntouched(() => {
      const v = variableOf(2, 'short-lived');
      const g = graph((x: tf.Tensor) => tf.mul(x, v));
      for (const x of [1, 2, 3]) disposeAll(valueAndGradient(g, [x]));
      v.dispose();
      expect(() => valueAndGradient(g, [4])).to.throw(
        /^graph: f uses the variable 'short-lived' .* disposed of/,
      );
      g.dispose();
    });
  });

  it('refuses an argument that was disposed of, at its first call and later', () => {
    expectUntouched(() => {
      const g = graph((x: tf.Tensor) => tf.exp(x));
      const [live, disposed] = [tf.scalar(0), tf.scalar(1)];
      disposed.dispose();
      for (let count = 0; count < 4; count++) {
        expect(() => g(disposed)).to.throw(/^graph: an argument is a tensor that was disposed of/);
        expectNumbers(
          numbers(() => g(live)),
          1,
        );
      }
      expect(g.inspect().signatures[0]?.calls).to.equal(4);
      g.dispose();
      live.dispose();
    });
  });

  it('names in refusals the operation and the line of f, where stacks have it', function () {
    const isNode = typeof process !== 'undefined' && process.versions?.node !== undefined;
    if (!isNode) this.skip();
    const refused: ReadonlyArray<readonly [(x: tf.Tensor) => tf.Tensor, RegExp]> = [
      [
        (x) => tf.mul(x, tf.square(x).dataSync()[0] as number),
        /that Square makes at \S*robustness\.spec\.ts:\d+:\d+/,
      ],
      [(x) => tf.add(x, Math.random()), /which Add reads at \S*robustness\.spec\.ts:\d+:\d+/],
    ];
    expectUntouched(() => {
      for (const [f, message] of refused) {
        const g = graph(f);
        expect(() => [1, 2].forEach(() => numbers(() => g(tf.scalar(3))))).to.throw(GraphTraceError, message);
      }
    });
  });

  it(
    'compiles anew after it was disposed of, or after its program was the least recently used one',
    scoped(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor) => (runs++, tf.exp(x)), {maxSignatures: 2});
      const call = (size: number): void => {
        for (let count = 0; count < 3; count++) expectNumbers(g(tf.zeros([size])), Array(size).fill(1));
      };
      expectUntouched(() => {
        for (const size of [1, 2, 3, 1]) tf.tidy(() => call(size));
        expect(runs).to.equal(8);
        g.dispose();
        g.dispose();
        expect(g.inspect().signatures).to.deep.equal([]);
        tf.tidy(() => call(1));
        expect(runs).to.equal(10);
        g.dispose();
      });
    }),
  );
});

onEachGraphBackend('a thousand calls of a graph function', () => {
  it('are right with other arguments, variables assigned between them, and shapes that change and come back', () => {
    expectUntouched(() => {
      const v = variableOf(1);
      const g = graph((x: tf.Tensor, factor: tf.Tensor) => tf.sum(tf.mul(tf.mul(tf.square(x), factor), v)));
      let afterFirst: number | undefined;
      for (let count = 0; count < 1000; count++) {
        const [size, factor, assigned] = [count % 50 < 40 ? 3 : 2, (count % 7) - 3, (count % 11) / 4];
        tf.tidy(() => v.assign(tf.scalar(assigned)));
        const x = tf.tensor1d([count % 5, 1, 2].slice(0, size));
        const [y, [dx, dFactor]] = valueAndGradient(g, [x, factor]);
        const values = Array.from(x.dataSync());
        const squares = values.reduce((sum, value) => sum + value * value, 0);
        expectNumbers(
          [y, dx, dFactor],
          [
            squares * factor * assigned,
            values.map((value) => 2 * value * factor * assigned),
            squares * assigned,
          ],
        );
        tf.dispose([x, y, dx, dFactor]);
        if (count === 100) afterFirst = tf.memory().numTensors;
      }
      expect(tf.memory().numTensors).to.equal(afterFirst);
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([800, 200]);
      g.dispose();
      v.dispose();
    });
  });
});
