import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {expect} from 'chai';

import {objective, valueAndGradient} from '../../src/index.js';

const rosenbrock = (x: tf.Tensor, y: tf.Tensor): tf.Tensor =>
  tf.add(tf.square(tf.sub(1, x)), tf.mul(100, tf.square(tf.sub(y, tf.square(x)))));

/** The value and the gradient of Rosenbrock's function, by hand. */
const byHand = ([x, y]: [number, number]): [number, number[]] => [
  (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
];

describe('objective', () => {
  before(() => tf.setBackend('cpu'));

  it('gives the value and writes the gradient, in float64, at other points than it was traced at', () => {
    const energy = objective(rosenbrock, [-1, 1]);
    const gradient = new Float64Array(2);
    for (const point of [
      [0.1, 0.2],
      [1.7, -0.3],
      [1 / 3, 1 / 9],
    ] as Array<[number, number]>) {
      const [value, slope] = byHand(point);
      expect(energy(point, gradient)).to.be.closeTo(value, 1e-13 * Math.max(1, value));
      gradient.forEach((entry, index) => {
        expect(entry).to.be.closeTo(
          slope[index] as number,
          1e-12 * Math.max(1, Math.abs(slope[index] as number)),
        );
      });
    }
    expect(energy.inspect().calls).to.equal(3);
    expect(energy.inspect().form).to.match(/ code$/);
  });

  it('takes any array of numbers, and writes into any', () => {
    const energy = objective(rosenbrock, [-1, 1]);
    for (const gradient of [[0, 0], new Float32Array(2), new Float64Array(2)]) {
      energy(Float32Array.of(2, 3), gradient);
      expect(Array.from(gradient)).to.deep.equal([802, -200]);
    }
    expect(energy([2, 3])).to.equal(101);
    expect(energy([2, 3], null)).to.equal(101);
  });

  it('computes in float32 if it is asked to', () => {
    const f = (x: tf.Tensor, {w}: {w: tf.Tensor}): tf.Tensor => tf.mul(tf.sin(x), tf.sum(tf.square(w)));
    const energy = objective(f, [0.5], {kwargs: {w: [1, 2, 3]}, precision: 'float32'});
    const gradient = new Float64Array(4);
    expect(energy([0.25, 0.1, 0.2, 0.3], gradient)).to.be.closeTo(Math.sin(0.25) * 0.14, 1e-7);
    [Math.cos(0.25) * 0.14, ...[0.2, 0.4, 0.6].map((slope) => Math.sin(0.25) * slope)].forEach(
      (slope, index) => {
        expect(gradient[index])
          .to.be.closeTo(slope, 1e-7)
          .and.to.equal(Math.fround(gradient[index] as number));
      },
    );
    expect(energy.inspect()).to.include({precision: 'float32', calls: 1});
  });

  it('answers packages that take two functions, and computes once for a point', () => {
    const energy = objective(rosenbrock, [-1, 1]);
    const x = [2, 3];
    expect(energy.value(x)).to.equal(101);
    expect(energy.gradient(x)).to.deep.equal(Float64Array.of(802, -200));
    expect(energy.inspect().calls).to.equal(1);
    x[0] = 1;
    expect(energy.value(x)).to.equal(400);
    expect(energy.inspect().calls).to.equal(2);
  });

  it('hands out gradients that later calls do not change', () => {
    const energy = objective(rosenbrock, [-1, 1]);
    const first = energy.gradient([2, 3]);
    energy.gradient([0, 0]);
    expect(first).to.deep.equal(Float64Array.of(802, -200));
  });

  it('keeps the digits of the numbers that it was made with', () => {
    expect(objective(rosenbrock, [0.1, 1 / 3]).initial).to.deep.equal(Float64Array.of(0.1, 1 / 3));
  });

  it('flattens and unflattens structures', () => {
    const f = ({w, b}: {w: tf.Tensor; b: tf.Tensor}): tf.Tensor => tf.sum(tf.square(tf.add(w, b)));
    const args = {w: tf.tensor2d([[1, 2, 3]]), b: 4};
    const energy = objective(f, args);
    expect(energy.initial).to.deep.equal(Float64Array.of(1, 2, 3, 4));
    expect(energy.flatten({w: tf.tensor2d([[5, 6, 7]]), b: 0.1})).to.deep.equal(
      Float64Array.of(5, 6, 7, 0.1),
    );
    const made = energy.unflatten([1, 2, 3, 4]) as {w: tf.Tensor; b: tf.Tensor};
    expect(made.w.arraySync()).to.deep.equal([[1, 2, 3]]);
    expect(made.b.arraySync()).to.equal(4);
    tf.dispose([made, args.w]);
  });

  it('refuses arguments of other shapes, and says where', () => {
    const energy = objective((x: tf.Tensor) => tf.sum(x), [tf.ones([2])]);
    expect(() => energy.flatten([tf.ones([3])])).to.throw(
      TypeError,
      /args\[0\]: expected shape \[2\], got \[3\]/,
    );
  });

  it('differentiates the named positions and named arguments, and keeps the others fixed', () => {
    const f = (x: tf.Tensor, n: number, {scale}: {scale: tf.Tensor}): tf.Tensor =>
      tf.mul(tf.mul(x, n), scale);
    const energy = objective(f, [2, 3], {argnums: [0], kwargs: {scale: 5}});
    expect(energy.size).to.equal(2);
    expect(energy.initial).to.deep.equal(Float64Array.of(2, 5));
    const gradient = new Float64Array(2);
    expect(energy([7, 11], gradient)).to.equal(231);
    expect(gradient).to.deep.equal(Float64Array.of(33, 21));
  });

  it('leaves the aux out', () => {
    const energy = objective((x: tf.Tensor): [tf.Tensor, string] => [tf.square(x), 'aux'], [3], {
      hasAux: true,
    });
    expect(energy([4])).to.equal(16);
  });

  it('adds up a structure of scalars', () => {
    const energy = objective((x: tf.Tensor) => [x, {twice: tf.mul(2, x)}], [1]);
    const gradient = [0];
    expect(energy([5], gradient)).to.equal(15);
    expect(gradient).to.deep.equal([3]);
  });

  it('calls an f without parameters that closes over its arguments', () => {
    const x = tf.tensor1d([1, 2]);
    const energy = objective(() => tf.sum(tf.square(x)), x);
    const gradient = [0, 0];
    expect(energy([3, 4], gradient)).to.equal(25);
    expect(gradient).to.deep.equal([6, 8]);
    x.dispose();
  });

  it('tells an argument from a captured tensor that shares its memory', () => {
    const x = tf.tensor1d([1, 2]);
    const center = x.clone();
    const energy = objective((y: tf.Tensor) => tf.sum(tf.square(tf.sub(y, center))), [x]);
    expect(energy([4, 6])).to.equal(25);
    expect(() => objective(() => tf.sum(tf.square(tf.sub(x, center))), x)).to.throw(
      TypeError,
      /shares its memory/,
    );
    tf.dispose([x, center]);
  });

  it('is right if the value does not depend on the first arguments', () => {
    const gradient = new Float64Array(5);
    const energy = objective(
      (_x: tf.Tensor, y: tf.Tensor) => tf.sum(tf.square(y)),
      [
        [1, 2],
        [3, 4, 5],
      ],
    );
    expect(energy([9, 9, 1, 2, 3], gradient)).to.equal(14);
    expect(Array.from(gradient)).to.deep.equal([0, 0, 2, 4, 6]);
  });

  it('gives zeros for what the value does not depend on', () => {
    const gradient = [1, 1];
    objective((x: tf.Tensor, _y: tf.Tensor) => tf.square(x), [1, 2])([3, 4], gradient);
    expect(gradient).to.deep.equal([6, 0]);
  });

  it('reads variables that are no arguments afresh, also for a point that it knows', () => {
    const offset = tf.variable(tf.scalar(1));
    const energy = objective((x: tf.Tensor) => tf.add(x, offset), [0]);
    expect(energy.value([1])).to.equal(2);
    offset.assign(tf.scalar(10));
    expect(energy.value([1])).to.equal(11);
    offset.dispose();
    expect(() => energy([1])).to.throw(TypeError, /the variable '.*', which is disposed/);
  });

  it('takes variables as arguments, and writes points into them', () => {
    const weights = tf.variable(tf.tensor1d([1, 2]));
    const energy = objective(() => tf.sum(tf.square(weights)), weights);
    expect(energy([3, 4])).to.equal(25);
    energy.assign([5, 6]);
    expect(weights.arraySync()).to.deep.equal([5, 6]);
    expect(energy([3, 4])).to.equal(25);
    weights.dispose();
  });

  it('leaves no tensor behind, neither when it is made, nor called, nor refused', () => {
    const before = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
    const energy = objective(rosenbrock, [-1, 1]);
    energy([1, 2], new Float64Array(2));
    energy.dispose();
    expect(() => objective((x: tf.Tensor) => tf.cumsum(x as tf.Tensor1D), [[1, 2]])).to.throw();
    expect(() =>
      objective(
        (x: tf.Tensor): tf.Tensor => {
          throw new Error(`no ${x.rank}`);
        },
        [1],
      ),
    ).to.throw('no 0');
    expect([tf.memory().numTensors, tf.engine().backend.numDataIds()]).to.deep.equal(before);
  });

  it('runs arrays as loops if f is not small, with the values of the tape', () => {
    const data = tf.randomNormal([64, 20], 0, 1, 'float32', 3);
    const f = (w: tf.Tensor): tf.Tensor =>
      tf.mean(tf.tanh(tf.matMul(data, tf.reshape(tf.tile(w, [300]), [20, 300]))));
    const w = tf.randomNormal([20], 0, 1, 'float32', 4);
    const energy = objective(f, [w]);
    const gradient = new Float64Array(20);
    const point = energy.initial.map((value) => 1.1 * value);
    const value = energy(point, gradient);
    const [y, [dw]] = valueAndGradient(f, [tf.tensor1d(Array.from(point))]);
    expect(value).to.be.closeTo(y.dataSync()[0] as number, 1e-6);
    dw.dataSync().forEach((entry, index) => expect(gradient[index]).to.be.closeTo(entry, 1e-6));
    tf.dispose([data, w, y, dw]);
  });

  const mistakes: ReadonlyArray<readonly [string, () => unknown, RegExp]> = [
    [
      'a point of another length',
      () => objective(rosenbrock, [1, 1])([1]),
      /x: expected an array of 2 numbers, got 1/,
    ],
    [
      'a gradient of another length',
      () => objective(rosenbrock, [1, 1])([1, 2], [0]),
      /gradient: expected an array of 2 numbers, got 1/,
    ],
    [
      'a result that is not one number',
      () => objective((x: tf.Tensor) => x, [[1, 2]]),
      /f: expected it to return one number/,
    ],
    [
      'a kernel without a form in float64',
      () => objective((x: tf.Tensor) => tf.sum(tf.cumsum(x as tf.Tensor1D)), [[1, 2]]),
      /Cumsum has no form in float64/,
    ],
    [
      'an option that there is not',
      () => objective(rosenbrock, [1, 1], {outputGradients: 1} as object),
      /unknown option 'outputGradients'.*Known options: precision/,
    ],
    [
      'a tensor that is passed twice',
      () => tf.tidy(() => twice(tf.scalar(1))),
      /args\[1\] is the same tensor as args\[0\]/,
    ],
    [
      'integers',
      () => tf.tidy(() => ofIntegers(tf.tensor1d([1, 2], 'int32'))),
      /args\[0\]: expected a float32 tensor, got one of int32/,
    ],
    [
      'an f that is random',
      () => objective((x: tf.Tensor) => tf.mul(x, Math.random()), [1]),
      /cannot be replayed/,
    ],
    [
      'an f that assigns a variable, which keeps its value',
      () => withVariable((v) => objective((x: tf.Tensor) => (v.assign(tf.scalar(7)), tf.sum(x)), [1])),
      /f assigns the variable 'of 3', which an objective does not do/,
    ],
    ['a disposed objective', () => disposed()([1, 2]), /disposed/],
  ];
  for (const [what, make, message] of mistakes) {
    it(`refuses ${what}`, () => {
      const before = tf.memory().numTensors;
      expect(make).to.throw(message);
      expect(tf.memory().numTensors).to.equal(before);
    });
  }
});

/** Runs with a variable of 3, which has to be one afterwards, too. */
function withVariable(run: (v: tf.Variable) => unknown): void {
  const v = tf.tidy(() => tf.variable(tf.scalar(3), true, 'of 3'));
  try {
    run(v);
  } finally {
    const [value] = v.dataSync();
    v.dispose();
    expect(value).to.equal(3);
  }
}

function twice(x: tf.Tensor): tf.Tensor {
  objective(rosenbrock, [x, x]);
  return x;
}

function ofIntegers(x: tf.Tensor): tf.Tensor {
  objective((y: tf.Tensor) => tf.sum(y), [x]);
  return x;
}

function disposed(): (x: number[]) => number {
  const energy = objective(rosenbrock, [1, 1]);
  energy.dispose();
  return energy;
}
