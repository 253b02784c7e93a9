/** What `npm run sizes` measures. */

const TFJS = ['@tensorflow/tfjs-core'];
const OURS = [...TFJS, '#tfjs-gradients'];

const CORE = "export * from './dist/entries/core.js';";

/** What a bundle holds: its code, and what it leaves to others. */
export const BUNDLES = {
  'the core': [CORE, OURS],
  'valueAndGradient alone': ["export {valueAndGradient} from './dist/index.js';", OURS],
  'valueAndGradient and graph': ["export {graph, valueAndGradient} from './dist/index.js';", OURS],
  'the whole package': ["export * from './dist/index.js';", OURS],
  "tfjs's own gradients": ["import './dist/tfjs-gradients.node.js';", TFJS],
};

/** The areas of gradients, each as what it adds to the core, the tape for all orders included. */
const AREAS = [
  'complex',
  'convolution',
  'convolution-3d',
  'elementwise',
  'gather-scatter',
  'image',
  'matmul',
  'normalization',
  'pooling',
  'reduction',
  'slicing',
];
export const BESIDE_CORE = Object.fromEntries([
  ...AREAS.map((area) => [
    `gradients/${area}, beside the core`,
    `${CORE} import './dist/gradients/areas/${area}.js';`,
  ]),
  ['gradients, beside the core', `${CORE} import './dist/entries/gradients.js';`],
]);
export {CORE, OURS};

/** What a bundle should have at most, gzipped, in kB. */
export const GOALS = {'the core': 5, 'valueAndGradient alone': 17, 'valueAndGradient and graph': 50};

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
  return {
    sizes: {
      heading: SIZE_HEADING,
      rows: [...Object.keys(BUNDLES), ...Object.keys(BESIDE_CORE), ...Object.keys(ADDED), SCRIPT],
    },
  };
}
