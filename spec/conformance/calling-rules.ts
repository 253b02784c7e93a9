import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {expectNumbers, expectThrow, scoped} from '../support.js';
import type {Subject} from './subjects.js';

/** How `f` is called, and how the gradients are shaped. */
export function callingRules({valueAndGradient, runsF}: Subject): void {
  it(
    "gives the seed's numbers for an argless f",
    scoped(() => {
      const x = tf.scalar(2);
      expectNumbers(
        valueAndGradient(() => tf.log(x), x),
        [Math.log(2), 0.5],
      );
    }),
  );

  it(
    "gives the seed's numbers for packed arguments",
    scoped(() => {
      const result = valueAndGradient((x, y) => tf.mul(x, tf.log(y)), [2, 3]);
      expectNumbers(result, [2 * Math.log(3), [Math.log(3), 2 / 3]]);
    }),
  );

  it(
    "gives the seed's numbers under the default rule",
    scoped(() => {
      const result = valueAndGradient(tf.log, [1, 2, 3], {autoUnpackSingleArg: false});
      expectNumbers(result, [
        [0, Math.log(2), Math.log(3)],
        [1, 0.5, 1 / 3],
      ]);
    }),
  );

  it(
    'returns a list for a list of one argument',
    scoped(() => {
      expectNumbers(
        valueAndGradient((x) => tf.square(x), [3]),
        [9, [6]],
      );
    }),
  );

  it(
    'calls a variadic f with each argument of the list',
    scoped(() => {
      const result = valueAndGradient(
        (...xs: tf.Tensor[]) => tf.addN(xs.map((x) => tf.square(x))),
        [1, 2, 3],
      );
      expectNumbers(result, [14, [2, 4, 6]]);
    }),
  );

  it(
    'passes parameters past those that have defaults',
    scoped(() => {
      const f = (x: tf.Scalar, y: tf.Tensor = tf.scalar(100)): tf.Tensor => tf.mul(x, y);
      expectNumbers(valueAndGradient(f, [2, 3]), [6, [3, 2]]);
    }),
  );

  it(
    'calls f with the one argument where it is no list',
    scoped(() => {
      expectNumbers(
        valueAndGradient(({w, b}) => tf.add(tf.mul(w, 3), b), {w: 2, b: 1}),
        [7, {w: 3, b: 1}],
      );
    }),
  );

  it(
    'takes typed arrays as vectors',
    scoped(() => {
      const result = valueAndGradient((x) => tf.square(x), new Float32Array([1, 2]));
      expectNumbers(result, [
        [1, 4],
        [2, 4],
      ]);
      expectNumbers(
        valueAndGradient((x) => tf.mul(x, 2.5), new Float64Array([1, 2])),
        [
          [2.5, 5],
          [2.5, 2.5],
        ],
      );
    }),
  );

  it(
    'takes typed arrays of integers as float32',
    scoped(() => {
      for (const array of [
        Int8Array.of(70),
        Uint8Array.of(70),
        Uint8ClampedArray.of(70),
        Int16Array.of(70),
        Uint16Array.of(70),
        Int32Array.of(70),
        Uint32Array.of(70),
      ]) {
        // The square of 70,000 is beyond int32.
        expectNumbers(
          valueAndGradient((x) => tf.square(tf.mul(x, 1000)), array),
          [[4.9e9], [1.4e8]],
        );
        const [y] = valueAndGradient((x) => tf.square(x), array);
        expect(y.dtype).to.equal('float32');
      }
    }),
  );

  it(
    'takes lists of lists of numbers as vectors, packed, and as a matrix, unpacked',
    scoped(() => {
      const rows = [
        [1, 2],
        [3, 4],
      ] as const;
      expectNumbers(
        valueAndGradient((x, y) => tf.mul(x, y), rows),
        [
          [3, 8],
          [
            [3, 4],
            [1, 2],
          ],
        ],
      );
      const matrix = valueAndGradient((x) => tf.square(x), rows, {autoUnpackSingleArg: false});
      expectNumbers(matrix, [
        [
          [1, 4],
          [9, 16],
        ],
        [
          [2, 4],
          [6, 8],
        ],
      ]);
    }),
  );

  it(
    'gives f and the gradients the structure of the arguments, to any depth',
    scoped(() => {
      const args = [{a: tf.scalar(2), l: [tf.scalar(3), [1, 2]]}, [[{deep: 4}]]] as const;
      const [y, gradients] = valueAndGradient(
        ({a, l: [b, c]}, [[{deep}]]) => tf.sum(tf.mul(tf.mul(tf.mul(a, b), c), deep)),
        args,
      );
      expectNumbers([y, gradients], [72, [{a: 36, l: [24, [24, 24]]}, [[{deep: 18}]]]]);
    }),
  );

  it(
    'keeps empty lists and objects as they are',
    scoped(() => {
      const result = valueAndGradient(
        (x: tf.Scalar, none: object) => tf.mul(x, Object.keys(none).length + 2),
        [3, {a: [], b: {}}],
      );
      expectNumbers(result, [12, [4, {a: [], b: {}}]]);
    }),
  );

  if (runsF)
    it(
      'passes the tensors of the arguments on as the same objects',
      scoped(() => {
        const x = tf.scalar(2);
        const v = tf.variable(tf.scalar(3));
        valueAndGradient(
          (first, {v: second}) => {
            expect(first).to.equal(x);
            expect(second).to.equal(v);
            return tf.mul(first, second);
          },
          [x, {v}],
        );
        v.dispose();
      }),
    );

  it(
    'gives a tensor that stands in two places the whole gradient in both',
    scoped(() => {
      const x = tf.scalar(3);
      const [, [first, second]] = valueAndGradient((a, b) => tf.mul(a, b), [x, x]);
      expectNumbers([first, second], [6, 6]);
      expect(first).not.to.equal(second);
    }),
  );

  it(
    'adds named arguments as the last parameter',
    scoped(() => {
      const f = (x: tf.Tensor, {scale}: {scale: tf.Tensor}): tf.Tensor => tf.mul(x, scale);
      expectNumbers(valueAndGradient(f, [3], {kwargs: {scale: 2}}), [6, [2], {scale: 3}]);
      expectNumbers(valueAndGradient(f, 3, {kwargs: {scale: 2}}), [6, 2, {scale: 3}]);
    }),
  );

  it(
    'calls f with the named arguments alone where there are no others',
    scoped(() => {
      const f = ({scale}: {scale: tf.Tensor}): tf.Tensor => tf.square(scale);
      expectNumbers(valueAndGradient(f, undefined, {kwargs: {scale: 3}}), [9, {scale: 6}]);
      expectNumbers(valueAndGradient(f, [], {kwargs: {scale: 3}}), [9, {scale: 6}]);
    }),
  );

  it(
    'differentiates only the arguments that argnums names',
    scoped(() => {
      const f = (x: tf.Scalar, n: number, z: tf.Scalar): tf.Tensor => tf.mul(tf.mul(x, n), z);
      expectNumbers(valueAndGradient(f, [2, 3, tf.scalar(5)], {argnums: 0}), [30, 15]);
      const swapped = valueAndGradient((x, y, z) => tf.mul(tf.add(x, y), z), [2, 3, 5], {argnums: [2, 0]});
      expectNumbers(swapped, [25, [5, 5]]);
      expectNumbers(
        valueAndGradient((x, y) => tf.mul(x, y), [tf.scalar(2), 3], {argnums: -1}),
        [6, 2],
      );
      expectNumbers(
        valueAndGradient((x) => tf.square(x), 3, {argnums: 0}),
        [9, 6],
      );
      expectNumbers(
        valueAndGradient((x) => tf.square(x), 3, {argnums: [0]}),
        [9, [6]],
      );
    }),
  );

  if (runsF)
    it(
      'passes the arguments that argnums leaves out exactly as given',
      scoped(() => {
        const rest = [null, 'text', [1, 2], {key: 3}];
        const seen: unknown[] = [];
        valueAndGradient(
          (x: tf.Scalar, ...others: unknown[]) => {
            seen.push(...others);
            return tf.square(x);
          },
          [2, ...rest],
          {argnums: 0},
        );
        expect(seen).to.deep.equal(rest);
        expect(seen[3]).to.equal(rest[3]);
      }),
    );

  it(
    'differentiates variables, trainable or not, and those that f closes over',
    scoped(() => {
      const trained = tf.variable(tf.scalar(2));
      const fixed = tf.variable(tf.scalar(3), false);
      expectNumbers(
        valueAndGradient(() => tf.mul(trained, fixed), [trained, fixed]),
        [6, [3, 2]],
      );
      tf.dispose([trained, fixed]);
    }),
  );

  it('refuses a call without arguments', () => {
    expectThrow(
      () => valueAndGradient(() => tf.scalar(1), undefined),
      /args: expected at least one tensor to differentiate, got undefined/,
    );
    expectThrow(
      () => valueAndGradient(() => tf.scalar(1), []),
      /got a list of 0.*valueAndGradient\(f, \[x, y\]\)/,
    );
    expectThrow(() => valueAndGradient(() => tf.scalar(1), {}), /at least one tensor/);
  });

  it('names the path of an argument that it cannot differentiate', () => {
    const wrong: Array<[unknown, RegExp]> = [
      [null, /args: expected a tensor.*got null/],
      ['text', /args: .*got the string "text"/],
      [[1, undefined], /args\[1\]: .*got undefined/],
      [[1, {scale: [2, 'x']}], /args\[1\]\.scale\[1\]: .*got the string "x"/],
      [{'a b': new Date(0)}, /args\["a b"\]: .*got an instance of Date/],
      [[Promise.resolve(1)], /args\[0\]: .*got a Promise/],
      [[true], /args\[0\]: .*got the boolean true/],
      [[() => 1], /args\[0\]: .*got a function/],
      [[[1, [2, 3]]], /args\[0\]: expected a rectangular array of numbers, got a ragged one/],
    ];
    for (const [args, message] of wrong) {
      expectThrow(() => valueAndGradient(() => tf.scalar(1), args as number), message);
    }
    expectThrow(
      () => valueAndGradient(() => tf.scalar(1), 1, {kwargs: {scale: 'x' as never}}),
      /kwargs\.scale: .*got the string "x"\. Let f close over what is not to be differentiated\.$/,
    );
    expectThrow(
      () => valueAndGradient(() => tf.scalar(1), [1, 'x' as never]),
      /args\[1\]: .*got the string "x"\. Let f close over .*, or name the others with argnums\.$/,
    );
  });

  it('names the path of a disposed tensor', () => {
    const gone = tf.scalar(1);
    gone.dispose();
    expectThrow(
      () => valueAndGradient((_x, {scale}) => scale, [1, {scale: gone}]),
      'valueAndGradient: args[1].scale is a disposed tensor. Pass a live one, or tf.keep it.',
    );
  });

  it('refuses argnums out of range', () => {
    expectThrow(
      () => valueAndGradient((x) => tf.square(x), [1], {argnums: 1 as number}),
      'valueAndGradient: options.argnums: expected positions among the 1 of args, got 1. Positions run from 0 to 0',
    );
    expectThrow(
      () => valueAndGradient((x) => tf.square(x), [1], {argnums: [0, 0]}),
      /argnums: expected .* distinct/,
    );
    expectThrow(
      () => valueAndGradient(() => tf.scalar(1), [1], {argnums: []}),
      'valueAndGradient: options.argnums: expected a position, got a list of 0. Leave it out for all.',
    );
  });
}
