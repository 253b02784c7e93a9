import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {differentiate, expectAsPlain, expectAsTape, inScope, shown, type F} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';

class Net {
  constructor(
    public w: tf.Tensor,
    public factor = 2,
  ) {}

  get twice(): tf.Tensor {
    return tf.mul(this.w, 2);
  }

  predict(x: tf.Tensor): tf.Tensor {
    return tf.add(tf.mul(x, this.twice), this.factor);
  }
}

class Branch {
  readonly children: Branch[] = [];

  constructor(
    readonly weight: tf.Tensor,
    readonly parent?: Branch,
  ) {
    parent?.children.push(this);
  }

  sum(): tf.Tensor {
    return this.children.reduce((sum, child) => tf.add(sum, child.sum()), this.weight);
  }
}

class Hidden {
  readonly name = 'hidden';
  #w = 1;

  get w(): number {
    return this.#w;
  }
}

const predict = (net: Net, x: tf.Tensor): tf.Tensor => net.predict(x);

/** Expects, call by call, what `f` gives of the same arguments, which `change` changes between the calls. */
function expectSeen(f: F, args: readonly unknown[], changes: ReadonlyArray<() => void>): void {
  inScope(() => {
    const plain = f as (...given: unknown[]) => unknown;
    const g = graph(plain);
    for (const change of [() => undefined, ...changes]) {
      change();
      for (let count = 0; count < 3; count++) expectNumbers(shown(g(...args)), shown(plain(...args)));
    }
  });
}

onEachGraphBackend('among the arguments of a graph function', () => {
  it('the tensors in the fields of an instance are inputs', () => {
    expectAsPlain(predict, (count) => [new Net(tf.scalar(count)), tf.scalar(count + 1)]);
    expectAsTape(
      (x: tf.Tensor, net: Net) => net.predict(x),
      (count) => [tf.scalar(count), new Net(tf.scalar(count + 1))],
      {argnums: [0]},
    );
  });

  it('the entries of maps and sets are inputs, too', () => {
    expectAsPlain(
      (map: Map<string, tf.Tensor>, set: Set<tf.Tensor>) =>
        [...set].reduce((sum, item) => tf.add(sum, item), map.get('w') as tf.Tensor),
      (count) => [new Map([['w', tf.scalar(count)]]), new Set([tf.scalar(count + 1), tf.scalar(7)])],
    );
  });

  it('instances that refer to each other in circles are walked once', () => {
    expectAsPlain(
      (branch: Branch) => branch.sum(),
      (count) => {
        const root = new Branch(tf.scalar(count));
        new Branch(tf.scalar(count + 1), root);
        new Branch(tf.scalar(3 * count), new Branch(tf.scalar(5), root));
        return [root];
      },
    );
  });

  it('a tensor in a field that is replaced, and a number, are seen', () => {
    inScope(() => {
      const net = new Net(tf.scalar(3));
      expectSeen(
        predict,
        [net, tf.scalar(2)],
        [
          () => (net.w = tf.scalar(100)),
          () => (net.factor = 5),
          () => (net.w = tf.tensor1d([1, 2])),
          () => Object.assign(net, {predict: (x: tf.Tensor) => tf.mul(x, net.w)}),
          () => (net.w = tf.tensor1d([5, 2])),
        ],
      );
    });
  });

  it('a variable in a field is read afresh, and another variable is seen', () => {
    inScope(() => {
      const [v, w] = [tf.variable(tf.scalar(3)), tf.variable(tf.scalar(4))];
      const net = new Net(v);
      expectSeen(predict, [net, tf.scalar(2)], [() => void v.assign(tf.scalar(7)), () => (net.w = w)]);
      tf.dispose([v, w]);
    });
  });

  it('entries of maps and sets that change are seen', () => {
    inScope(() => {
      const [map, set] = [new Map<string, unknown>([['w', tf.scalar(2)]]), new Set([1])];
      expectSeen(
        (x: tf.Tensor, m: Map<string, tf.Tensor>, s: Set<number>) =>
          tf.mul(
            tf.mul(x, m.get('w') as tf.Tensor),
            [...s].reduce((a, b) => a + b),
          ),
        [tf.scalar(3), map, set],
        [() => map.set('w', tf.scalar(5)), () => set.add(4), () => map.set('other', 1)],
      );
    });
  });

  it('dates are known by their time', () => {
    const date = new Date(1000);
    expectSeen(
      (x: tf.Tensor, at: Date) => tf.mul(x, at.getTime()),
      [tf.scalar(1), date],
      [() => void date.setTime(2000)],
    );
  });

  it('a layer that is added to a model after compiling is seen', () => {
    inScope(() => {
      const model = layers.sequential({layers: [layers.layers.dense({units: 1, inputShape: [1]})]});
      expectSeen(
        (x: tf.Tensor, m: layers.Sequential) => m.apply(x) as tf.Tensor,
        [tf.ones([1, 1]), model],
        [() => model.add(layers.layers.activation({activation: 'sigmoid'}))],
      );
      model.dispose();
    });
  });

  for (const [what, make] of Object.entries<() => object>({
    'an instance without fields': () => Object.create({apply: () => 1}) as object,
    'an instance with private fields': () => new Hidden(),
    'a WeakMap': () => new WeakMap(),
    'a Promise': () => Promise.resolve(1),
    'an ArrayBuffer': () => new ArrayBuffer(8),
    'a DataView': () => new DataView(new ArrayBuffer(8)),
  })) {
    it(`${what} is refused by its path, before anything runs`, () => {
      inScope(() => {
        let runs = 0;
        const g = graph((x: tf.Tensor, _: unknown) => (runs++, tf.square(x)));
        const message =
          /^\w+: args\[1\]\.deep\[0\]: expected what a graph function can look into.* got .*hidden/;
        expect(() => g(tf.scalar(1), {deep: [make()]})).to.throw(TypeError, message);
        expect(() => differentiate(g, [1, {deep: [make()]}], {argnums: [0]})).to.throw(TypeError, message);
        expect(runs).to.equal(0);
      });
    });
  }

  it('more values than can be compared are refused', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor, _: unknown) => tf.square(x));
      const many = new Set(Array.from({length: 100_001}, (_, index) => `${index}`));
      expect(() => g(tf.scalar(1), many)).to.throw(TypeError, /args\[1\].*fewer values/);
    });
  });

  for (const [what, f] of Object.entries<(x: tf.Tensor, net: Net, list: unknown[]) => unknown>({
    'args[1].factor': (x, net) => (net.factor++, tf.square(x)),
    'args[1].w': (x, net) => ((net.w = x), tf.square(x)),
    'args[2]': (x, _, list) => (list.push(1), tf.square(x)),
  })) {
    it(`f must not write into ${what}, as a compiled call would not`, () => {
      inScope(() => {
        const g = graph(f);
        for (let count = 0; count < 2; count++)
          expect(() => g(tf.scalar(2), new Net(tf.scalar(1)), [])).to.throw(
            GraphTraceError,
            /f changes (args|an argument)/,
          );
      });
    });
  }

  it('f must not return an instance', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor, net: Net) => [tf.square(x), net]);
      expect(() => g(tf.scalar(2), new Net(tf.scalar(1)))).to.throw(GraphTraceError, 'returns an argument');
    });
  });
});
