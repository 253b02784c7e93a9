/**
 * Importing this refuses a tfjs without the members that first derivatives use: a short form of `check.ts`, for the core.
 */
import {version_core, type Tensor} from '@tensorflow/tfjs-core';

import {internals} from './internals.js';
import {currentTape} from './recording.js';
import type {TfjsGlobals} from './registry.js';

/** Throws unless `holder` has all members. */
function check(path: string, holder: object, members: string): void {
  for (const name of members.split(' ')) {
    if (name in holder) continue;
    throw new Error(
      `tfjs-value-and-gradient: @tensorflow/tfjs-core ${version_core} is not supported: expected ${path} to have ${name}.`,
    );
  }
}

const running = internals();
check('tf.engine()', running, 'state gradients runKernel startScope endScope track');
const {state} = running;
check('tf.engine().state', state, 'gradientDepth kernelDepth nextTapeNodeId scopeStack registeredVariables');
running.startScope();
check('tf.engine().state', state, 'activeScope');
check('tf.engine().state.activeScope', state.activeScope ?? {}, 'id track');
running.endScope();
const {_tfGlobals} = globalThis as TfjsGlobals;
check('globalThis._tfGlobals', Object.fromEntries(_tfGlobals ?? []), 'gradRegistry');

/** What `check.ts` finds at import, by a trial: throws unless the tape and a tensor have what is read of them. */
export function checkTape(value: Tensor): void {
  // By its value: this package has set the member itself.
  const {activeTape} = internals().state;
  check('tf.engine().state', activeTape == null ? {} : {activeTape}, 'activeTape');
  check('a tensor', value, 'kept scopeId');
  for (const node of currentTape().slice(0, 1))
    check('a node of the tape', node, 'kernelName inputs outputs saved');
}
