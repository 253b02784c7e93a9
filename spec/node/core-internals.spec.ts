import {expect} from 'chai';
import {build, type Plugin} from 'esbuild';
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {createContext, runInContext} from 'node:vm';

const scripts = ['tfjs-core/dist/tf-core.min.js', 'tfjs-backend-cpu/dist/tf-backend-cpu.min.js'].map((file) =>
  readFileSync(`node_modules/@tensorflow/${file}`, 'utf8'),
);
let core: string;

/** Loads the core beside a tfjs, in a global scope like that of a worker, and takes a gradient with it. */
function use(rename: (script: string) => string): unknown {
  const context = createContext({
    console: {log: () => undefined, warn: () => undefined},
    performance,
    setTimeout,
  });
  runInContext('globalThis.self = globalThis; globalThis.WorkerGlobalScope = Object;', context);
  for (const script of scripts) runInContext(rename(script), context);
  runInContext(core, context);
  return runInContext('core.valueAndGradient((x) => tf.square(x), 3)[1].dataSync()[0]', context);
}

/** Members that tfjs itself would go on using under another name. */
const members = [
  'state',
  'runKernel',
  'gradients',
  'startScope',
  'endScope',
  'track',
  'gradientDepth',
  'kernelDepth',
  'nextTapeNodeId',
  'scopeStack',
  'registeredVariables',
  'activeTape',
  'activeScope',
  'kept',
  'scopeId',
  'saved',
  '_tfGlobals',
  'gradRegistry',
];

describe('the core', () => {
  before(async () => {
    const {href} = pathToFileURL('scripts/global-tfjs-plugin.js');
    const {globalTfjs} = (await import(href)) as {globalTfjs: () => Plugin};
    const {outputFiles} = await build({
      entryPoints: ['dist/entries/core.js'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'core',
      logLevel: 'error',
      alias: {'#tfjs-gradients': resolve('dist/tfjs-gradients.node.js')},
      plugins: [globalTfjs()],
    });
    core = outputFiles[0]?.text ?? '';
  });

  it('takes a gradient beside tfjs', () => {
    expect(use((script) => script)).to.equal(6);
  });

  for (const name of members) {
    it(`is refused beside a tfjs that calls ${name} otherwise, by name`, () => {
      const renamed = (script: string): string =>
        script.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}Renamed`);
      expect(() => use(renamed)).to.throw(new RegExp(`is not supported: .*\\b${name}\\b`));
    });
  }
});
