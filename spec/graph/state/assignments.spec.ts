import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError, valueAndGradient} from '../../../src/index.js';
import {expectNumbers, numbersIn, scoped} from '../../support.js';
import {inScope} from '../agreement.js';
import {onEachGraphBackend} from '../graph-backends.js';
import {expectUntouched} from '../untouched.js';

const CALLS = 6;

/** A scalar variable of the innermost scope. */
function variableOf(value: number): tf.Variable {
  return tf.variable(tf.scalar(value));
}

/** What a function of a state gives over some calls, plain or compiled, and the state after each. */
function history(makeState: () => State, isCompiled: boolean): number[][] {
  const {variables, f} = makeState();
  const compiled = isCompiled ? graph(f) : undefined;
  const g = compiled ?? f;
  const rows: number[][] = [];
  for (let count = 0; count < CALLS; count++) {
    const value = tf.tidy(() => g(tf.scalar(count + 0.5)));
    rows.push([value, ...variables].map((tensor) => tensor.dataSync()[0] as number));
    value.dispose();
  }
  if (compiled !== undefined) {
    const [signature] = compiled.inspect().signatures;
    expect(signature?.calls).to.equal(CALLS);
    expect(signature?.runsOn).to.not.equal(undefined);
    compiled.dispose();
  }
  tf.dispose(variables);
  return rows;
}

interface State {
  readonly variables: tf.Variable[];
  readonly f: (x: tf.Tensor) => tf.Tensor;
}

const states: Readonly<Record<string, () => State>> = {
  'of a value computed of the variable itself'() {
    const v = variableOf(1);
    return {variables: [v], f: (x) => (v.assign(tf.add(tf.mul(v, 0.5), x)), tf.square(v))};
  },
  'read before and after'() {
    const v = variableOf(2);
    return {
      variables: [v],
      f(x) {
        const before = tf.mul(v, 3);
        v.assign(tf.sub(v, x));
        return tf.sub(before, v);
      },
    };
  },
  'twice in one call, of which the last stands'() {
    const v = variableOf(2);
    return {
      variables: [v],
      f(x) {
        v.assign(tf.mul(v, x));
        const between = tf.square(v);
        v.assign(tf.add(v, 1));
        return tf.add(between, v);
      },
    };
  },
  'of an argument as it is'() {
    const v = variableOf(0);
    return {variables: [v], f: (x) => (v.assign(x), tf.mul(v, 2))};
  },
  'of a captured tensor and of a number'() {
    const [v, w] = [variableOf(0), variableOf(0)];
    return {variables: [v, w], f: (x) => (v.assign(tf.scalar(3)), w.assign(v), tf.add(x, w))};
  },
  'of two variables to each other'() {
    const [v, w] = [variableOf(1), variableOf(5)];
    return {
      variables: [v, w],
      f(x) {
        const before = tf.clone(v);
        v.assign(w);
        w.assign(before);
        return tf.add(tf.mul(x, v), w);
      },
    };
  },
  'of one value to two variables, and a result besides'() {
    const [v, w] = [variableOf(1), variableOf(5)];
    return {
      variables: [v, w],
      f(x) {
        const value = tf.exp(tf.neg(x));
        v.assign(value);
        w.assign(value);
        return value;
      },
    };
  },
  'that nothing reads'() {
    const v = variableOf(1);
    return {variables: [v], f: (x) => (v.assign(tf.sin(x)), tf.cos(x))};
  },
};

onEachGraphBackend('the assignment of a variable in f', () => {
  for (const [title, makeState] of Object.entries(states)) {
    it(`happens at every call: ${title}`, () => {
      expectUntouched(() => {
        const plain = tf.tidy(() => history(makeState, false));
        tf.tidy(() => history(makeState, true)).forEach((row, index) =>
          expectNumbers(row, plain[index] ?? []),
        );
      });
    });
  }

  it('happens where the gradient is taken, and once a call', () => {
    expectUntouched(() => {
      const counter = tf.tidy(() => variableOf(0));
      const g = graph((x: tf.Tensor) => (counter.assign(tf.add(counter, 1)), tf.mul(tf.square(x), counter)));
      for (let count = 1; count <= CALLS; count++) {
        tf.tidy(() => expectNumbers(valueAndGradient(g, [count]), [count ** 3, [2 * count * count]]));
        expectNumbers(counter, count);
      }
      expect(g.inspect().signatures[0]?.calls).to.equal(CALLS);
      g.dispose();
      counter.dispose();
    });
  });

  it('leaves alone what somebody else has of the variable: a clone, a view, an array that was read', () => {
    expectUntouched(() => {
      const v = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3])));
      const g = graph((x: tf.Tensor) => (v.assign(tf.mul(v, x)), tf.sum(v)));
      for (let count = 0; count < CALLS; count++) {
        const clone = v.clone();
        const view = tf.reshape(v, [3, 1]);
        const array = v.dataSync();
        const before = Array.from(array);
        const sum = before.reduce((total, element) => total + element);
        tf.tidy(() => expectNumbers(g(tf.scalar(2)), 2 * sum));
        for (const old of [clone, view]) expectNumbers(Array.from(old.dataSync()), before);
        expectNumbers(Array.from(array), before);
        expectNumbers(
          v,
          before.map((element) => 2 * element),
        );
        tf.dispose([clone, view]);
      }
      g.dispose();
      v.dispose();
    });
  });

  it('is seen by others, and sees theirs: the tape, a second graph function, the user', () => {
    expectUntouched(() => {
      const v = tf.tidy(() => variableOf(1));
      const double = graph((x: tf.Tensor) => (v.assign(tf.mul(v, 2)), tf.add(v, x)));
      const addOne = graph((x: tf.Tensor) => (v.assign(tf.add(v, 1)), tf.mul(v, x)));
      let expected = 1;
      for (let count = 0; count < CALLS; count++) {
        expected *= 2;
        tf.tidy(() => expectNumbers(double(tf.scalar(3)), expected + 3));
        expected += 1;
        tf.tidy(() => expectNumbers(addOne(tf.scalar(3)), expected * 3));
        expected -= 0.5;
        tf.tidy(() => v.assign(tf.sub(v, 0.5)));
        expectNumbers(v, expected);
      }
      double.dispose();
      addOne.dispose();
      v.dispose();
    });
  });

  it('is undone where f throws, in a trace and after it', () => {
    expectUntouched(() => {
      const v = tf.tidy(() => variableOf(1));
      let isFailing = true;
      const g = graph((x: tf.Tensor) => {
        v.assign(tf.add(v, x));
        if (isFailing) throw new Error('half way');
        return tf.square(v);
      });
      inScope(() => expect(() => g(tf.scalar(3))).to.throw('half way'));
      expectNumbers(v, 1);
      isFailing = false;
      tf.tidy(() => expectNumbers(g(tf.scalar(3)), 16));
      isFailing = true;
      inScope(() => expect(() => g(tf.scalar(3))).to.throw('half way'));
      expectNumbers(v, 4);
      g.dispose();
      v.dispose();
    });
  });

  it('is undone, with the counter of an optimizer, where f cannot be replayed', () => {
    expectUntouched(() => {
      const v = tf.tidy(() => variableOf(1));
      const optimizer = tf.train.sgd(0.1);
      let calls = 0;
      const g = graph(() => {
        const loss = (): tf.Scalar => tf.mul(tf.square(v) as tf.Scalar, ++calls);
        return optimizer.minimize(loss, true) as tf.Scalar;
      });
      inScope(() => g());
      expectNumbers(v, 0.8);
      inScope(() => expect(() => g()).to.throw(GraphTraceError, 'two traces of it differ'));
      expectNumbers(v, 0.8);
      expect(optimizer.iterations).to.equal(1);
      g.dispose();
      optimizer.dispose();
      v.dispose();
    });
  });

  it(
    'of a variable that was disposed of since is an error that names it',
    scoped(() => {
      const v = tf.variable(tf.scalar(1), true, `assigned on ${tf.getBackend()}`);
      const g = graph((x: tf.Tensor) => (v.assign(x as tf.Scalar), tf.square(x)));
      for (let count = 0; count < 3; count++) g(tf.scalar(count));
      v.dispose();
      expect(() => g(tf.scalar(1))).to.throw(/the variable 'assigned on .*' that was disposed of/);
      g.dispose();
    }),
  );

  it('happens once in a call that finds an argument reached by closure, and is traced again for that', () => {
    expectUntouched(() => {
      const [v, twin] = tf.tidy(() => [variableOf(0), variableOf(0)]) as [tf.Variable, tf.Variable];
      const x = tf.scalar(3);
      const adding = (to: tf.Variable) => (): tf.Tensor => (to.assign(tf.add(to, x)), tf.mul(to, x));
      const [plain, g] = [adding(twin), graph(adding(v))];
      for (let count = 1; count <= CALLS; count++) {
        tf.tidy(() => expectNumbers(valueAndGradient(g, x), numbersIn(valueAndGradient(plain, x))));
        expectNumbers([v, twin], [3 * count, 3 * count]);
      }
      expect(g.inspect().signatures.map(({calls, runsOn}) => [calls, runsOn !== undefined])).to.deep.equal([
        [CALLS, true],
      ]);
      g.dispose();
      tf.dispose([v, twin, x]);
    });
  });

  it('leaves what f keeps and returns to the caller, as all that it returns', () => {
    expectUntouched(() => {
      const g = graph((x: tf.Tensor) => tf.keep(tf.square(x)));
      for (let count = 1; count < CALLS; count++)
        tf.tidy(() => expectNumbers(g(tf.scalar(count)), count * count));
      expect(g.inspect().signatures[0]?.calls).to.equal(CALLS - 1);
      g.dispose();
    });
  });
});
