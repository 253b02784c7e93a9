import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {onEachBackend} from '../support.js';
import {hostile} from './hostile.js';
import {callingRules} from './calling-rules.js';
import {memoryRules} from './memory.js';
import {nesting} from './nesting.js';
import {options} from './options.js';
import {compiledRuns, subjects} from './subjects.js';

for (const subject of subjects) {
  onEachBackend(`valueAndGradient by ${subject.name}`, () => {
    describe('calling rules', () => callingRules(subject));
    describe('options', () => options(subject));
    describe('memory', () => memoryRules(subject));
    describe('nesting', () => nesting(subject));
    describe('hostile uses', () => hostile(subject));

    if (subject.name !== 'the graph') return;
    let earlier = 0;
    before(() => (earlier = compiledRuns.count));
    describe('the compiled programs', () => {
      it('have run', () => {
        const count = compiledRuns.count - earlier;
        console.log(`        compiled runs of the conformance suite on ${tf.getBackend()}: ${count}`);
        expect(count).to.be.greaterThan(40);
      });
    });
  });
}
