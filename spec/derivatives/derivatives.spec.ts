import {setBackend, tidy} from '@tensorflow/tfjs-core';
import {backends} from '#backends';

import {checkGradients} from '../../src/index.js';
import type {Backend} from './case.js';
import {orderOn} from '../thinning.js';
import {areas} from './cases/index.js';

/** Relative tolerances of the sweep: kernels of webgl and wasm compute exp, tanh and the like less exactly. */
const tolerances: Readonly<Record<Backend, number>> = {cpu: 2e-3, webgl: 1e-2, wasm: 2e-3};

for (const backend of backends as Backend[]) {
  describe(`derivatives on ${backend}`, () => {
    before(() => setBackend(backend));
    for (const [area, cases] of Object.entries(areas)) {
      describe(area, () => {
        for (const {title, f, args, order: highest = 3, epsilon, tolerance, skip} of cases) {
          const order = orderOn(backend, highest);
          const reason = skip?.[backend];
          if (reason !== undefined) continue;
          it(`${title} is right to order ${order}`, () => {
            tidy(() => {
              checkGradients(f, args(), {
                order,
                ...(epsilon === undefined ? {} : {epsilon}),
                tolerance: tolerance?.[backend] ?? tolerances[backend],
              });
            });
          });
        }
      });
    }
  });
}
