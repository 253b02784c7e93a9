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
  if (typeof globalThis.tf?.engine !== 'function') {
    throw new Error('tfjs-value-and-gradient: the global tf is missing, or its script has failed. Load the script of TensorFlow.js first; where the page\\'s Content-Security-Policy refuses eval, tf.es2017.min.js.');
  }
  module.exports = globalThis.tf;`;
