import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {graph} from '../../src/graph/graph.js';
import {hosting} from '../../src/graph/run/hosted-runner.js';
import {valueAndGradient} from '../../src/index.js';
import type {Backend} from '../derivatives/case.js';
import {areas} from '../derivatives/cases/index.js';
import {tensorsIn} from '../support.js';
import {isTaken} from '../thinning.js';

const other = (args: readonly tf.Tensor[], factor: number): tf.Tensor[] =>
  args.map((arg) => (arg.dtype === 'float32' ? tf.mul(arg, factor) : arg));

for (const backend of backends as Backend[]) {
  describe(`the cases of the sweep by the graph, on ${backend}`, () => {
    const isHosting = hosting.isOn;
    let compiledRuns = 0;
    const opaque = new Set<string>();
    before(() => tf.setBackend(backend));
    beforeEach(() => {
      // By the machine and by the backend's kernels, in turns.
      hosting.isOn = !hosting.isOn;
    });
    after(() => console.log(`      compiled runs of the sweep on ${backend}: ${compiledRuns}`));
    for (const [area, cases] of Object.entries(areas)) {
      describe(area, () => {
        for (const [index, {title, f, args, skip}] of cases.entries()) {
          if (skip?.[backend] !== undefined || !isTaken(index, backend)) continue;
          it(`${title} has the tape's value and gradients, at other arguments than traced`, () => {
            for (const kernel of tf.tidy(() => compare(f, args()))) opaque.add(kernel);
            compiledRuns++;
          });
        }
      });
    }
    after(() => {
      hosting.isOn = isHosting;
    });
    it('has no node whose results its rule does not explain', function () {
      // Kernels of other backends make other dtypes of integers: such nodes run as traced.
      if (backend !== 'cpu') this.skip();
      expect([...opaque]).to.deep.equal([]);
    });
  });
}

/** Compares; gives the opaque nodes of the program. */
function compare(f: (...args: tf.Tensor[]) => tf.Tensor | tf.Tensor[], args: tf.Tensor[]): string[] {
  // First the tape: a few cases make what they capture when they first run.
  const expected = tensorsIn(valueAndGradient(f, args));
  const g = graph(f);
  try {
    for (const factor of [0.98, 1.01]) valueAndGradient(g, other(args, factor));
    const found = tensorsIn(valueAndGradient(g, args));
    const [compiled] = g.inspect().signatures;
    expect([compiled?.calls, compiled?.program.length === 0], 'the compiled program ran').to.deep.equal([
      3,
      false,
    ]);
    expect(compiled?.reason ?? '').not.to.match(/compiled wrongly/);
    expect(found.length).to.equal(expected.length);
    found.forEach((tensor, index) => {
      const twin = expected[index] as tf.Tensor;
      expect([tensor.dtype, ...tensor.shape]).to.deep.equal([twin.dtype, ...twin.shape]);
      const [values, truth] = [tensor.dataSync(), twin.dataSync()];
      values.forEach((value, at) => {
        const right = truth[at] as number;
        const close =
          Object.is(value, right) || Math.abs(value - right) <= 1e-4 * Math.max(1, Math.abs(right));
        if (!close) throw new Error(`output ${index} has ${value}, the tape ${right}`);
      });
    });
    return (compiled?.program ?? '').split('\n').filter((line) => line.endsWith(' opaque'));
  } finally {
    g.dispose();
  }
}
