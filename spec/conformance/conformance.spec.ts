import {onEachBackend} from '../support.js';
import {hostile} from './hostile.js';
import {callingRules} from './calling-rules.js';
import {memoryRules} from './memory.js';
import {nesting} from './nesting.js';
import {options} from './options.js';
import {subjects} from './subjects.js';

for (const subject of subjects) {
  onEachBackend(`valueAndGradient by ${subject.name}`, () => {
    describe('calling rules', () => callingRules(subject));
    describe('options', () => options(subject));
    describe('memory', () => memoryRules(subject));
    describe('nesting', () => nesting(subject));
    describe('hostile uses', () => hostile(subject));
  });
}
