/**
 * Importing this refuses a tfjs without the members that `internals.ts` declares. A member that is missing or of another
 * kind need not fail where it is used: written to under an old name, it changes nothing, and gradients come out wrong.
 */
import {KernelBackend, Variable} from '@tensorflow/tfjs-core';

import {internals, type Running, type Scope, type State} from './internals.js';
import {checkVersion, unsupported} from './refusal.js';
import type {TfjsGlobals} from './registry.js';

type KindOf<Value> = Value extends (...parameters: never[]) => unknown
  ? 'function'
  : Value extends string
    ? 'string'
    : Value extends number
      ? 'number'
      : 'object';

/** A kind for each member of `Holder`. */
type Kinds<Holder> = {readonly [Member in keyof Holder]-?: KindOf<Exclude<Holder[Member], undefined>>};

/** What is called on a backend. */
type Backend = Pick<KernelBackend, 'disposeData' | 'incRef' | 'readSync' | 'refCount' | 'write'>;

const engineMembers: Kinds<Running> = {
  state: 'object',
  runKernel: 'function',
  runKernelFunc: 'function',
  gradients: 'function',
  startScope: 'function',
  endScope: 'function',
  track: 'function',
  keep: 'function',
  makeTensor: 'function',
  makeTensorFromTensorInfo: 'function',
  removeDataId: 'function',
  readSync: 'function',
  read: 'function',
  moveData: 'function',
};

const stateMembers: Kinds<State> = {
  gradientDepth: 'number',
  kernelDepth: 'number',
  nextTapeNodeId: 'number',
  scopeStack: 'object',
  tensorInfo: 'object',
  registeredVariables: 'object',
};

const scopeMembers: Kinds<Scope> = {id: 'number', name: 'string', track: 'object'};

const backendMembers: Kinds<Backend> = {
  disposeData: 'function',
  incRef: 'function',
  readSync: 'function',
  refCount: 'function',
  write: 'function',
};

/** Throws unless this is a tfjs that the package was made for. Touches no backend. */
export function checkTfjs(): void {
  checkVersion();
  const running = internals();
  check('tf.engine()', running, engineMembers);
  check('tf.engine().state', running.state, stateMembers);
  checkScopes(running);
  check('tf.KernelBackend.prototype', KernelBackend.prototype, backendMembers);
  check('tf.Variable.prototype', Variable.prototype, {assign: 'function'});
  const {_tfGlobals} = globalThis as TfjsGlobals;
  check('globalThis', globalThis, {_tfGlobals: 'object'});
  check('globalThis._tfGlobals', {gradRegistry: _tfGlobals?.get('gradRegistry')}, {gradRegistry: 'object'});
}

function checkScopes(running: Running): void {
  running.startScope('check');
  try {
    const {activeScope} = running.state;
    check('tf.engine().state', {activeScope}, {activeScope: 'object'});
    check('tf.engine().state.activeScope', activeScope, scopeMembers);
  } finally {
    running.endScope();
  }
}

/** Throws unless `holder` has all members, of these kinds. */
export function check(path: string, holder: unknown, members: Readonly<Record<string, string>>): void {
  for (const [name, expected] of Object.entries(members)) {
    const value = (holder as Readonly<Record<string, unknown>>)[name];
    const got = value === null ? 'null' : typeof value;
    if (got !== expected) throw unsupported(`expected ${path}.${name} to be of type ${expected}, got ${got}`);
  }
}

checkTfjs();
