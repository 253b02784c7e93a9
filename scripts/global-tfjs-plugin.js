/** An esbuild plugin that takes '@tensorflow/tfjs-core' from the global `tf`, as scripts from a CDN define it. */
export function globalTfjs() {
  return {
    name: 'global-tfjs',
    setup(build) {
      build.onResolve({filter: /^@tensorflow\/tfjs-core$/}, ({path}) => ({path, namespace: 'global-tfjs'}));
      build.onLoad({filter: /.*/, namespace: 'global-tfjs'}, () => ({contents}));
    },
  };
}

const contents = `
  if (globalThis.tf === undefined) {
    throw new Error('tfjs-value-and-gradient: the global tf is missing. Load the script of TensorFlow.js first.');
  }
  module.exports = globalThis.tf;`;
