import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError, valueAndGradient} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {expectAsTape, inScope} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';

/** Expects a call of a graph function of `f` to be refused, at the first call and, without running `f`, at the next. */
function expectRefusal(f: (x: tf.Tensor) => tf.Tensor, message: RegExp | string): void {
  expectUntouched(() => {
    let runs = 0;
    const g = graph((x: tf.Tensor) => (runs++, f(x)));
    for (let count = 0; count < 3; count++)
      inScope(() => expect(() => g(tf.scalar(3))).to.throw(GraphTraceError, message));
    expect(runs).to.equal(1);
    const [refused] = g.inspect().signatures;
    expect(refused).to.include({calls: 3, runsOn: undefined, program: '', instructions: ''});
    expect(refused?.reason).to.match(/^graph: f (reads|keeps)/);
    g.dispose();
  });
}

/** The promises rejected, while `run` runs and shortly after, that nobody handles. */
async function rejectionsDuring(run: () => void): Promise<unknown[]> {
  const rejections: unknown[] = [];
  const note = (event: unknown): void => void rejections.push(event);
  const isNode = typeof process !== 'undefined' && typeof process.on === 'function';
  if (isNode) process.on('unhandledRejection', note);
  else globalThis.addEventListener('unhandledrejection', note);
  try {
    run();
    await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    if (isNode) process.off('unhandledRejection', note);
    else globalThis.removeEventListener('unhandledrejection', note);
  }
  return rejections;
}

/** Runs in tfjs's debug mode, which logs every kernel, also after it has run. */
async function inDebugMode(run: () => void): Promise<void> {
  const {log, warn} = console;
  Object.assign(console, {log: () => undefined, warn: () => undefined});
  try {
    tf.enableDebugMode();
    run();
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    tf.env().set('DEBUG', false);
    Object.assign(console, {log, warn});
  }
}

onEachGraphBackend('a graph function refuses', () => {
  for (const [when, f] of Object.entries<(x: tf.Tensor, v: tf.Variable) => tf.Tensor>({
    'before a kernel reads it': (x, v) => tf.mul(x, v.dataSync()[0] as number),
    'after a kernel has read it': (x, v) => tf.mul(tf.mul(x, v), v.dataSync()[0] as number),
  })) {
    it(`to read a variable, ${when}`, () => {
      const v = tf.tidy(() => tf.variable(tf.scalar(2), true, `read ${when} on ${tf.getBackend()}`));
      expectRefusal((x) => f(x, v), /f reads a traced value .* of the variable 'read (before|after)/);
      v.dispose();
    });
  }

  for (const [how, read] of Object.entries<(x: tf.Tensor) => Promise<unknown>>({
    'data()': (x) => x.data(),
    'array()': (x) => x.array(),
    'buffer()': (x) => x.buffer(),
    'bytes()': (x) => x.bytes(),
  })) {
    it(`to read by ${how}, from the call itself, with no promise that is rejected`, async () => {
      const rejections = await rejectionsDuring(() => {
        expectRefusal((x) => {
          const y = tf.square(x);
          void read(y);
          return y;
        }, 'that Square makes');
      });
      expect(rejections).to.deep.equal([]);
    });
  }

  it('to read, also where f catches that', () => {
    expectRefusal((x) => {
      try {
        return tf.mul(x, x.dataSync()[0] as number);
      } catch {
        return tf.square(x);
      }
    }, 'f reads a traced value');
  });

  it('to keep what it computes, which would stay that of the trace', () => {
    expectRefusal((x) => {
      tf.keep(tf.square(x));
      return tf.exp(x);
    }, /f keeps \(tf\.keep\) a tensor that Square makes/);
  });

  it('to keep an argument, and what a customGrad computes on the way', () => {
    expectRefusal((x) => {
      tf.keep(x);
      return tf.exp(x);
    }, /f keeps \(tf\.keep\) a tensor of an argument/);
    const keeping = tf.customGrad((x) => {
      tf.keep(tf.square(x as tf.Tensor));
      return {value: tf.exp(x as tf.Tensor), gradFunc: (dy) => dy};
    });
    expectRefusal((x) => keeping(x), /f keeps \(tf\.keep\) a tensor that Square makes/);
  });

  it('with one message for a random f, which once gave ok, throws, ok, throws', () => {
    expectUntouched(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor) => (runs++, tf.add(x, runs)));
      const messages = [1, 2, 3, 4].map((x) => {
        let message = '';
        inScope(() => {
          try {
            g(tf.scalar(x));
          } catch (error) {
            message = String(error);
          }
        });
        return message;
      });
      expect(messages[0]).to.equal('');
      expect(messages[1]).to.match(/two traces of it differ: a captured or random tensor has changed/);
      expect(messages.slice(2)).to.deep.equal([messages[1], messages[1]]);
      expect(runs).to.equal(2);
      g.dispose();
    });
  });

  it('a signature alone: others are compiled, and the tape answers for the refused one', () => {
    expectUntouched(() => {
      const f = (x: tf.Tensor): tf.Tensor => tf.mul(x, x.size === 1 ? (x.dataSync()[0] as number) : 2);
      const g = graph(f);
      for (let count = 1; count <= 4; count++) {
        inScope(() => {
          expect(() => valueAndGradient(g, [tf.scalar(count)])).to.throw(GraphTraceError, 'f reads');
          const byTape = valueAndGradient(g, [tf.scalar(count)], {useGradientTape: true});
          expectNumbers(byTape, [count * count, [count]]);
          expectNumbers(tf.grad((x) => g(x))(tf.scalar(count)), count);
          expectNumbers(valueAndGradient(g, [tf.tensor1d([count, 1])]), [[2 * count, 2], [[2, 2]]]);
        });
      }
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([4, 4]);
      g.dispose();
    });
  });

  it('two traces that read different variables', () => {
    const variables = tf.tidy(() => [1, 1].map((value) => tf.variable(tf.scalar(value))));
    let runs = 0;
    expectUntouched(() => {
      const g = graph((x: tf.Tensor) => tf.mul(x, variables[runs++ % 2] as tf.Tensor));
      inScope(() => {
        g(tf.scalar(2));
        expect(() => g(tf.scalar(2))).to.throw(GraphTraceError, 'they use different variables');
      });
    });
    tf.dispose(variables);
  });

  it('two traces that return another of the values that they compute', () => {
    let runs = 0;
    expectUntouched(() => {
      const g = graph((x: tf.Tensor) => [tf.exp(x), tf.sin(x)][runs++ % 2] as tf.Tensor);
      inScope(() => {
        g(tf.scalar(2));
        expect(() => g(tf.scalar(2))).to.throw(GraphTraceError, 'they return different values');
      });
    });
  });

  it('an argument that contains itself, before anything runs', () => {
    const cyclic: {x?: unknown} = {};
    cyclic.x = [cyclic];
    let runs = 0;
    const g = graph((x: tf.Tensor, _: unknown) => (runs++, tf.square(x)));
    expectUntouched(() => {
      inScope(() => {
        const message = /^graph: args\[1\]\.x\[0\]: expected a structure, got one that holds itself/;
        expect(() => g(tf.scalar(2), cyclic)).to.throw(TypeError, message);
      });
    });
    expect(runs).to.equal(0);
  });
});

onEachGraphBackend('a graph function bears', () => {
  it('that f keeps a constant, a variable, or what it disposes of itself', () => {
    const v = tf.tidy(() => tf.variable(tf.scalar(2), true, `kept on ${tf.getBackend()}`));
    const constant = tf.scalar(3);
    expectAsTape(
      (x: tf.Tensor) => {
        const kept = tf.keep(tf.square(x));
        const y = tf.mul(tf.mul(tf.keep(v), tf.keep(constant)), kept);
        kept.dispose();
        return y;
      },
      (count) => [tf.tensor1d([count, 2])],
    );
    tf.dispose([v, constant]);
  });

  it("tfjs's debug mode, in which the engine reads what every kernel makes", async function () {
    // In debug mode webgl checks for an extension of timers in a way that fails in software (INVALID_VALUE).
    if (tf.getBackend() === 'webgl') this.skip();
    await inDebugMode(() =>
      expectAsTape(
        (x: tf.Tensor) => tf.sum(tf.square(x)),
        (count) => [tf.tensor1d([count, 2])],
      ),
    );
  });

  it('in debug mode no read of f itself', async () => {
    await inDebugMode(() => expectRefusal((x) => tf.mul(x, x.dataSync()[0] as number), 'of an argument'));
  });

  it("others' patches of the engine, which are there after a trace", () => {
    const running = tf.engine();
    const {readSync} = running;
    let reads = 0;
    const patch: typeof readSync = (dataId) => (reads++, readSync.call(running, dataId));
    running.readSync = patch;
    try {
      expectUntouched(() => {
        const captured = tf.scalar(2);
        const g = graph((x: tf.Tensor) => tf.mul(x, captured.dataSync()[0] as number));
        inScope(() => void g(tf.scalar(1)));
        expect(running.readSync === patch).to.equal(true);
        expect(reads).to.be.above(0);
        g.dispose();
        captured.dispose();
      });
    } finally {
      Reflect.deleteProperty(running, 'readSync');
    }
    expect(running.readSync === readSync).to.equal(true);
  });
});
