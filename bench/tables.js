/** The tables of the benchmark: what stands in their headings and first columns. The benchmarks fill in the rest. */
import {TITLES} from './rivals/index.js';
import {load} from './workloads/index.js';

/** What an element costs is measured at these numbers of elements. */
export const SIZES = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

export const GRAPH_WORKLOADS = [
  'rosenbrock',
  'funnel',
  'eight-schools',
  'scalar-chain',
  'logistic-regression',
  'perceptron-small',
  'perceptron-large',
  'convolutional-large',
  'tanh-exponential',
];
export const TRAINING_WORKLOADS = [
  'logistic-regression',
  'perceptron-small',
  'perceptron-large',
  'convolutional-large',
  'recurrent',
];
export const TRAINING_OPTIMIZERS = ['sgd', 'adam'];
export const MODEL_WORKLOADS = ['perceptron-small', 'convolutional-small'];

/** Rivals by the names of their files, in the order of the tables. */
export const GROWTH_RIVALS = ['tfjs-cpu', 'tfjs-wasm', 'graph', 'jax'];
export const MACHINE_TITLES = {
  'tfjs-cpu': TITLES['tfjs-cpu'],
  graph: 'graph, WebAssembly',
  'graph-in-typescript': 'graph, TypeScript',
};
export const MODEL_TITLES = {
  'tfjs-cpu': 'tfjs alone, tf.valueAndGrads',
  'tfjs-imported': 'package imported, tf.valueAndGrads',
  tape: 'package imported, valueAndGradient',
};
/** The first is what the others are compared with. */
export const TRAINING_TITLES = {
  'training/minimize': 'minimize, tfjs',
  'training/model': 'trainOnBatch, tfjs',
  'training/jax': 'jax-js, wasm',
  'training/gradient': 'gradient alone',
  'training/graph': 'this graph',
  'training/compiled-model': 'compileTraining',
};
export const TAPE_TITLES = ['tf.valueAndGrads', 'valueAndGradient'];

const RATIOS = ['', 'a call', 'ratio'];

/** Headings and first columns by name, as `scripts/tables` compares them with the pages. */
export async function benchmarkForms() {
  const titlesOf = (names) => Promise.all(names.map(async (name) => (await load(name)).title));
  const workloads = await titlesOf(GRAPH_WORKLOADS);
  return {
    'bench tape': {heading: RATIOS, rows: TAPE_TITLES},
    ...Object.fromEntries(
      MODEL_WORKLOADS.map((name) => [`bench ${name}`, {heading: RATIOS, rows: Object.values(MODEL_TITLES)}]),
    ),
    'bench graph': {heading: graphHeading(), rows: workloads},
    'bench machines': {heading: machinesHeading(), rows: workloads},
    'bench growth': {
      heading: ['', ...SIZES.map((size) => size.toLocaleString('en'))],
      rows: GROWTH_RIVALS.map((name) => TITLES[name]),
    },
  };
}

export function graphHeading() {
  return ['', ...Object.values(TITLES), '× tfjs, cpu', '× jax-js'];
}

export function trainingHeading() {
  const ratios = ['graph / gradient', '× minimize', '× jax-js', 'compileTraining × trainOnBatch'];
  return ['', ...Object.values(TRAINING_TITLES), ...ratios];
}

export const trainingTitle = (title, optimizer) => `${title}, ${optimizer}`;

export function machinesHeading() {
  return ['', ...Object.values(MACHINE_TITLES), 'TypeScript / WebAssembly'];
}
