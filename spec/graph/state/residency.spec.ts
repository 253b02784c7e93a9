import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {graph, valueAndGradient} from '../../../src/index.js';
import {disposeAll, expectNumbers, numbersIn} from '../../support.js';
import {onEachGraphBackend} from '../graph-backends.js';

type Step = (x: tf.Tensor) => tf.Tensor;

/** Variables, the functions that assign them, and what was seen of them. */
class World {
  readonly v = tf.variable(tf.tensor1d([1, -2, 0.5]));
  readonly w = tf.variable(tf.scalar(0.3));
  readonly adam = tf.train.adam(0.05);
  readonly momentum = tf.train.momentum(0.02, 0.5);
  readonly seen: unknown[] = [];
  readonly kept: tf.Tensor[] = [];
  readonly graphs: Array<{dispose(): void}> = [];
  readonly steps: Readonly<Record<string, Step>>;

  constructor(isCompiled: boolean) {
    const made = (f: Step): Step => {
      if (!isCompiled) return f;
      const g = graph(f);
      this.graphs.push(g);
      return g;
    };
    const loss = (x: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.sub(tf.mul(this.v, this.w), x)));
    this.steps = {
      adam: made((x) => this.adam.minimize(() => loss(x), true) as tf.Scalar),
      momentum: made((x) => this.momentum.minimize(() => loss(x), true) as tf.Scalar),
      swap: made((x) => {
        const before = tf.mul(this.v, 1);
        this.v.assign(tf.add(tf.reverse(this.v), tf.mul(0.1, x)));
        return before;
      }),
      plain: (x) => this.adam.minimize(() => loss(x), true) as tf.Scalar,
      evaluate: made(loss),
    };
  }

  dispose(): void {
    for (const g of this.graphs) g.dispose();
    for (const optimizer of [this.adam, this.momentum]) optimizer.dispose();
    tf.dispose([this.v, this.w, ...this.kept]);
  }
}

type Action = (world: World, x: number) => void;

const step =
  (name: string): Action =>
  (world, x) => {
    const given = tf.tensor1d([x, x / 2, -x]);
    const result = tf.tidy(() => world.steps[name]?.(given) as tf.Tensor);
    world.seen.push(numbersIn(result));
    tf.dispose([given, result]);
  };

const actions: Readonly<Record<string, Action>> = {
  'a step': step('adam'),
  'another step': step('adam'),
  'a step of another optimizer': step('momentum'),
  'a step of tfjs': step('plain'),
  'an assignment': step('swap'),
  'an evaluation': step('evaluate'),
  'a read': ({v, w, seen}) => seen.push(Array.from(v.dataSync()), Array.from(w.dataSync())),
  'a write into what was read': ({v}, x) => {
    // On cpu, dataSync gives the memory itself.
    if (tf.getBackend() === 'cpu') v.dataSync()[1] = x;
  },
  'a clone': ({v, kept}) => kept.push(v.clone()),
  'a view': ({v, kept}) => kept.push(tf.reshape(v, [3, 1])),
  'a read of clones': ({kept, seen}) => kept.forEach((tensor) => seen.push(Array.from(tensor.dataSync()))),
  'clones that end': ({kept}) => tf.dispose(kept.splice(0)),
  'an assignment by hand': ({v}, x) => {
    const value = tf.tensor1d([x, 1, 2]);
    v.assign(value);
    value.dispose();
  },
  'an assignment of a tensor that stays': ({v, kept}, x) => {
    const value = tf.tensor1d([x, -1, 0]);
    v.assign(value);
    kept.push(value);
  },
  'a gradient by the variable': ({v, seen}) => {
    const result = valueAndGradient(() => tf.sum(tf.square(v)), v);
    seen.push(numbersIn(result));
    disposeAll(result);
  },
  'a program that ends': ({graphs}) => graphs.forEach((g) => g.dispose()),
};

onEachGraphBackend('variables between the calls of a program', () => {
  it('are what the plain function would leave, whatever happens to them in between', () => {
    const action = fc.tuple(fc.constantFrom(...Object.keys(actions)), fc.integer({min: -8, max: 8}));
    fc.assert(
      fc.property(fc.array(action, {minLength: 6, maxLength: 24}), (all) => {
        // So that programs run before the first of the actions.
        const first = ['adam', 'momentum', 'swap', 'evaluate'].flatMap((name) => Array<string>(4).fill(name));
        const [plain, compiled] = [false, true].map((isCompiled) => {
          const {numTensors} = tf.memory();
          const world = new World(isCompiled);
          for (const name of first) step(name)(world, 1);
          for (const [name, x] of all) actions[name]?.(world, x / 4);
          actions['a read of clones']?.(world, 0);
          actions['a read']?.(world, 0);
          world.dispose();
          return {seen: world.seen, tensors: tf.memory().numTensors - numTensors};
        });
        expectNumbers(compiled?.seen, plain?.seen as never, 2e-3);
        expect(compiled?.tensors).to.equal(plain?.tensors);
      }),
      {seed: 5, numRuns: tf.getBackend() === 'webgl' ? 4 : 60},
    );
  });

  it('keep their data id, and are copied neither in nor out, on cpu', () => {
    if (tf.getBackend() !== 'cpu') return;
    const world = new World(true);
    for (let count = 0; count < 5; count++) step('adam')(world, count);
    const {dataId} = world.v;
    const {data} = tf.backend() as tf.KernelBackend & {data: {get(id: object): object}};
    const isElsewhere = (): boolean =>
      Object.getOwnPropertyDescriptor(data.get(world.v.dataId), 'values')?.get !== undefined;
    expect(isElsewhere()).to.equal(true);
    for (let count = 0; count < 5; count++) step('adam')(world, count);
    expect(world.v.dataId === dataId).to.equal(true);
    for (const g of world.graphs) g.dispose();
    expect(isElsewhere()).to.equal(false);
    world.dispose();
  });
});
