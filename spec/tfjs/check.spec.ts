import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import manifest from '../../package.json' with {type: 'json'};
import {selfCheck} from '../../src/tape/self-check.js';
import {checkTfjs} from '../../src/tfjs/check.js';
import {internals} from '../../src/tfjs/internals.js';
import {checkVersion, supported} from '../../src/tfjs/refusal.js';
import {replacing} from '../../src/tfjs/replacing.js';

type Holder = Record<string, unknown>;

/** The object that has a member itself: the engine, or its prototype. */
function holderOf(object: object, name: string): Holder {
  return (Object.hasOwn(object, name) ? object : Object.getPrototypeOf(object)) as Holder;
}

/** Runs `f` while a member has another name. */
function renamed(object: object, name: string, f: () => void): void {
  const holder = holderOf(object, name);
  const descriptor = Object.getOwnPropertyDescriptor(holder, name) as PropertyDescriptor;
  Reflect.deleteProperty(holder, name);
  Object.defineProperty(holder, `${name}Renamed`, descriptor);
  try {
    f();
  } finally {
    Reflect.deleteProperty(holder, `${name}Renamed`);
    Object.defineProperty(holder, name, descriptor);
  }
}

const asHolder = (object: unknown): Holder => object as Holder;

/** What this package uses and tfjs does not document, by where it is. */
const members: Readonly<Record<string, readonly [() => object, readonly string[]]>> = {
  'tf.engine()': [
    () => tf.engine(),
    [
      'state',
      'runKernel',
      'runKernelFunc',
      'gradients',
      'startScope',
      'endScope',
      'track',
      'makeTensor',
      'makeTensorFromTensorInfo',
      'removeDataId',
      'readSync',
      'read',
      'moveData',
    ],
  ],
  'tf.engine().state': [
    () => tf.engine().state,
    ['gradientDepth', 'kernelDepth', 'nextTapeNodeId', 'scopeStack', 'tensorInfo', 'registeredVariables'],
  ],
  'tf.KernelBackend.prototype': [
    () => tf.KernelBackend.prototype,
    ['disposeData', 'incRef', 'readSync', 'refCount', 'write'],
  ],
  'tf.Variable.prototype': [() => tf.Variable.prototype, ['assign']],
  globalThis: [() => globalThis, ['_tfGlobals']],
};

describe('the check of tfjs at import', () => {
  before(() => tf.setBackend(backends[0] as string));

  it('accepts the tfjs that is installed', () => {
    checkTfjs();
    selfCheck();
  });

  for (const [path, [find, names]] of Object.entries(members)) {
    for (const name of names) {
      it(`refuses a tfjs without ${path}.${name}, by name`, () => {
        const message = `@tensorflow/tfjs-core ${tf.version_core} is not supported: expected ${path}.${name} to be of type`;
        renamed(find(), name, () => expect(checkTfjs).to.throw(message));
        checkTfjs();
      });
    }
  }

  it('refuses a member of another type', () => {
    replacing(asHolder(tf.engine().state), {kernelDepth: 'none'}, () =>
      expect(checkTfjs).to.throw('state.kernelDepth to be of type number, got string'),
    );
  });

  for (const name of ['id', 'name']) {
    it(`refuses scopes without ${name}`, () => {
      const {startScope} = internals();
      const without = function (this: unknown, title?: string): void {
        startScope.call(tf.engine(), title);
        Reflect.deleteProperty(tf.engine().state.activeScope, name);
      };
      replacing(internals(), {startScope: without}, () =>
        expect(checkTfjs).to.throw(`state.activeScope.${name} to be of type`),
      );
    });
  }

  it('refuses a state that has its scope under another name', () => {
    const {startScope, endScope} = internals();
    const moved = {
      startScope: (title?: string): void => {
        startScope.call(tf.engine(), title);
        const {state} = tf.engine();
        Object.assign(state, {scopeRenamed: state.activeScope, activeScope: undefined});
      },
      endScope: (): void => {
        const state = tf.engine().state as typeof tf.engine.prototype & {scopeRenamed: unknown};
        Object.assign(state, {activeScope: state.scopeRenamed});
        Reflect.deleteProperty(state, 'scopeRenamed');
        endScope.call(tf.engine());
      },
    };
    replacing(internals(), moved, () => expect(checkTfjs).to.throw('state.activeScope to be of type object'));
  });

  it('says which versions to install', () => {
    renamed(tf.engine(), 'track', () =>
      expect(checkTfjs).to.throw(`Install a version from ${supported.from} on and below ${supported.below}.`),
    );
  });

  it('refuses a version that is too old, or newer than any that was tried', () => {
    for (const version of ['4.8.0', '4.0.0', '3.21.0', '0.15.1', '5.0.0', '10.0.0'])
      expect(() => checkVersion(version), version).to.throw('was not made for that version');
    for (const version of [supported.from, '4.10.0', '4.22.0', '4.23.0-rc.0', '4.100.2'])
      checkVersion(version);
  });

  it('says the same as peerDependencies', () => {
    const {from, below} = supported;
    expect(manifest.peerDependencies['@tensorflow/tfjs-core']).to.equal(`>=${from} <${below}`);
  });
});
