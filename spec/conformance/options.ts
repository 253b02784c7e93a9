import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, hessianVectorProduct} from '../../src/index.js';
import {expectNumbers, expectThrow, scoped} from '../support.js';
import type {Subject} from './subjects.js';

/** What each option does, and what is refused. */
export function options({valueAndGradient}: Subject): void {
  const twoParts = (x: tf.Tensor): {square: tf.Tensor; list: tf.Tensor[]} => ({
    square: tf.square(x),
    list: [tf.mul(x, 3)],
  });

  it(
    'differentiates the sum of the parts of y',
    scoped(() => {
      expectNumbers(valueAndGradient(twoParts, tf.scalar(2)), [{square: 4, list: [6]}, 7]);
    }),
  );

  it(
    'takes a non-scalar y for the sum of its elements',
    scoped(() => {
      expectNumbers(
        valueAndGradient((x) => tf.square(x), tf.tensor1d([1, 2])),
        [
          [1, 4],
          [2, 4],
        ],
      );
    }),
  );

  it(
    'weights one y by a tensor or a tensor-like',
    scoped(() => {
      const x = tf.tensor1d([1, 2]);
      for (const outputGradients of [
        [10, 100],
        new Float32Array([10, 100]),
        tf.tensor1d([10, 100], 'int32'),
      ]) {
        expectNumbers(
          valueAndGradient((v) => tf.square(v), x, {outputGradients}),
          [
            [1, 4],
            [20, 400],
          ],
        );
      }
    }),
  );

  it(
    'weights the parts of y by a structure like it',
    scoped(() => {
      const result = valueAndGradient(twoParts, tf.scalar(2), {
        outputGradients: {square: tf.scalar(10), list: [0.5]},
      });
      expectNumbers(result, [{square: 4, list: [6]}, 41.5]);
    }),
  );

  it(
    'takes a list of numbers for the weights of a list of scalars',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor[] => [tf.square(x), tf.mul(x, 3)];
      expectNumbers(valueAndGradient(f, tf.scalar(2), {outputGradients: [10, 0.5]}), [[4, 6], 41.5]);
    }),
  );

  it(
    'leaves the weights alive and as they were',
    scoped(() => {
      const weight = tf.scalar(3);
      valueAndGradient((x) => tf.mod(x, x), tf.scalar(2), {outputGradients: weight});
      valueAndGradient((x) => x, tf.scalar(2), {outputGradients: weight});
      expectNumbers(weight, 3);
    }),
  );

  it('refuses weights that do not fit y, naming the path', () => {
    const x = tf.tensor1d([1, 2]);
    expectThrow(
      () => valueAndGradient((v) => v, x, {outputGradients: tf.tidy(() => 1)}),
      /options\.outputGradients: expected a tensor of shape \[2\], as f returned, got one of shape \[\]/,
    );
    expectThrow(
      // @ts-expect-error: the compiler says so as well.
      () => valueAndGradient((v) => ({a: v}), x, {outputGradients: {b: [1, 2]}}),
      /options\.outputGradients: expected an object with the keys \[a\].*got an object with the keys \[b\]/,
    );
    expectThrow(
      () =>
        valueAndGradient((v) => [v, v], x, {
          outputGradients: [
            [1, 2],
            [1, 2, 3],
          ],
        }),
      /options\.outputGradients\[1\]: expected a tensor of shape \[2\], .* got one of shape \[3\]/,
    );
    // @ts-expect-error: the compiler says so as well.
    expectThrow(() => valueAndGradient((v) => [v], x, {outputGradients: [1, 2]}), /expected a list of 1/);
    const texts = tf.tensor1d(['a', 'b']);
    expectThrow(
      () => valueAndGradient((v) => v, x, {outputGradients: texts}),
      /options\.outputGradients: expected a tensor of numbers, got one of strings/,
    );
    tf.dispose([x, texts]);
  });

  it(
    'passes aux on, with no gradient of it',
    scoped(() => {
      const f = (x: tf.Scalar): [tf.Tensor, object] => [
        tf.square(x),
        {cube: tf.pow(x, 3), note: 'text', list: [tf.exp(x), 1, null]},
      ];
      const [[y, aux], gradient] = valueAndGradient(f, tf.scalar(2), {hasAux: true});
      expectNumbers([y, gradient], [4, 4]);
      expectNumbers(aux, {cube: 8, note: 'text', list: [Math.exp(2), 1, null]});
    }),
  );

  it(
    'passes an aux on that holds itself, or one tensor twice',
    scoped(() => {
      const f = (x: tf.Tensor): [tf.Tensor, {self?: unknown; tensors: tf.Tensor[]}] => {
        const aux: {self?: unknown; tensors: tf.Tensor[]} = {tensors: [x, x]};
        aux.self = aux;
        return [tf.square(x), aux];
      };
      const [[, aux]] = valueAndGradient(f, tf.scalar(2), {hasAux: true});
      expect(aux.self).to.equal(aux);
      expect(aux.tensors[0]).not.to.equal(aux.tensors[1]);
      expectNumbers(aux.tensors, [2, 2]);
    }),
  );

  it(
    'lets the gradient of an outer call flow through aux',
    scoped(() => {
      const inner = (x: tf.Tensor): tf.Tensor => {
        const [[, aux]] = valueAndGradient((v: tf.Tensor) => [tf.sin(v), tf.pow(v, 3)], x, {hasAux: true});
        return aux;
      };
      expectNumbers(valueAndGradient(inner, tf.scalar(2)), [8, 12]);
    }),
  );

  it('refuses a disposed tensor in aux, naming the path', () => {
    const gone = tf.scalar(1);
    gone.dispose();
    expectThrow(
      () => valueAndGradient((x) => [x, {list: [x, gone]}], 2, {hasAux: true}),
      'valueAndGradient: aux.list[1] is a disposed tensor. Return a live one.',
    );
    const disposingOf = (x: tf.Tensor): [tf.Tensor, tf.Tensor] => {
      const aux = tf.square(x);
      aux.dispose();
      return [tf.exp(x), aux];
    };
    expectThrow(() => valueAndGradient(disposingOf, 2, {hasAux: true}), /: aux is a disposed tensor/);
  });

  it('refuses what is no pair where an aux is promised', () => {
    expectThrow(
      () => valueAndGradient((x) => tf.square(x) as never, 2, {hasAux: true}),
      /f: expected it to return \[y, aux\], got an instance of Tensor/,
    );
  });

  it(
    'gives null, or zeros, for what y does not depend on',
    scoped(() => {
      const args = [tf.scalar(2), {unused: tf.ones([2, 3])}] as const;
      expectNumbers(
        valueAndGradient((x) => tf.square(x), args),
        [4, [4, {unused: null}]],
      );
      const [y, gradients] = valueAndGradient((x) => tf.square(x), args, {unconnectedGradients: 'zero'});
      expectNumbers(
        [y, gradients],
        [
          4,
          [
            4,
            {
              unused: [
                [0, 0, 0],
                [0, 0, 0],
              ],
            },
          ],
        ],
      );
      expect(gradients[1].unused.dtype).to.equal('float32');
    }),
  );

  it(
    'gives null for a constant y',
    scoped(() => {
      expectNumbers(
        valueAndGradient(() => tf.scalar(7), 1),
        [7, null],
      );
    }),
  );

  it(
    'takes useGradientTape and a name',
    scoped(() => {
      for (const useGradientTape of [true, false]) {
        expectNumbers(
          valueAndGradient((x) => tf.square(x), 3, {useGradientTape, name: 'mine'}),
          [9, 6],
        );
      }
    }),
  );

  it('lists the options that it knows where it meets another', () => {
    const unknown = {hasAxu: true} as object;
    expectThrow(
      () => valueAndGradient((x) => x, 1, unknown),
      /unknown option 'hasAxu'\. Known options: outputGradients, useGradientTape, autoUnpackSingleArg, hasAux, name, kwargs, argnums, unconnectedGradients/,
    );
  });

  it('says how to pass several arguments where the options are an argument', () => {
    const x = tf.scalar(1);
    for (const second of [2, [2], x, Float32Array.of(2)]) {
      expectThrow(
        () => valueAndGradient((a) => a, x, second as object),
        /options: .*valueAndGradient\(f, \[x, y\], \.\.\.\)/,
      );
    }
    expectThrow(
      () => hessianVectorProduct((a) => a, x, 1, x as object),
      /options: .*hessianVectorProduct\(f, \[x, y\], \.\.\.\)/,
    );
    expectThrow(
      () => graph((a: tf.Tensor) => a, x as object),
      /^graph: options: .*Known options: maxSignatures/,
    );
    x.dispose();
  });

  it('refuses an option of the wrong kind', () => {
    const wrong: object[] = [
      {hasAux: 1},
      {name: 2},
      {kwargs: [1]},
      {argnums: 'x'},
      {unconnectedGradients: 'null'},
    ];
    for (const option of wrong) {
      const [key] = Object.keys(option) as [string];
      expectThrow(() => valueAndGradient((x) => x, 1, option), new RegExp(`options\\.${key}: expected`));
    }
  });

  it('refuses an f that is no function, or that returns what is no tensor', () => {
    const call = valueAndGradient as (...parameters: unknown[]) => unknown;
    expectThrow(() => call(1, 2), /f: expected a function, got the number 1/);
    expectThrow(() => call(() => 3, 1), /y: expected f to return a tensor.*got the number 3/);
    expectThrow(() => call(() => ({a: [undefined]}), 1), /y\.a\[0\]: expected .*got undefined/);
    expectThrow(() => call(() => [], 1), /y: expected at least one tensor, got a list of 0/);
    expectThrow(() => call(() => Promise.resolve(1), 1), /f return(ed|s) a Promise.*await/i);
    expectThrow(
      () =>
        call((x: tf.Tensor) => {
          const y = tf.square(x);
          y.dispose();
          return y;
        }, 1),
      /y is a disposed tensor/,
    );
  });
}
