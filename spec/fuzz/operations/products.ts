/** Products of matrices, and what is made of them. */
import type {Draft, Operand} from '../draft.js';
import {table, type Draw, type Operations} from '../operation.js';

/** Lengths of the sides of a product: also such that no vector fits. */
const SIDES = [1, 2, 3, 4, 5, 7, 8, 9, 17, 33];

const scaled = (d: Draft, product: Operand, terms: number): Operand =>
  terms < 4 ? product : d.call('tf.mul', product, 1 / 4);

/** Batches that the kernel of tfjs takes rightly: leading axes are broadcast, others are not. */
const matMul: Draw = (d) => {
  const [m, k, n] = [d.pick(SIDES), d.pick(SIDES), d.pick(SIDES)];
  const [transposeA, transposeB] = [d.maybe(), d.maybe()];
  const [batchOfA, batchOfB] = d.pick([
    [[], []],
    [[], []],
    [[2], [2]],
    [[], [2]],
    [[2, 3], []],
    [[1], [2]],
    [[2], [3, 2]],
  ]) as [number[], number[]];
  const a = d.shaped([...batchOfA, ...(transposeA ? [k, m] : [m, k])], 0);
  const b = d.shaped([...batchOfB, ...(transposeB ? [n, k] : [k, n])], 1);
  return scaled(d, d.call('tf.matMul', a, b, transposeA, transposeB), k);
};

/** Equations which the kernel of tfjs computes rightly. */
const equations: ReadonlyArray<readonly [equation: string, ...shapes: number[][]]> = [
  ['ij->ji', [2, 3]],
  ['ij->i', [3, 5]],
  ['ij->', [2, 3]],
  ['ijk->kj', [2, 3, 4]],
  ['i,i->', [5], [5]],
  ['i,j->ji', [2], [3]],
  ['ij,jk->ik', [4, 3], [3, 2]],
  ['ij,ij->j', [2, 3], [2, 3]],
  ['ij,j->i', [2, 3], [3]],
  ['bij,bjk->bik', [2, 2, 3], [2, 3, 1]],
  ['abc,cde->adeb', [2, 1, 3], [3, 2, 1]],
  ['jki,ijk->k', [2, 2, 2], [2, 2, 2]],
];

const einsum: Draw = (d) => {
  const [equation, ...shapes] = d.pick(equations);
  return d.call('tf.einsum', equation, ...shapes.map((shape, index) => d.shaped(shape, index)));
};

const dot: Draw = (d) => {
  const [m, k, n] = [d.between(1, 5), d.between(1, 9), d.between(1, 5)];
  return d.call(
    'tf.dot',
    d.shaped([m, k].slice(d.choose(2)), 0),
    d.shaped([k, n].slice(0, d.between(1, 2)), 1),
  );
};

const activation = (d: Draft): string =>
  d.pick(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu']);

const fusedMatMul: Draw = (d) => {
  const [m, k, n] = [d.between(1, 5), d.between(1, 9), d.between(1, 5)];
  const [transposeA, transposeB] = [d.maybe(3), d.maybe(3)];
  const a = d.shaped(transposeA ? [k, m] : [m, k], 0);
  const b = d.shaped(transposeB ? [n, k] : [k, n], 1);
  const kind = activation(d);
  const fused = {
    a,
    b,
    transposeA,
    transposeB,
    activation: kind,
    ...(d.maybe() ? {bias: d.shaped([n], 2)} : {}),
  };
  return d.call(
    'tf.fused.matMul',
    kind === 'prelu' ? {...fused, preluActivationWeights: d.shaped([n])} : fused,
  );
};

const addN: Draw = (d) => {
  const x = d.float();
  return d.call(
    'tf.addN',
    [x, d.fit(d.float(1), x.shape), d.fit(d.float(2), x.shape)].slice(0, d.between(1, 3)),
  );
};

/** Far from singular, so that decompositions are smooth around it. */
function regular(d: Draft, rows: number, columns: number): Operand {
  return d.call(
    'tf.add',
    d.call('tf.eye', rows, columns),
    d.call('tf.mul', d.tanh(d.shaped([rows, columns], 0)), 0.25),
  );
}

const qr: Draw = (d) => {
  const rows = d.between(1, 3);
  return d.member(
    d.call('tf.linalg.qr', regular(d, rows, d.between(1, 3)), rows > 1 && d.maybe(3)),
    d.choose(2),
  );
};

const gramSchmidt: Draw = (d) => {
  const rows = d.between(1, 3);
  return d.call('tf.linalg.gramSchmidt', regular(d, rows, rows + d.choose(2)));
};

const bandPart: Draw = (d) => {
  const x = d.shaped([2, d.between(1, 5), d.between(1, 5)].slice(d.choose(2)), 0);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  return d.call('tf.linalg.bandPart', x, d.between(-1, rows - 1), d.between(-1, columns - 1));
};

const lstm: Draw = (d) => {
  const [batch, size, input] = [d.between(1, 3), d.between(1, 3), d.between(1, 3)];
  const [kernel, bias] = [d.shaped([input + size, 4 * size]), d.shaped([4 * size], 2)];
  const state = [d.shaped([batch, input], 0), d.shaped([batch, size]), d.shaped([batch, size], 2)];
  return d.member(d.call('tf.basicLSTMCell', d.call('tf.scalar', 1), kernel, bias, ...state), d.choose(2));
};

/** Products of 1e30 and more. */
const NOT_SPECIAL = 'the tape adds in double precision, in which sums that overflow may come back';

const noEinsum = {skip: {wasm: 'it has no kernel Einsum'}};

export const products: Operations = {
  ...table({matMul}, {weight: 12, notSpecial: NOT_SPECIAL}),
  ...table({einsum}, {...noEinsum, notSpecial: NOT_SPECIAL}),
  ...table(
    {'fused.matMul': fusedMatMul},
    {
      notSpecial: 'a fused kernel and its parts treat what is not finite otherwise',
      skip: {wasm: 'the _FusedMatMul of wasm is wrong where b is transposed and a bias added'},
    },
  ),
  ...table({
    addN,
    bandPart,
    outerProduct: (d) =>
      d.call('tf.outerProduct', d.shaped([d.between(1, 9)], 0), d.shaped([d.between(1, 9)])),
    eye: (d) => d.call('tf.mul', d.call('tf.eye', 3), d.shaped([3, 3])),
  }),
  ...table({basicLSTMCell: lstm, dot}, {notSpecial: NOT_SPECIAL}),
  ...table({qr, gramSchmidt}, {notSpecial: 'tfjs branches on their norms'}),
};
