/**
 * An esbuild plugin for the module '#tfjs-gradients', the gradients which TensorFlow.js defines for its own kernels.
 *
 * TensorFlow.js ships them in a file that a bundler can read and Node cannot, and that imports the sources of
 * tfjs-core. Bundled as they are they would drag in a second engine. So only what is not public is bundled: the
 * gradients and the few ops that nothing but they use. All else comes from the host's '@tensorflow/tfjs-core'.
 */
import * as tf from '@tensorflow/tfjs-core';
import {createRequire} from 'node:module';
import {dirname, relative, resolve, sep} from 'node:path';

const HOST = '@tensorflow/tfjs-core';
const NAMESPACE = 'tfjs-core-public';
const core = resolve(dirname(createRequire(import.meta.url).resolve(`${HOST}/package.json`)), 'dist');

/** Modules of tfjs-core that are not public. They keep no state, so a copy of them does no harm. */
const BUNDLED = [
  /^register_all_gradients$/,
  /^gradients\/\w+$/,
  /^ops\/\w+_(grad|backprop|backprop_filter|backprop_input)$/,
  /^ops\/selu_util$/,
  /^tensor_util_env$/,
  /^types$/,
];

/** Modules of tfjs-core whose exports are public as members of a namespace. */
const NAMESPACES = {
  util: 'util',
  util_base: 'util',
  'ops/axis_util': 'backend_util',
  'ops/broadcast_util': 'backend_util',
  'ops/conv_util': 'backend_util',
  'ops/slice_util': 'slice_util',
};

/** esbuild options that turn an import the public modules cannot serve into an error. */
export const strictImports = {logOverride: {'import-is-undefined': 'error'}};

/** Resolves '#tfjs-gradients' to a module that registers every gradient through the public '@tensorflow/tfjs-core'. */
export function tfjsGradients() {
  return {
    name: 'tfjs-gradients',
    setup(build) {
      build.onResolve({filter: /^#tfjs-gradients$/}, () => ({
        path: resolve(core, 'register_all_gradients.js'),
      }));
      build.onResolve({filter: /^\./}, ({path, resolveDir, namespace}) =>
        namespace === 'file' ? resolveInsideCore(resolve(resolveDir, path)) : undefined,
      );
      build.onResolve({filter: new RegExp(`^${HOST}$`), namespace: NAMESPACE}, () => ({
        path: HOST,
        external: true,
      }));
      build.onLoad({filter: /.*/, namespace: NAMESPACE}, ({path}) => ({
        contents: publicModule(path),
        resolveDir: core,
      }));
    },
  };
}

function resolveInsideCore(file) {
  if (!file.startsWith(core + sep)) return undefined;
  const name = relative(core, file).replaceAll(sep, '/');
  if (BUNDLED.some((pattern) => pattern.test(name))) return {path: `${file}.js`};
  return {path: NAMESPACES[name] ?? 'index', namespace: NAMESPACE, sideEffects: false};
}

function publicModule(name) {
  return name === 'index' ? indexModule() : namespaceModule(name);
}

/** What is exported at the top, with the two things that are public by another name. */
function indexModule() {
  const names = Object.keys(tf).filter((name) => name !== 'default' && name !== 'module.exports');
  return `
    export {${names.join(', ')}} from '${HOST}';
    import {engine, Tensor} from '${HOST}';
    export const ENGINE = engine();
    export function getGlobalTensorClass() {
      return Tensor;
    }`;
}

/** The functions of a namespace as exports; written as functions, so that the unused ones can be dropped. */
function namespaceModule(namespace) {
  const names = Object.keys(tf[namespace]).filter((name) => typeof tf[namespace][name] === 'function');
  const functions = names.map(
    (name) => `export function ${name}(...args) { return ${namespace}.${name}(...args); }`,
  );
  return `import {${namespace}} from '${HOST}';\n${functions.join('\n')}`;
}
