import * as tf from '@tensorflow/tfjs-core';
import {layers, sequential, type Sequential} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {namedGradients, valueAndGradient, type Model} from '../../src/index.js';
import {disposeAll, expectNumbers, expectOwned, expectThrow, onEachBackend} from '../support.js';

/** The part of a layer or model that the specs call: `apply`, on tensors. */
interface Applicable {
  apply(input: tf.Tensor): unknown;
}

const KERNEL = [
  [1, 2],
  [3, 4],
];
const BIAS = [0.5, -0.5];
/** The gradients of the sum of squares of `[[1, 2]]·KERNEL + BIAS`, which is `[[7.5, 9.5]]`. */
const GRADIENTS = [
  [
    [15, 19],
    [30, 38],
  ],
  [15, 19],
];

function makeModel(): Sequential {
  const model = sequential({layers: [layers.dense({units: 2, inputShape: [2]})]});
  tf.tidy(() => model.setWeights([tf.tensor2d(KERNEL), tf.tensor1d(BIAS)]));
  return model;
}

function layerOf(model: Sequential): Sequential['layers'][number] {
  const [layer] = model.layers;
  if (layer === undefined) throw new Error('expected a model with layers');
  return layer;
}

/** Two layers, four weights. */
function makeDeepModel(): Sequential {
  return sequential({
    layers: [layers.dense({units: 3, inputShape: [2], activation: 'tanh'}), layers.dense({units: 1})],
  });
}

onEachBackend('models', () => {
  let model: Sequential;
  let deep: Sequential;
  let x: tf.Tensor2D;
  let tensorsBefore: number;

  const loss = (applicable: Applicable): tf.Scalar => tf.sum(tf.square(applicable.apply(x) as tf.Tensor));
  const weightsOf = (of: Model): tf.Variable[] =>
    of.trainableWeights.map((weight) => weight.read() as tf.Variable);

  beforeEach(() => {
    tensorsBefore = tf.memory().numTensors;
    x = tf.tensor2d([[1, 2]]);
    model = makeModel();
    deep = makeDeepModel();
  });

  afterEach(() => {
    tf.dispose(x);
    model.dispose();
    deep.dispose();
    expect(tf.memory().numTensors, 'tensors left behind').to.equal(tensorsBefore);
  });

  describe('as arguments', () => {
    it('gives the gradients of a model that is the only argument as a list', () => {
      const result = expectOwned(() => valueAndGradient(loss, model));
      expectNumbers(result, [146.5, GRADIENTS]);
      disposeAll(result);
    });

    it('gives the gradients of a single layer as a list', () => {
      const layer = layerOf(model);
      const result = expectOwned(() => valueAndGradient(loss, layer));
      expectNumbers(result, [146.5, GRADIENTS]);
      disposeAll(result);
    });

    it('gives the gradients of a model among packed arguments in its place', () => {
      const result = expectOwned(() => valueAndGradient((m, scale) => tf.mul(loss(m), scale), [model, 1]));
      expectNumbers(result, [146.5, [GRADIENTS, 146.5]]);
      disposeAll(result);
    });

    it('keeps to the weights that a model had before the call, where f freezes it', () => {
      const freezing = (m: typeof model, w: tf.Tensor): tf.Tensor => {
        m.trainable = false;
        return tf.mul(loss(m), w);
      };
      const result = expectOwned(() => valueAndGradient(freezing, [model, 2]));
      expectNumbers(result[1][1], 146.5);
      expect(result[1][0].map(({shape}) => shape)).to.deep.equal([[2, 2], [2]]);
      disposeAll(result);
    });

    it('gives the gradients of a model within a structure in its place', () => {
      const result = expectOwned(() =>
        valueAndGradient(({nets: [net], scale}) => tf.mul(loss(net), scale), {
          nets: [model],
          scale: 2,
        }),
      );
      expectNumbers(result, [293, {nets: [GRADIENTS.map(doubled)], scale: 146.5}]);
      disposeAll(result);
    });

    it('gives the gradients of a model that argnums or kwargs name', () => {
      const byPosition = valueAndGradient((m) => loss(m), [model, 'left out'], {argnums: 0});
      expectNumbers(byPosition, [146.5, GRADIENTS]);
      const byName = valueAndGradient(({net}) => loss(net), undefined, {kwargs: {net: model}});
      expectNumbers(byName, [146.5, {net: GRADIENTS}]);
      disposeAll([byPosition, byName]);
    });

    it('passes the model itself to f', () => {
      const received: unknown[] = [];
      const result = valueAndGradient(
        (first, {inner: [second]}) => {
          received.push(first, second);
          return loss(first);
        },
        [model, {inner: [deep]}],
      );
      expect(received[0]).to.equal(model);
      expect(received[1]).to.equal(deep);
      disposeAll(result);
    });

    it('orders the gradients as trainableWeights, with their shapes', () => {
      const result = valueAndGradient(loss, deep);
      const shapes = result[1].map((gradient) => gradient.shape);
      expect(shapes).to.deep.equal(weightsOf(deep).map((weight) => weight.shape));
      expect(shapes).to.deep.equal([[2, 3], [3], [3, 1], [1]]);
      disposeAll(result);
    });

    it("gives each weight the gradient that tfjs's variableGrads gives it", () => {
      const [value, gradients] = valueAndGradient(loss, deep);
      const {value: expectedValue, grads} = tf.variableGrads(() => loss(deep), weightsOf(deep));
      const expected = weightsOf(deep).map(({name}) => grads[name]?.arraySync());
      expectNumbers([value, gradients], [expectedValue.arraySync(), expected]);
      disposeAll([value, gradients, expectedValue, Object.values(grads)]);
    });

    it('leaves the weights of frozen layers out', () => {
      layerOf(deep).trainable = false;
      const result = expectOwned(() => valueAndGradient(loss, deep));
      expect(result[1].map((gradient) => gradient.shape)).to.deep.equal([[3, 1], [1]]);
      disposeAll(result);
    });

    it('gives an empty list for a frozen model among other arguments', () => {
      deep.trainable = false;
      const result = valueAndGradient((m, frozen) => tf.add(loss(m), tf.mul(loss(frozen), 0)), [model, deep]);
      expectNumbers(result[1], [GRADIENTS, []]);
      disposeAll(result);
    });

    it('gives null for the weights that y does not depend on', () => {
      const useFirstLayer = (m: Sequential): tf.Scalar => loss(layerOf(m));
      const [value, gradients] = valueAndGradient(useFirstLayer, deep, {unconnectedGradients: 'none'});
      expect(gradients.map((gradient) => gradient?.shape ?? null)).to.deep.equal([[2, 3], [3], null, null]);
      disposeAll([value, gradients]);
    });

    it('refuses a layer that has no weights yet, rather than leave them out', () => {
      const unbuilt = layers.dense({units: 2});
      const message =
        /^\w+: (args|args\[0\]|variables): expected a layer or model with its weights in place, got an instance of \w+ that is not built/;
      expectThrow(() => valueAndGradient(loss, unbuilt), message);
      expectThrow(() => valueAndGradient((m, y) => tf.mul(loss(m), y), [unbuilt, 2]), message);
      expectThrow(() => namedGradients(unbuilt, []), message);
      expectThrow(() => valueAndGradient(loss, sequential()), /an instance of \w+ that is not built/);
    });

    it('refuses a call of which nothing but a model without trainable weights is to be differentiated', () => {
      const frozen = makeModel();
      layerOf(frozen).trainable = false;
      expectThrow(
        () => valueAndGradient(loss, frozen),
        'valueAndGradient: args: expected a model with trainable weights, got one without. Make some trainable.',
      );
      expectThrow(
        () => valueAndGradient(({m: [first]}) => loss(first), [{m: [frozen]}]),
        /args\[0\]\.m\[0\]: expected a model with trainable weights/,
      );
      expectThrow(
        () => valueAndGradient(({m}) => loss(m), undefined, {kwargs: {m: frozen}}),
        /kwargs\.m: expected a model with trainable weights/,
      );
      frozen.dispose();
      const activation = layers.reLU();
      expectThrow(() => valueAndGradient(loss, activation), /apply it once, .*if it has weights/);
      tf.dispose(activation.apply(x) as tf.Tensor);
      expectThrow(() => valueAndGradient(loss, activation), /args: expected a model with trainable weights/);
    });

    it('refuses a model that was disposed of', () => {
      const gone = makeModel();
      gone.dispose();
      expectThrow(() => valueAndGradient(loss, gone), /already disposed/);
    });

    it('leaves memory as it was after 50 calls', () => {
      disposeAll(valueAndGradient(loss, deep));
      const before = tf.memory().numTensors;
      for (let count = 0; count < 50; count++) disposeAll(valueAndGradient(loss, deep));
      expect(tf.memory().numTensors).to.equal(before);
    });
  });

  describe('namedGradients', () => {
    let optimizer: tf.SGDOptimizer;
    beforeEach(() => {
      optimizer = tf.train.sgd(0.01);
    });
    afterEach(() => optimizer.dispose());

    it('names the gradients of a model by its variables, as the same objects', () => {
      const [value, gradients] = valueAndGradient(loss, model);
      const named = namedGradients(model, gradients);
      expect(Object.keys(named)).to.deep.equal(weightsOf(model).map(({name}) => name));
      expect(Object.values(named)).to.have.ordered.members(gradients);
      disposeAll([value, gradients]);
    });

    it('names the gradients of a list of variables, without those that are null', () => {
      const [a, unused, b] = [2, 3, 4].map((start) => tf.tidy(() => tf.variable(tf.scalar(start)))) as [
        tf.Variable,
        tf.Variable,
        tf.Variable,
      ];
      const [value, gradients] = valueAndGradient(() => tf.mul(a, b), [a, unused, b], {
        unconnectedGradients: 'none',
      });
      const named = namedGradients([a, unused, b], gradients);
      expectNumbers(named, {[a.name]: 4, [b.name]: 2});
      optimizer.applyGradients(named);
      expectNumbers([a, unused, b], [1.96, 3, 3.98]);
      disposeAll([value, gradients, a, unused, b]);
    });

    it('lowers the loss of a model when an optimizer applies them', () => {
      const losses: number[] = [];
      for (let step = 0; step < 5; step++) {
        const [value, gradients] = valueAndGradient(loss, model);
        optimizer.applyGradients(namedGradients(model, gradients));
        losses.push(value.dataSync()[0] as number);
        disposeAll([value, gradients]);
      }
      expect(losses).to.deep.equal([...losses].sort((left, right) => right - left));
      expect(losses[4]).to.be.below((losses[0] as number) / 2);
    });

    it('moves the weights to where optimizer.minimize moves them', () => {
      const minimized = makeModel();
      for (let step = 0; step < 3; step++) {
        const [value, gradients] = valueAndGradient(loss, model);
        optimizer.applyGradients(namedGradients(model, gradients));
        disposeAll([value, gradients]);
        optimizer.minimize(() => loss(minimized), false, weightsOf(minimized));
      }
      expectNumbers(
        weightsOf(model),
        weightsOf(minimized).map((weight) => weight.arraySync()),
      );
      minimized.dispose();
    });

    it('refuses gradients that do not fit the variables', () => {
      const gradient = tf.scalar(1);
      expectThrow(
        () => namedGradients(model, [gradient]),
        'namedGradients: gradients: expected a list of 2, one for each variable, got a list of 1. ' +
          'Pass the gradients as valueAndGradient returned them.',
      );
      expectThrow(() => namedGradients(model, wrong({})), /gradients: expected a list of 2.*got an object/);
      const [kernel] = weightsOf(model) as [tf.Variable];
      expectThrow(
        () => namedGradients([kernel], wrong([[gradient]])),
        /gradients\[0\]: expected a tensor or null, got a list of 1\. .*dydx\[0\]/,
      );
      expectThrow(() => namedGradients([kernel], wrong([undefined])), /gradients\[0\]: .*got undefined/);
      gradient.dispose();
    });

    it('names the gradients of structures of variables and models', () => {
      const offset = tf.tidy(() => tf.variable(tf.scalar(1), true, 'offset'));
      const f = ({m}: {m: Sequential}, [b]: [tf.Tensor]): tf.Tensor => tf.mul(loss(m), b);
      const args = [{m: model}, [offset]] as [{m: Sequential}, [tf.Variable]];
      const [value, gradients] = valueAndGradient(f, args);
      const named = namedGradients(args, gradients);
      expect(Object.keys(named)).to.deep.equal([...weightsOf(model), offset].map(({name}) => name));
      expectNumbers(Object.values(named), [...GRADIENTS, 146.5]);
      expect(namedGradients(offset, gradients[1][0])).to.deep.equal({[offset.name]: gradients[1][0]});
      expectThrow(
        () => namedGradients({a: offset}, wrong({b: null})),
        /gradients: expected an object with the keys \[a\], as variables, got an object with the keys \[b\]/,
      );
      expectThrow(
        () => namedGradients({a: [offset]}, wrong({a: [1]})),
        /gradients\.a\[0\]: expected a tensor or null, got the number 1/,
      );
      disposeAll([value, gradients, offset]);
    });

    it('refuses what is not a variable', () => {
      const [kernel] = weightsOf(model) as [tf.Variable];
      expectThrow(
        () => namedGradients([kernel, wrong(x)], wrong([null, null])),
        /variables\[1\]: expected a tf\.Variable, got an instance of Tensor\. Make one/,
      );
      expectThrow(
        () => namedGradients(wrong(model.trainableWeights), wrong([null, null])),
        'namedGradients: variables[0]: expected a tf.Variable, got an instance of LayerVariable. ' +
          'Pass the layer or model itself.',
      );
    });

    it('refuses one variable twice', () => {
      const [kernel, bias] = weightsOf(model) as [tf.Variable, tf.Variable];
      const gradient = tf.tensor1d([1, 1]);
      expectThrow(
        () => namedGradients([bias, kernel, bias, bias], [null, gradient, gradient, gradient]),
        `namedGradients: variables[2] and variables[3] have the same name '${bias.name}'`,
      );
      gradient.dispose();
    });
  });
});

function doubled(value: number | number[] | number[][]): unknown {
  return typeof value === 'number' ? 2 * value : value.map((member) => doubled(member));
}

/** A value where its type does not fit. */
function wrong(value: unknown): never {
  return value as never;
}
