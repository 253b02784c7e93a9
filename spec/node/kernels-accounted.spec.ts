import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {table} from '../../src/graph/program/shapes/table.js';

describe('the rules of shapes', () => {
  it('account for every kernel of the backends cpu, webgl and wasm', async () => {
    const before = tf.getBackend();
    await import('@tensorflow/tfjs-backend-webgl');
    await import('@tensorflow/tfjs-backend-wasm');
    const names = ['cpu', 'webgl', 'wasm'].map((backend) =>
      tf.getKernelsForBackend(backend).map(({kernelName}) => kernelName),
    );
    // Importing registers a backend that could become the next one; a page of Node has no use for it.
    if (before !== 'wasm') tf.removeBackend('wasm');
    names.forEach((list) => expect(list.length).to.be.above(100));
    expect([...new Set(names.flat())].filter((name) => !table.has(name))).to.deep.equal([]);
  });
});
