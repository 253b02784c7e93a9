/** The backends that programs are run on: the platform's, and in Node also one without a machine. */
import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';

import {onEachBackend} from '../support.js';
import {registerSecondBackend, removeSecondBackend} from './second-backend.js';

/**
 * Describes `body` once for each backend of the platform. Where that is cpu alone, whose programs the machine runs, also on
 * its kernels under another name: there kernels run them, as they do on webgl and wasm.
 */
export function onEachGraphBackend(title: string, body: () => void): void {
  onEachBackend(title, body);
  if (backends.some((backend) => backend !== 'cpu')) return;
  describe(`${title}, on a backend without a machine`, () => {
    before(() => tf.setBackend(registerSecondBackend()));
    body();
    after(async () => {
      await tf.setBackend('cpu');
      removeSecondBackend();
    });
  });
}

/** True of the backend whose programs the machine runs. */
export const isOnCpu = (): boolean => tf.getBackend() === 'cpu';

/** A test of what only the cpu backend does. */
export function itOnCpu(title: string, run: () => void | Promise<void>): void {
  it(title, function () {
    if (!isOnCpu()) this.skip();
    return run();
  });
}
