/** The rivals: files of this folder, and what tables call them. */
export const TITLES = {
  'tfjs-cpu': 'tfjs, cpu',
  'tfjs-wasm': 'tfjs, wasm',
  tape: 'this tape, cpu',
  graph: 'this graph, cpu',
  jax: 'jax-js, wasm',
  javascript: 'by hand',
};
