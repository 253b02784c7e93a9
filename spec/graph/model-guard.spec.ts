import * as tf from '@tensorflow/tfjs-core';
import {layers, sequential, type Sequential} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {guardOfModel} from '../../src/graph/model-guard.js';
import {graph, valueAndGradient} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {countKnown} from './count-known.js';
import {onEachGraphBackend} from './graph-backends.js';
import {dense, type Layer} from './dense.js';

/** Dense layers, one of them within a model of its own, and a layer of which not all weights are trained. */
const makeModel = (): Sequential =>
  sequential({
    layers: [
      dense(3, 1, [2]),
      sequential({layers: [dense(3, 2, [3])]}),
      layers.batchNormalization(),
      dense(2, 3),
    ],
  });

const loss = (model: Sequential, x: tf.Tensor): tf.Tensor => tf.sum(tf.square(model.apply(x) as tf.Tensor));
const rows = (seed: number): tf.Tensor => tf.tensor2d([[seed, 1], [2, seed / 3]]); // prettier-ignore

onEachGraphBackend('a guard of a model', () => {
  let model: Sequential;
  let isSame: (value: unknown) => boolean;

  beforeEach(() => {
    model = makeModel();
    isSame = guardOfModel(model) ?? ((): boolean => false);
    expect(isSame(model)).to.equal(true);
  });

  afterEach(() => model.dispose());

  it('accepts the model after its weights have changed, and no other model', () => {
    const weights = tf.tidy(() => model.getWeights().map((weight) => tf.mul(weight, 2)));
    model.setWeights(weights);
    const other = makeModel();
    expect([isSame(model), isSame(other), isSame({})]).to.deep.equal([true, false, false]);
    tf.dispose(weights);
    other.dispose();
  });

  const changes: Readonly<Record<string, () => void>> = {
    'a layer that was added': () => model.add(layers.dropout({rate: 0.5})),
    'a layer that was taken away': () => model.pop(),
    'a layer that was frozen': () => void ((model.layers[0] as Layer).trainable = false),
    'a layer of a model within it that was frozen': () => {
      const inner = model.layers[1] as Sequential;
      (inner.layers[0] as Layer).trainable = false;
    },
    'another layer in its place': () => {
      [model.layers[0]] = sequential({layers: [dense(3, 1, [2])]}).layers as [Layer];
    },
    'a model that was frozen': () => void (model.trainable = false),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`sees ${what}`, () => {
      change();
      expect(isSame(model)).to.equal(false);
      expect(guardOfModel(model)?.(model)).to.equal(true);
    });
  }

  it('sees a frozen last layer, though all weights stand in the same order', () => {
    const plain = sequential({layers: [dense(3, 1, [2]), dense(2, 2)]});
    const guard = guardOfModel(plain);
    expect(guard?.(plain)).to.equal(true);
    (plain.layers[1] as Layer).trainable = false;
    expect(guard?.(plain)).to.equal(false);
    plain.dispose();
  });

  it('accepts a model again whose layer is trained again', () => {
    const layer = model.layers[3] as Layer;
    layer.trainable = false;
    expect(isSame(model)).to.equal(false);
    layer.trainable = true;
    expect(isSame(model)).to.equal(true);
  });

  it('sees another variable behind a weight that is not trained', () => {
    const [moving] = model.nonTrainableWeights as unknown[] as Array<{val: tf.Variable}>;
    if (moving === undefined) throw new Error('no moving mean');
    const before = moving.val;
    moving.val = tf.variable(before);
    expect(isSame(model)).to.equal(false);
    moving.val.dispose();
    moving.val = before;
  });

  it('refuses a model that was disposed of', () => {
    const disposed = makeModel();
    const guard = guardOfModel(disposed);
    disposed.dispose();
    expect(guard?.(disposed)).to.equal(false);
  });

  it('lets a graph function know a call, which sees other weights, frozen layers and layers that were added', () => {
    const compiled = graph(loss);
    const known = countKnown(compiled);
    const compare = (): void => {
      for (let seed = 1; seed <= 5; seed++) {
        const x = rows(seed);
        const [found, expected] = [compiled, loss].map((f) => valueAndGradient(f, [model, x], {argnums: 0}));
        expectNumbers(
          found,
          tf.tidy(() => [expected?.[0].arraySync(), expected?.[1].map((it) => it?.arraySync())]),
        );
        tf.dispose([found, expected, x] as tf.Tensor[]);
      }
    };
    compare();
    expect(known()).to.equal(2);
    const weights = tf.tidy(() => model.getWeights().map((weight) => tf.add(weight, 0.1)));
    model.setWeights(weights);
    compare();
    expect(known()).to.equal(7);
    (model.layers[3] as Layer).trainable = false;
    compare();
    expect(known()).to.equal(9);
    model.add(dense(1, 5));
    model.build();
    compare();
    expect(known()).to.equal(11);
    compiled.dispose();
    tf.dispose(weights);
  });
});
