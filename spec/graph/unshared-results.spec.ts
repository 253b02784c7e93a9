import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph} from '../../src/graph/graph.js';
import {inScope} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';

type F = (x: tf.Tensor, captured: tf.Tensor) => tf.Tensor | tf.Tensor[];

/** Functions of which the backend's kernels hand on, on cpu, the array that they read. */
const views: Readonly<Record<string, F>> = {
  'the real part': (_, captured) => tf.real(tf.complex(captured, captured)),
  'the imaginary part': (_, captured) => tf.imag(tf.complex(captured, captured)),
  'a slice': (_, captured) => tf.slice(captured, [1], [2]),
  'a slice of nine dimensions': (_, captured) => tf.slice(tf.reshape(captured, [4, 1, 1, 1, 1, 1]), [1], [2]),
  'parts, and the whole': (_, captured) => [captured, ...tf.split(captured, 2)],
  'a strided slice': (_, captured) => tf.stridedSlice(captured, [1], [3], [1]),
  'parts of an argument': (x) => tf.unstack(tf.reshape(x, [2, 2])),
  'the real part of an argument twice': (x) => {
    const real = tf.real(tf.complex(x, x));
    return [real, tf.slice(real, [0], [2])];
  },
};

/** True if a tensor's elements can be written into. */
function handsOutArrays(): boolean {
  const x = tf.scalar(1);
  const isSame = x.dataSync() === x.dataSync();
  x.dispose();
  return isSame;
}

onEachGraphBackend('results share no memory with anything', () => {
  for (const [what, f] of Object.entries(views)) {
    it(`of ${what}, so that writing into them changes nothing`, function () {
      // Elsewhere reading gives a copy.
      if (!handsOutArrays()) this.skip();
      expectUntouched(() => {
        const [x, captured] = [tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([5, 6, 7, 8])];
        const g = graph((given: tf.Tensor) => f(given, captured));
        const read = (from: (given: tf.Tensor) => tf.Tensor | tf.Tensor[]): number[][] =>
          [from(x)].flat().map((tensor) => Array.from(tensor.dataSync()));
        inScope(() => {
          const expected = read((given) => f(given, captured));
          for (let call = 0; call < 5; call++) {
            const results = [g(x)].flat();
            expect(results.map((tensor) => Array.from(tensor.dataSync()))).to.deep.equal(expected);
            // One after another: none may write into the next.
            results.forEach((tensor, index) => {
              expect(Array.from(tensor.dataSync())).to.deep.equal(expected[index]);
              if (call >= 2) tensor.dataSync().fill(-1);
            });
            expect(Array.from(x.dataSync())).to.deep.equal([1, 2, 3, 4]);
            expect(Array.from(captured.dataSync())).to.deep.equal([5, 6, 7, 8]);
          }
          expect(g.inspect().signatures[0]?.program.length).to.be.above(0);
        });
        g.dispose();
        tf.dispose([x, captured]);
      });
    });
  }

  it('of a captured complex number, whose parts are handed out', function () {
    // On webgl tfjs counts two data buffers for good for every complex tensor that was disposed of.
    if (!handsOutArrays() || tf.getBackend() === 'webgl') this.skip();
    expectUntouched(() => {
      const captured = tf.complex([1, 2], [3, 4]);
      const g = graph((x: tf.Tensor) => [tf.real(captured), tf.imag(captured), tf.neg(x)]);
      for (let call = 0; call < 5; call++) {
        inScope(() => {
          const [real, imag] = g(tf.scalar(call)) as [tf.Tensor, tf.Tensor, tf.Tensor];
          expect([...real.dataSync(), ...imag.dataSync()]).to.deep.equal([1, 2, 3, 4]);
          if (call >= 2) for (const part of [real, imag]) part.dataSync().fill(-1);
        });
      }
      g.dispose();
      captured.dispose();
    });
  });

  it('by axes that are named twice, which are read within their operand', () => {
    for (const f of [
      (x: tf.Tensor) => tf.reverse(x, [0, 0]),
      (x: tf.Tensor) => tf.reverse(x, [0, 1, 0]),
      (x: tf.Tensor) => tf.reverse(x, [-1, 1]),
    ]) {
      const g = graph(f);
      for (let call = 1; call <= 4; call++)
        inScope(() => {
          const x = tf.mul(
            tf.tensor2d([
              [1, 2, 3],
              [4, 5, 6],
            ]),
            call,
          );
          expect(Array.from(g(x).dataSync())).to.deep.equal(Array.from(f(x).dataSync()));
        });
      expect(g.inspect().signatures[0]?.calls).to.equal(4);
      g.dispose();
    }
  });
});
