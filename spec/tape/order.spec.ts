import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {orderTape, removeProducer} from '../../src/tape/order.js';
import {withTape, type Tape, type TapeNode} from '../../src/tfjs/recording.js';
import {expectNumbers, scoped} from '../support.js';

let nextId = 0;

function nodeOf(inputs: readonly tf.Tensor[], outputs: tf.Tensor[], saved: tf.Tensor[] = []): TapeNode {
  return {id: nextId++, kernelName: '', inputs: Object.fromEntries(inputs.entries()), outputs, saved};
}

describe('the order of a tape', () => {
  before(() => tf.setBackend(backends[0] as string));

  it(
    'puts what makes a tensor before all that reads it',
    scoped(() => {
      const [x, y, clone, z] = [1, 2, 3, 4].map((value) => tf.scalar(value)) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const reader = nodeOf([y], [clone]);
      const maker = nodeOf([x], [y]);
      const last = nodeOf([clone], [z]);
      const tape = [reader, maker, last];
      withTape(tape, orderTape);
      expect(tape).to.deep.equal([maker, reader, last]);
    }),
  );

  it(
    'keeps account of each tape by itself',
    scoped(() => {
      const mixed = (): Tape => {
        const [x, y, z] = [1, 2, 3].map((value) => tf.scalar(value)) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return [nodeOf([y], [z]), nodeOf([x], [y])];
      };
      const ordered = (tape: Tape): boolean[] => tape.map(({id}) => id % 2 === 1);
      nextId = 0;
      const [outer, inner] = [mixed(), mixed()];
      withTape(outer, () => {
        orderTape();
        withTape(inner, orderTape);
        outer.push(...mixed());
        orderTape();
      });
      expect([...ordered(inner), ...ordered(outer)]).to.deep.equal([true, false, true, false, true, false]);
    }),
  );

  it(
    'is looked over again from where a node was taken out',
    scoped(() => {
      const [x, y, z, out] = [1, 2, 3, 4].map((value) => tf.scalar(value)) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const saved = tf.scalar(5);
      const taken = [nodeOf([x], [y], [saved]), nodeOf([x], [y])] as const;
      const [reader, maker] = [nodeOf([z], [out]), nodeOf([x], [z])];
      const tape: Tape = [...taken];
      withTape(tape, () => {
        orderTape();
        tape.push(reader, maker);
        removeProducer(y, taken[0].id);
        removeProducer(y, taken[0].id);
        orderTape();
      });
      expect(tape).to.deep.equal([maker, reader]);
      expect(saved.isDisposed).to.equal(true);
    }),
  );

  it(
    'keeps the producer of a tensor from before the body of a customGrad',
    scoped(() => {
      const y = tf.scalar(1);
      const maker = nodeOf([], [y]);
      const tape = [maker];
      withTape(tape, () => removeProducer(y, maker.id + 1));
      expect(tape).to.deep.equal([maker]);
    }),
  );

  it(
    'cuts the value alone out of what an operation with several results has made',
    scoped(() => {
      // d(part) = [second, 0] by the rule, where `second` is the other result of the unstack that makes the value.
      const part = tf.customGrad((...inputs) => {
        const [x, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
        const [first, second] = tf.unstack(x) as [tf.Tensor, tf.Tensor];
        save([second]);
        return {
          value: first,
          gradFunc: (dy, [saved]) => tf.stack([tf.mul(dy, saved as tf.Tensor), tf.zerosLike(dy)]),
        };
      });
      const gradient = (x: tf.Tensor): tf.Tensor => valueAndGradient((v: tf.Tensor) => part(v), x)[1];
      const [value, second] = valueAndGradient((x) => tf.sum(gradient(x)), tf.tensor1d([2, 3]));
      expectNumbers([value, second], [3, [0, 1]]);
    }),
  );
});
