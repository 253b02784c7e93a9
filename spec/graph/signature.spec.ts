import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import type {LargeArray} from '../../src/graph/large-arrays.js';
import {describeSignature, type Signature} from '../../src/graph/signature.js';
import {scoped} from '../support.js';

const describeAll = (values: readonly unknown[]): Signature =>
  describeSignature(
    'caller',
    values.map((value, index) => [`args[${index}]`, value]),
  );
const signatureOf = (...values: unknown[]): string => describeAll(values).text;

describe('a signature', () => {
  before(() => tf.setBackend(backends[0] as string));

  it('begins with the backend', () => {
    expect(signatureOf(1)).to.equal(`${tf.getBackend()}: number 1`);
  });

  it(
    'is the same for what is equal',
    scoped(() => {
      const [f, date, symbol, v] = [
        (): void => undefined,
        new Date(0),
        Symbol('s'),
        tf.variable(tf.scalar(1)),
      ];
      const make = (): unknown[] => [
        [1, NaN, -0, 'text', true, null, undefined, 3n],
        {a: {b: [Float32Array.of(1, -0)]}},
        [f, date, symbol, v],
      ];
      expect(signatureOf(...make())).to.equal(signatureOf(...make()));
      v.dispose();
    }),
  );

  const different: Readonly<Record<string, readonly [one: unknown, other: unknown]>> = {
    'zeros of either sign': [0, -0],
    'a number and its text': [1, '1'],
    'a number and a bigint': [1, 1n],
    'null and undefined': [null, undefined],
    'a boolean and its text': [true, 'true'],
    'texts with what separates members': [['a', 'b'], ['a,string b']],
    'texts with what separates members, and quotes': [['a', 'b'], ['a,string "b"']],
    'texts with quotes': [['a"', '"b'], ['a","b']],
    'keys with what separates members': [{a: 1, b: 2}, {'a:number 1,b': 2}],
    'keys with what separates members, and quotes': [{a: 1, b: 2}, {'a":number 1,"b': 2}],
    'orders of keys': [
      {a: 1, b: 2},
      {b: 2, a: 1},
    ],
    'a list and what it holds': [[1], 1],
    'lists and objects': [[1], {0: 1}],
    'depths of members': [
      [[1], 2],
      [1, [2]],
    ],
    'elements of typed arrays': [Float32Array.of(1, 2), Float32Array.of(1, 3)],
    'zeros of either sign in typed arrays': [Float32Array.of(0), Float32Array.of(-0)],
    'types of typed arrays': [Float32Array.of(1, 2), Int32Array.of(1, 2)],
    'typed arrays and lists': [Float32Array.of(1, 2), [1, 2]],
    'symbols of one description': [Symbol('s'), Symbol('s')],
    'a symbol and its description': [Symbol('s'), 's'],
    dates: [new Date(0), new Date(1)],
    'regular expressions': [/x/g, /x/i],
    addresses: [new URL('http://a.test/'), new URL('http://b.test/')],
    'elements of large arrays': [Array(99).fill(0), Array(99).fill(0).with(70, -0)],
    'shapes of large arrays': [Array(99).fill(0), Array(98).fill(0)],
    'lists and typed arrays, both large': [Array(99).fill(0), new Float64Array(99)],
    'large arrays of rows, and of all their elements': [Array(9).fill(Array(9).fill(1)), Array(81).fill(1)],
    functions: [() => 1, () => 1],
  };
  for (const [what, [one, other]] of Object.entries(different)) {
    it(`tells apart ${what}`, () => expect(signatureOf(one)).not.to.equal(signatureOf(other)));
  }

  it('is short of large arrays, which it holds to compare them', () => {
    const [one, same] = [Float32Array.from({length: 20_000}, Math.random), new Float32Array(20_000)];
    same.set(one);
    const {text, arrays} = describeAll([one]);
    expect(text.length).to.be.below(60);
    expect(describeAll([same]).text).to.equal(text);
    const [array, other] = [arrays[0] as LargeArray, describeAll([same]).arrays[0] as LargeArray];
    expect([arrays.length, array.equals(other)]).to.deep.equal([1, true]);
    const copied = array.copied();
    same[7] = 7;
    expect([array.equals(other), copied.equals(array)]).to.deep.equal([false, true]);
    one[7] = 8;
    expect(copied.equals(array)).to.equal(false);
  });

  it(
    'names tensors by dtype, shape and their place among all, and collects each once',
    scoped(() => {
      const [x, y] = [tf.zeros([2, 3]), tf.zeros([2, 3])];
      const {text, tensors} = describeAll([[x, y], {x}, tf.scalar(1, 'int32')]);
      expect(text).to.match(
        /: \[float32\[2,3\]@0,float32\[2,3\]@1\]; \{"x":float32\[2,3\]@0,\}; int32\[\]@2$/,
      );
      expect([tensors.length, tensors[0] === x, tensors[1] === y]).to.deep.equal([3, true, true]);
      expect(signatureOf(x, x)).not.to.equal(signatureOf(x, y));
    }),
  );

  it(
    'names variables by themselves, which are no inputs',
    scoped(() => {
      const [v, w] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))];
      expect(signatureOf(v)).not.to.equal(signatureOf(w));
      expect(describeAll([v]).tensors).to.deep.equal([]);
      tf.dispose([v, w]);
    }),
  );

  it(
    'names models by themselves and the variables behind their weights',
    scoped(() => {
      const variables = [1, 2, 3].map((value) => tf.variable(tf.scalar(value)));
      const weightsOf = (...indices: number[]): Array<{read(): tf.Tensor}> =>
        indices.map((index) => ({read: () => variables[index] as tf.Tensor}));
      const [model, other] = [{trainableWeights: weightsOf(0, 1)}, {trainableWeights: weightsOf(0, 1)}];
      const before = signatureOf(model);
      expect(signatureOf(model)).to.equal(before);
      expect(signatureOf(other)).not.to.equal(before);
      model.trainableWeights = weightsOf(0, 2);
      expect(signatureOf(model)).not.to.equal(before);
      tf.dispose(variables);
    }),
  );

  it('is none of what holds itself, by the path', () => {
    const list: unknown[] = [];
    list.push({list});
    expect(() => signatureOf(1, list)).to.throw(TypeError, /^caller: args\[1\]\[0\]\.list: .* holds itself/);
  });

  it('passes on what goes wrong otherwise', () => {
    const broken = Object.defineProperty({}, 'a', {
      enumerable: true,
      get: () => {
        throw new SyntaxError('mine');
      },
    });
    expect(() => signatureOf(broken)).to.throw(SyntaxError, 'mine');
  });
});
