import {expect} from 'chai';
import {execFileSync} from 'node:child_process';

/** Runs a program in a Node of its own, as a reset of the engine throws away what other specs use. */
function run(program: string): unknown {
  const begin = `
    import * as tf from '@tensorflow/tfjs-core';
    import {MathBackendCPU} from '@tensorflow/tfjs-backend-cpu';
    import {graph, valueAndGradient} from 'tfjs-value-and-gradient';
    const print = (value) => console.log(JSON.stringify(value));
    const reset = async () => {
      tf.engine().reset();
      tf.registerBackend('cpu', () => new MathBackendCPU());
      await tf.setBackend('cpu');
    };
    const call = (g, x) => tf.tidy(() => {
      const [y, [dx]] = valueAndGradient(g, [x]);
      return [y.arraySync(), dx.arraySync()];
    });`;
  const arguments_ = ['--input-type=module', '--eval', begin + program];
  return JSON.parse(
    execFileSync(process.execPath, arguments_, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}),
  );
}

describe('a graph function, where the engine is reset', () => {
  it('is compiled anew, and leaves nothing of the engine before', () => {
    const printed = run(`
      let runs = 0;
      const g = graph((x) => (runs++, tf.mul(tf.square(x), 3)));
      const before = [1, 2, 3].map((x) => call(g, x));
      await reset();
      const after = [1, 2, 3, 4].map((x) => call(g, x));
      const held = tf.memory().numTensors;
      g.dispose();
      print({before, after, runs, held, numDataBuffers: tf.memory().numDataBuffers});`);
    expect(printed).to.deep.equal({
      before: [
        [3, 6],
        [12, 12],
        [27, 18],
      ],
      after: [
        [3, 6],
        [12, 12],
        [27, 18],
        [48, 24],
      ],
      runs: 4,
      held: 0,
      numDataBuffers: 0,
    });
  });

  it('is compiled anew where the reset came between its two traces', () => {
    const printed = run(`
      let runs = 0;
      const g = graph((x) => (runs++, tf.mul(tf.square(x), 3)));
      call(g, 1);
      await reset();
      const after = [1, 2, 3].map((x) => call(g, x));
      print({after, runs});`);
    expect(printed).to.deep.equal({
      after: [
        [3, 6],
        [12, 12],
        [27, 18],
      ],
      runs: 3,
    });
  });

  it('can be disposed of after it', () => {
    const printed = run(`
      const captured = tf.tensor1d([1, 2]);
      const g = graph((x) => tf.sum(tf.mul(captured, x)));
      [1, 2, 3].forEach((x) => call(g, x));
      await reset();
      g.dispose();
      const {numTensors, numDataBuffers} = tf.memory();
      print([numTensors, numDataBuffers, call(graph(tf.square), 3)]);`);
    expect(printed).to.deep.equal([0, 0, [9, 6]]);
  });
});
