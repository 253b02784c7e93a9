import {expect} from 'chai';
import {execFileSync} from 'node:child_process';

/** Runs a program in a Node of its own, as importing changes tfjs, and gives what it prints as JSON. */
function runAlone(program: string): unknown {
  const begin = `
    import * as tf from '@tensorflow/tfjs-core';
    import '@tensorflow/tfjs-backend-cpu';
    const print = (value) => console.log(JSON.stringify(value, (_, x) => x instanceof tf.Tensor ? x.arraySync() : x));
    const saying = (f) => { try { return f(); } catch (error) { return error.message; } };`;
  const arguments_ = ['--input-type=module', '--eval', begin + program];
  return JSON.parse(
    execFileSync(process.execPath, arguments_, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}),
  );
}

/** The same with the core, and with other imports if any are given. */
function run(program: string, imports = ''): unknown {
  return runAlone(`
    import {namedGradients, valueAndGradient} from 'tfjs-value-and-gradient/core';
    ${imports}
    ${program}`);
}

const SECOND_ORDER =
  'valueAndGradient: y depends on a gradient, and tfjs-value-and-gradient/core takes first derivatives only. ' +
  "Import 'tfjs-value-and-gradient/gradients' for the orders above.";

describe('the core', () => {
  it('takes all options', () => {
    const printed = run(`
      print(valueAndGradient((x, rows, {scale}) => [{y: tf.mul(x, scale), z: [tf.exp(tf.zerosLike(x))]}, rows.length], [3, ['a']], {
        argnums: 0, hasAux: true, kwargs: {scale: 2}, outputGradients: {y: 10, z: [1]},
      }));
      `);
    expect(printed).to.deep.equal([[{y: 6, z: [1]}, 1], 20, {scale: 30}]);
  });

  it('differentiates models, and names their gradients', () => {
    const printed = run(`
      const weight = tf.variable(tf.tensor1d([1, 2]), true, 'w');
      const model = {trainableWeights: [{read: () => weight}]};
      const [, gradients] = valueAndGradient(() => tf.sum(tf.square(weight)), model);
      print(namedGradients(model, gradients));`);
    expect(printed).to.deep.equal({w: [2, 4]});
  });

  it('refuses the derivative of a gradient, whoever takes either', () => {
    const printed = run(
      `
      const f = (x) => tf.square(x);
      const first = (x) => valueAndGradient(f, x)[1];
      print([
        () => valueAndGradient(first, 3),
        () => tf.grad(first)(tf.scalar(3)),
        () => valueAndGradient((x) => tf.grad(f)(x), 3),
        () => valueAndGradient((x) => tf.variableGrads(() => tf.mul(v, tf.square(x)), [v]).grads[v.name], 3),
      ].map(saying));`.replace('print(', 'const v = tf.variable(tf.scalar(2));\nprint('),
    );
    expect(printed).to.deep.equal([SECOND_ORDER, SECOND_ORDER, SECOND_ORDER, SECOND_ORDER]);
  });

  it('refuses the derivative of a gradient by what the function closes over, and by its weights', () => {
    const printed = run(`
      print([
        () => valueAndGradient((k) => tf.square(valueAndGradient((x) => tf.mul(k, tf.square(x)), 3)[1]), 2),
        () => valueAndGradient((w) => valueAndGradient((x) => tf.square(x), 3, {outputGradients: w})[1], 2),
        () => valueAndGradient((x) => tf.add(x, valueAndGradient((v) => tf.square(v), x)[1]), 2),
      ].map(saying));`);
    expect(printed).to.deep.equal([SECOND_ORDER, SECOND_ORDER, SECOND_ORDER]);
  });

  it('differentiates the value of an inner call, also beside its gradient', () => {
    const printed = run(`
      const inner = (x) => valueAndGradient((v) => tf.exp(tf.mul(v, 2)), x);
      const slope = (x) => inner(x)[0];
      const [[y, dx], outer] = valueAndGradient((x) => inner(x), 0, {hasAux: true});
      print([y, dx, outer, tf.grad(slope)(tf.scalar(0)), valueAndGradient((x) => tf.square(slope(x)), 0)[1]]);`);
    expect(printed).to.deep.equal([1, 2, 2, 2, 4]);
  });

  it('does not take in what was recorded around an inner call', () => {
    const printed = run(`
      print(valueAndGradient((x) => {
        const twice = tf.mul(x, 2);
        return [twice, valueAndGradient((v) => tf.mul(v, twice), x)[1]];
      }, 3, {hasAux: true}));`);
    expect(printed).to.deep.equal([[6, 6], 2]);
  });

  it('leaves nothing behind, whether it succeeds, is refused or f throws', () => {
    const printed = run(`
      const x = tf.tensor1d([1, 2]);
      const count = (f) => {
        const before = tf.memory().numTensors;
        const result = saying(f);
        if (typeof result !== 'string') tf.dispose(result);
        return tf.memory().numTensors - before;
      };
      print([
        () => valueAndGradient((x) => tf.exp(tf.mul(x, 2)), x),
        () => valueAndGradient((x) => valueAndGradient((v) => tf.exp(v), x)[0], x),
        () => valueAndGradient((x) => valueAndGradient((v) => tf.exp(v), x)[1], x),
        () => valueAndGradient((x) => { tf.exp(x); throw new Error('mine'); }, x),
        () => valueAndGradient((x) => valueAndGradient((v) => { tf.exp(v); throw new Error('mine'); }, x)[0], x),
        () => valueAndGradient((x) => tf.mirrorPad(tf.exp(x), [[1, 1]], 'reflect'), x),
        () => valueAndGradient((x) => tf.grad((v) => tf.exp(v))(tf.exp(x)), x),
      ].map(count));`);
    expect(printed).to.deep.equal([0, 0, 0, 0, 0, 0, 0]);
  });

  it('goes on after a refusal', () => {
    const printed = run(`
      const pad = (x) => tf.sum(tf.mirrorPad(x, [[1, 1]], 'reflect'));
      print([saying(() => valueAndGradient(pad, [[1, 2, 3]])), valueAndGradient((x) => tf.square(x), 3), tf.grad(tf.square)(3)]);`);
    expect(printed).to.deep.equal([
      'valueAndGradient: tfjs has no right gradient of MirrorPad as it is used here. ' +
        "Import 'tfjs-value-and-gradient/gradients/slicing', or 'tfjs-value-and-gradient/gradients' for all.",
      [9, 6],
      6,
    ]);
  });

  it('refuses nothing to those who take gradients without it', () => {
    const printed = run(`
      print(tf.grad((x) => tf.sum(tf.mirrorPad(x, [[1, 1]], 'reflect')))(tf.tensor1d([1, 2, 3])));`);
    expect(printed).to.deep.equal([1, 1, 1]);
  });

  for (const [when, imports] of [
    ['before', ['', 'core', 'gradients/slicing']],
    ['between the two', ['core', '', 'gradients/slicing']],
    ['after', ['core', 'gradients/slicing', '']],
  ] as const) {
    it(`takes a gradient that the user has registered ${when}`, () => {
      const mine = `tf.registerGradient({
        kernelName: 'MirrorPad', inputsToSave: ['x'], gradFunc: (dy, [x]) => ({x: () => tf.fill(x.shape, 42)}),
      });`;
      const steps = imports.map((name) =>
        name === '' ? mine : `Object.assign(ours, await import('tfjs-value-and-gradient/${name}'));`,
      );
      const printed = runAlone(`const ours = {};
        ${steps.join('\n')}
        print(ours.valueAndGradient((x) => tf.mirrorPad(x, [[1, 1]], 'reflect'), [[1, 2, 3]])[1]);`);
      expect(printed).to.deep.equal([[42, 42, 42]]);
    });
  }

  it('refuses a customGrad that hands out its argument, of which tfjs doubles the gradient', () => {
    const printed = run(`
      const reversed = tf.customGrad((x) => ({value: x, gradFunc: (dy) => tf.neg(dy)}));
      print(saying(() => valueAndGradient((x) => tf.mul(reversed(x), 3), 2)));`);
    expect(printed).to.equal(
      'valueAndGradient: tfjs has no right gradient of a tf.customGrad whose value is its argument as it is used here. ' +
        "Import 'tfjs-value-and-gradient/gradients'.",
    );
  });

  it('keeps its refusals where tfjs registers its own gradients later', () => {
    const printed = run(`
      await import('@tensorflow/tfjs-layers');
      print([
        saying(() => valueAndGradient((x) => tf.mirrorPad(x, [[1, 1]], 'reflect'), [[1, 2, 3]])).slice(0, 57),
        valueAndGradient((x) => tf.max(x), [[1, 3, 3]])[1],
      ]);`);
    expect(printed).to.deep.equal([
      'valueAndGradient: tfjs has no right gradient of MirrorPad',
      [[0, 0.5, 0.5]],
    ]);
  });
});

describe('the core with gradients', () => {
  for (const [first, second] of [
    ['core', 'gradients'],
    ['gradients', 'core'],
  ]) {
    it(`takes all orders, ${second} imported after ${first}`, () => {
      const printed = runAlone(
        `const core = await import('tfjs-value-and-gradient/${first}').then(async (one) => {
           const other = await import('tfjs-value-and-gradient/${second}');
           return one.valueAndGradient ? one : other;
         });
         const f = (x) => tf.mul(tf.sin(x), tf.exp(tf.mul(x, 2)));
         const slope = (g) => (x) => core.valueAndGradient(g, x)[1];
         print(slope(slope(slope(f)))(tf.scalar(0.3)).arraySync().toFixed(2));`,
      );
      // The third derivative: e^2x · (2 sin x + 11 cos x).
      expect(printed).to.equal((Math.exp(0.6) * (2 * Math.sin(0.3) + 11 * Math.cos(0.3))).toFixed(2));
    });
  }

  it('names the other area that a second derivative needs', () => {
    const printed = run(
      `const f = (x) => tf.maxPool(tf.conv2d(x, tf.ones([2, 2, 1, 1]), 1, 'valid'), 2, 1, 'valid');
       const penalty = (x) => tf.sum(tf.square(valueAndGradient((v) => tf.square(f(v)), x)[1]));
       print(saying(() => valueAndGradient(penalty, tf.ones([1, 4, 4, 1]))));`,
      "import 'tfjs-value-and-gradient/gradients/elementwise';",
    );
    expect(printed).to.match(
      /^valueAndGradient: tfjs has no right gradient of \w+ as it is used here\. Import/,
    );
  });

  it('evaluates graph functions', () => {
    expect(runGraph('tfjs-value-and-gradient/graph')).to.deep.equal([
      [10, [[6, 2]]],
      'machine',
      [6, [[6, 6]]],
    ]);
  });
});

describe('the core without gradients', () => {
  it('evaluates graph functions, and refuses in them what it refuses without', () => {
    // The module itself, as the import of the graph registers all gradients.
    const printed = runGraph(`file://${process.cwd()}/dist/graph/graph.js`);
    expect(printed).to.deep.equal([[10, [[6, 2]]], 'machine', SECOND_ORDER]);
  });
});

/** A value with its gradient by a graph function, how that ran, and what comes of the derivative of a gradient in one. */
function runGraph(module: string): unknown {
  return run(
    `const f = graph((x) => tf.sum(tf.square(x)));
     const results = [1, 2, 3].map((x) => valueAndGradient(f, [[x, 1]]));
     const slope = graph((x) => valueAndGradient((v) => tf.sum(tf.mul(tf.square(v), v)), x)[1]);
     const nested = saying(() => valueAndGradient((x) => tf.sum(slope(x)), [[1, 1]]));
     print([results[2], f.inspect().signatures[0].runsOn, nested]);`,
    `import {graph} from '${module}';`,
  );
}
