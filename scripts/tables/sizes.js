/** What `npm run sizes` measures. */

const TFJS = ['@tensorflow/tfjs-core'];
const OURS = [...TFJS, '#tfjs-gradients'];

/** What a bundle holds: its code, and what it leaves to others. */
export const BUNDLES = {
  'valueAndGradient alone': ["export {valueAndGradient} from './dist/index.js';", OURS],
  'valueAndGradient and graph': ["export {graph, valueAndGradient} from './dist/index.js';", OURS],
  'the whole package': ["export * from './dist/index.js';", OURS],
  "tfjs's own gradients": ["import './dist/tfjs-gradients.node.js';", TFJS],
};

/** A page that takes gradients already, and what it may import besides. */
export const PAGE = `
  import '@tensorflow/tfjs-backend-cpu';
  export {grads} from '@tensorflow/tfjs-core';`;
export const ADDED = {
  'total growth of a page, with valueAndGradient': BUNDLES['valueAndGradient alone'],
  'total growth of a page, with graph': BUNDLES['valueAndGradient and graph'],
};

/** The file in dist for a script tag. */
export const SCRIPT = 'the script for a page, gradients included';

export const SIZE_HEADING = ['', 'minified', 'gzipped'];

/** The form of the table. */
export function sizeForms() {
  return {sizes: {heading: SIZE_HEADING, rows: [...Object.keys(BUNDLES), ...Object.keys(ADDED), SCRIPT]}};
}
