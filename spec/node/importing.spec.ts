import {expect} from 'chai';
import {execFileSync} from 'node:child_process';

/** Runs a program in a Node of its own, as importing changes tfjs, and gives what it prints as JSON. */
function run(program: string): unknown {
  const begin = `
    import * as tf from '@tensorflow/tfjs-core';
    import '@tensorflow/tfjs-backend-cpu';
    const print = (value) => console.log(JSON.stringify(value));
    const mine = (kernelName) => ({
      kernelName, inputsToSave: ['x'], gradFunc: (dy, [x]) => ({x: () => tf.fill(x.shape, 42)}),
    });`;
  const arguments_ = ['--input-type=module', '--eval', begin + program];
  return JSON.parse(
    execFileSync(process.execPath, arguments_, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}),
  );
}

describe('importing the package', () => {
  it('lets tf.grad work with tfjs-core and a backend alone', () => {
    const printed = run(`
      const slope = () => { try { return tf.grad(tf.square)(3).arraySync(); } catch { return 'throws'; } };
      const before = slope();
      await import('tfjs-value-and-gradient');
      print([before, slope()]);`);
    expect(printed).to.deep.equal(['throws', 6]);
  });

  it('brings tf.grad the gradients that tfjs lacks, and corrects those that are wrong', () => {
    const printed = run(`
      await import('tfjs-value-and-gradient');
      const reflected = tf.grad((x) => tf.sum(tf.mirrorPad(x, [[1, 1]], 'reflect')))(tf.tensor1d([1, 2, 3]));
      print([reflected.arraySync(), tf.grad((x) => tf.sum(tf.cumprod(x)))(tf.tensor1d([1, 2, 3])).arraySync()]);`);
    expect(printed).to.deep.equal([
      [1, 3, 1],
      [9, 4, 2],
    ]);
  });

  for (const [what, kernel, op] of [
    ['one of tfjs', 'Square', 'square'],
    ['one that this package corrects', 'Relu', 'relu'],
    ['one that tfjs lacks', 'LogicalNot', 'logicalNot'],
  ]) {
    it(`leaves a gradient alone that was registered before: ${what}`, () => {
      const printed = run(`
        const config = mine('${kernel}');
        tf.registerGradient(config);
        await import('tfjs-value-and-gradient');
        print([tf.getGradient('${kernel}') === config, typeof tf.${op}]);`);
      expect(printed).to.deep.equal([true, 'function']);
    });
  }

  it('is overridden by a gradient that is registered after', () => {
    const printed = run(`
      const {valueAndGradient} = await import('tfjs-value-and-gradient');
      tf.registerGradient(mine('Square'));
      print(valueAndGradient((x) => tf.square(x), 3)[1].arraySync());`);
    expect(printed).to.equal(42);
  });

  it('keeps its corrections where tfjs registers its own gradients later, as tfjs-layers does in Node', () => {
    const printed = run(`
      const {valueAndGradient} = await import('tfjs-value-and-gradient');
      await import('@tensorflow/tfjs-layers');
      const pad = (x) => tf.sum(tf.mirrorPad(x, [[1, 1]], 'reflect'));
      print([tf.grad(pad)(tf.tensor1d([1, 2, 3])), valueAndGradient(pad, tf.tensor1d([1, 2, 3]))[1]].map((t) => t.arraySync()));`);
    expect(printed).to.deep.equal([
      [1, 1, 1],
      [1, 3, 1],
    ]);
  });

  it('leaves the engine an object whose properties V8 finds fast', () => {
    const printed = run(`
      (await import('node:v8')).setFlagsFromString('--allow-natives-syntax');
      const isFast = new Function('object', 'return %HasFastProperties(object)');
      const {valueAndGradient} = await import('tfjs-value-and-gradient');
      const imported = [tf.engine(), tf.engine().state, tf.env().getFlags()].map(isFast);
      valueAndGradient((x) => tf.square(x), 3);
      print([...imported, isFast(tf.engine()), isFast(tf.engine().state)]);`);
    expect(printed).to.deep.equal([true, true, true, true, true]);
  });

  it('changes nothing of the engine', () => {
    const printed = run(`
      const members = () => [Object.keys(tf.engine()), Object.keys(Object.getPrototypeOf(tf.engine()))].flat().join();
      tf.square(1);
      const before = members();
      const {valueAndGradient} = await import('tfjs-value-and-gradient');
      valueAndGradient((x) => tf.square(x), 3);
      print(members() === before);`);
    expect(printed).to.equal(true);
  });
});

describe('tfjs alone', () => {
  const alone = `await import(${JSON.stringify(`file://${process.cwd()}/dist/tfjs-gradients.node.js`)});`;

  it('is silently wrong in the second and third derivative of sin(x)·exp(2x)', () => {
    const printed = run(`${alone}
      const f = (x) => tf.mul(tf.sin(x), tf.exp(tf.mul(x, 2)));
      print([f, tf.grad(f), tf.grad(tf.grad(f))].map((g) => tf.grad(g)(0.3).arraySync().toFixed(3)));`);
    expect(printed).to.deep.equal(['2.818', '6.424', '-4.972']);
  });

  it('cannot take a gradient penalty through a small convolutional network', () => {
    const printed = run(`${alone}
      const x = tf.ones([1, 4, 4, 1]);
      const critic = (v, kernel) => tf.avgPool(tf.softplus(tf.conv2d(v, kernel, 1, 'same')), 2, 2, 'valid');
      const penalty = (kernel) => tf.sum(tf.square(tf.grad((v) => critic(v, kernel))(x)));
      try { print(tf.grad(penalty)(tf.ones([3, 3, 1, 1])).arraySync()); } catch (error) { print(error.message); }`);
    expect(printed).to.equal('Cannot compute gradient: gradient function not found for AvgPoolGrad.');
  });
});
