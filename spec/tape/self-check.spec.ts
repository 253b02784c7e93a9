import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {selfCheck} from '../../src/tape/self-check.js';
import {internals, type TapeNode} from '../../src/tfjs/internals.js';
import {replacing} from '../../src/tfjs/replacing.js';

/** Changes that keep every name. */
const drifts: Readonly<Record<string, readonly [() => object, RegExp]>> = {
  'the kernel runner takes its parameters one by one': [
    () => {
      const {runKernelFunc} = internals();
      const byPosition = (name: unknown, inputs: unknown, attrs: unknown): unknown =>
        runKernelFunc.call(tf.engine(), {kernelName: name, inputs, attrs} as never);
      return {
        runKernelFunc: byPosition,
        runKernel: (name: unknown, inputs: unknown, attrs: unknown) =>
          (internals().runKernelFunc as typeof byPosition)(name, inputs, attrs),
      };
    },
    /is not supported: a second derivative through tf.customGrad fails: /,
  ],
  'kernels are run without the kernel runner': [
    () => {
      const engine = tf.engine();
      const {runKernelFunc} = internals();
      const {customGrad, runKernel} = engine;
      const shadow = Object.create(engine, {
        runKernelFunc: {value: runKernelFunc.bind(engine)},
      }) as typeof engine;
      return {
        customGrad: (f: never) => customGrad.call(shadow, f),
        runKernel: (name: string, inputs: tf.NamedTensorMap) => runKernel.call(shadow, name, inputs),
      };
    },
    /is not supported: a second derivative through tf.customGrad is /,
  ],
  'nodes call what a kernel was given by another name': [
    () => tapeNodes(({inputs, ...node}) => ({...node, operands: inputs})),
    /activeTape\[0\].inputs to be of type object, got undefined/,
  ],
  'nodes call what a kernel has made by another name': [
    () => tapeNodes(({outputs, ...node}) => ({...node, results: outputs})),
    /activeTape\[0\].outputs to be of type object, got undefined/,
  ],
  'nodes call what was saved by another name': [
    () => tapeNodes(({saved, ...node}) => ({...node, kept: saved})),
    /activeTape\[0\].saved to be of type object, got undefined/,
  ],
  'nodes have no id': [
    () => tapeNodes(({id: _, ...node}) => node),
    /activeTape\[0\].id to be of type number/,
  ],
};

/** An engine whose tape has other nodes. */
function tapeNodes(change: (node: TapeNode) => object): object {
  const engine = tf.engine() as object as {addTapeNode: (...parameters: unknown[]) => void};
  const {addTapeNode} = engine;
  return {
    addTapeNode: (...parameters: unknown[]): void => {
      addTapeNode.apply(tf.engine(), parameters);
      const tape = internals().state.activeTape as object[];
      tape.push(change(tape.pop() as TapeNode));
    },
  };
}

describe('the self-check at import', () => {
  before(() => tf.setBackend(backends[0] as string));

  for (const [title, [change, message]] of Object.entries(drifts)) {
    it(`refuses an engine of which the names are right: ${title}`, () => {
      replacing(tf.engine() as object, change(), () => expect(selfCheck).to.throw(message));
      selfCheck();
    });
  }

  it('refuses operations that open scopes of other names', () => {
    const {startScope} = internals();
    const shortened = (name?: string): void => startScope.call(tf.engine(), name?.replace('__op', ''));
    replacing(internals(), {startScope: shortened}, () =>
      expect(selfCheck).to.throw('the scopes of operations are called inner,outer'),
    );
  });

  it('leaves the engine, its backend and the registries as they were, also when it fails', () => {
    const engine = tf.engine();
    const look = (): unknown[] => [
      Object.keys(engine),
      engine.state,
      JSON.stringify(engine.state),
      engine.backendName,
      tf.backend(),
      tf.getGradient('Add'),
      tf.getGradient('Identity'),
      tf.getGradient('CheckProduct'),
      tf.getKernelsForBackend('tfjs-value-and-gradient-check').length,
      tf.memory().numTensors,
      tf.memory().numDataBuffers,
    ];
    const before = look();
    selfCheck();
    expect(look()).to.deep.equal(before);
    const {startScope} = internals();
    replacing(internals(), {startScope: () => startScope.call(engine, 'same')}, () =>
      expect(selfCheck).to.throw('are called same,same'),
    );
    expect(look()).to.deep.equal(before);
  });

  it('is not misled by debug mode, by profiling, or by gradients of others', async () => {
    const add = tf.getGradient('Add');
    const {DEBUG} = tf.env().getFlags();
    await tf.profile(() => {
      tf.env().getFlags()['DEBUG'] = true;
      tf.registerGradient({...add, gradFunc: () => ({a: () => tf.scalar(7), b: () => tf.scalar(7)})});
      try {
        selfCheck();
      } finally {
        tf.registerGradient(add);
        tf.env().getFlags()['DEBUG'] = DEBUG ?? false;
      }
      return tf.scalar(1);
    });
  });
});
