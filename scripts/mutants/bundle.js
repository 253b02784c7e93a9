/** The sources with a fault planted, as a module of their own; tfjs is the one that everybody has. */
import {Buffer} from 'node:buffer';
import {build} from 'esbuild';
import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {strictImports, tfjsGradients} from '../tfjs-gradients-plugin.js';

const ENTRY = `
  import './src/tape/tape.js';
  export {graph} from './src/graph/graph.js';
  export {valueAndGradient} from './src/call/value-and-gradient.js';
`;

/** Edits of every bundle that runs the machine in TypeScript. */
const WITHOUT_WEBASSEMBLY = {
  file: 'src/graph/cpu/machine-runner.ts',
  find: 'makeWebAssemblyMachine() ?? makeTypeScriptMachine()',
  replace: 'makeTypeScriptMachine()',
};

/** @param {Array<{file: string, find: string, replace: string}>} edits Each has to find its text once. */
export async function moduleWith(edits, {machine = 'webassembly'} = {}) {
  const all = machine === 'typescript' ? [...edits, WITHOUT_WEBASSEMBLY] : edits;
  const {outputFiles} = await build({
    stdin: {contents: ENTRY, resolveDir: process.cwd()},
    write: false,
    bundle: true,
    ignoreAnnotations: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    plugins: [planting(all)],
  });
  return imported(outputFiles[0].text);
}

/** Registers tfjs's gradients, which Node has none of by itself. */
export async function registerGradients() {
  const {outputFiles} = await build({
    stdin: {contents: "import '#tfjs-gradients';", resolveDir: process.cwd()},
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    logLevel: 'error',
    plugins: [tfjsGradients()],
    ...strictImports,
  });
  await imported(outputFiles[0].text);
}

function imported(text) {
  const bytes = Buffer.from(withAbsoluteImports(text));
  return import(`data:text/javascript;base64,${bytes.toString('base64')}`);
}

/** A module without a place resolves no packages. */
function withAbsoluteImports(text) {
  return text.replace(/from "(@tensorflow\/[^"]+)"/g, (_, name) => `from "${import.meta.resolve(name)}"`);
}

function planting(edits) {
  return {
    name: 'planting',
    setup(build) {
      // They are registered once, for all.
      build.onResolve({filter: /^#tfjs-gradients$/}, () => ({path: 'none', namespace: 'none'}));
      build.onLoad({filter: /./, namespace: 'none'}, () => ({contents: ''}));
      build.onLoad({filter: /\.ts$/}, async ({path}) => {
        const here = edits.filter(({file}) => resolve(file) === path);
        if (here.length === 0) return undefined;
        const text = await readFile(path, 'utf8');
        return {contents: here.reduce(edited, text), loader: 'ts'};
      });
    },
  };
}

function edited(text, {file, find, replace}) {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(`mutants: ${file} has ${parts.length - 1} times, not once: ${find}`);
  return parts.join(replace);
}
