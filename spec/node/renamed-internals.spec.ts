import {expect} from 'chai';
import {readFileSync} from 'node:fs';
import {createContext, runInContext} from 'node:vm';

const tfjs = readFileSync('node_modules/@tensorflow/tfjs-core/dist/tf-core.min.js', 'utf8');
const ours = readFileSync('dist/tfjs-value-and-gradient.min.js', 'utf8');

/** Loads our script beside a tfjs, in a global scope like that of a worker, without any backend. */
function load(tfjsScript: string): void {
  const context = createContext({
    console: {log: () => undefined, warn: () => undefined},
    performance,
    setTimeout,
  });
  runInContext('globalThis.self = globalThis; globalThis.WorkerGlobalScope = Object;', context);
  runInContext(tfjsScript, context);
  runInContext(ours, context);
}

const renamed = (name: string): string => tfjs.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}Renamed`);

/** Members that tfjs itself would go on using under another name. */
const members = [
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
  'moveData',
  'gradientDepth',
  'kernelDepth',
  'nextTapeNodeId',
  'scopeStack',
  'tensorInfo',
  'registeredVariables',
  'activeTape',
  'activeScope',
  'backendInstance',
  'refCount',
  'incRef',
  'disposeData',
  'kept',
  'scopeId',
  '_tfGlobals',
  'gradRegistry',
];

describe('a script of this package', () => {
  it('loads beside tfjs, before there is a backend', () => {
    load(tfjs);
  });

  for (const name of members) {
    it(`is refused beside a tfjs that calls ${name} otherwise, by name`, () => {
      expect(() => load(renamed(name))).to.throw(new RegExp(`is not supported: .*\\b${name}\\b`));
    });
  }

  for (const version of ['3.21.0', '4.8.0', '5.0.0']) {
    it(`is refused beside tfjs ${version}`, () => {
      const changed = tfjs.replaceAll('4.22.0', version);
      expect(() => load(changed)).to.throw(`@tensorflow/tfjs-core ${version} is not supported`);
    });
  }
});
