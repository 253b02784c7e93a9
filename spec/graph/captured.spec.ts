import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';
import {expectAsPlain, expectAsTape, type F, inScope} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';

onEachGraphBackend('an array that f uses again as an attribute is recorded as it was', () => {
  const square = (count: number): tf.Tensor[] => [tf.tensor2d([count, 2, 3, 5], [2, 2])];
  const cases: Readonly<Record<string, F>> = {
    'the begin of slice': (x: tf.Tensor) => {
      const begin: [number, number] = [0, 0];
      return [0, 1].map((row) => {
        begin[0] = row;
        return tf.slice(x, begin, [1, 2]);
      });
    },
    'the paddings of pad': (x: tf.Tensor) => {
      const paddings: Array<[number, number]> = [
        [1, 0],
        [0, 0],
      ];
      return [0, 1].map((after) => {
        (paddings[1] as number[])[after] = 1;
        const padded = tf.pad(x, paddings);
        (paddings[1] as number[])[after] = 0;
        return padded;
      });
    },
    'the perm of transpose': (x: tf.Tensor) => {
      const perm = [1, 0];
      const transposed = tf.transpose(x, perm);
      perm.reverse();
      return [transposed, tf.transpose(x, perm)];
    },
    'the axes of sum': (x: tf.Tensor) => {
      const axes = [0];
      return [0, 1].map((axis) => {
        axes[0] = axis;
        return tf.sum(x, axes);
      });
    },
  };
  for (const [what, f] of Object.entries(cases)) {
    it(what, () => {
      expectAsPlain(f, square);
      expectAsTape(f, square);
    });
  }
});

onEachBackend('a typed array behind a captured tensor', () => {
  const ones = (): tf.Tensor => tf.ones([2]);

  it('may be filled anew by f for one tensor after another', () => {
    expectAsPlain(
      (x: tf.Tensor) => {
        const buffer = new Float32Array(2);
        return [1, 2, 3].map((value) => {
          buffer.fill(value);
          return tf.add(x, tf.tensor1d(buffer));
        });
      },
      (count) => [tf.tensor1d([count, 1])],
    );
  });

  for (const [where, isMadeInF] of [
    ['within f', true],
    ['before', false],
  ] as const) {
    it(`is refused where it is filled anew between the traces, its tensor made ${where}`, function () {
      // Tensors of wasm are copies from the start.
      if (tf.getBackend() === 'wasm' && !isMadeInF) this.skip();
      const batch = Float32Array.of(1, 1);
      const captured = tf.tensor1d(batch);
      expectUntouched(() => {
        const g = graph((x: tf.Tensor) => tf.mul(x, isMadeInF ? tf.tensor1d(batch) : captured));
        inScope(() => {
          g(ones());
          batch.fill(2);
          expect(() => g(ones())).to.throw(GraphTraceError, 'a captured or random tensor has changed');
        });
      });
      captured.dispose();
    });

    it(`does not change results where it is filled anew later, its tensor made ${where}`, () => {
      const batch = Float32Array.of(3, 3);
      const captured = tf.tensor1d(batch);
      // The machine alone, and a kernel of the backend that is given the captured tensor.
      for (const use of [tf.mul, (x: tf.Tensor, c: tf.Tensor) => tf.cumsum(tf.concat([x, c]))]) {
        inScope(() => {
          batch.fill(3);
          const g = graph((x: tf.Tensor) => use(x, isMadeInF ? tf.tensor1d(batch) : captured));
          const before = [1, 2, 3].map(() => g(ones()).arraySync())[0];
          batch.fill(7);
          for (let count = 0; count < 2; count++) expectNumbers(g(ones()), before);
          g.dispose();
        });
      }
      captured.dispose();
    });
  }
});

onEachGraphBackend('a captured tensor', () => {
  it(
    'may be read by f, before a kernel reads it and after',
    scoped(() => {
      const captured = tf.scalar(3);
      const read = (): number => captured.dataSync()[0] as number;
      expectAsTape(
        (x: tf.Tensor) => {
          const before = read();
          return tf.mul(tf.mul(x, captured), before + read());
        },
        (count) => [tf.scalar(count)],
      );
    }),
  );

  it('is computed with when f is compiled, where that is a kernel that registers what it makes', () => {
    expectUntouched(() => {
      const captured = tf.tensor1d([-1, 2]);
      const g = graph((x: tf.Tensor) => tf.mul(x, tf.abs(captured)));
      for (let count = 1; count < 5; count++)
        inScope(() => expectNumbers(g(tf.scalar(count)), [count, 2 * count]));
      expect(g.inspect().signatures[0]?.program)
        .to.match(/Multiply/)
        .and.not.match(/Abs/);
      g.dispose();
      expectNumbers(captured, [-1, 2]);
      captured.dispose();
    });
  });
});
