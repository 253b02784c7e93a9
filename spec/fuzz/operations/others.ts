/** Losses, complex numbers, strings, numbers drawn or made, and derivatives within a program. */
import type {Draft, Operand} from '../draft.js';
import {table, type Draw, type Operations} from '../operation.js';

const REDUCTIONS = [0, 1, 2, 3];

const loss =
  (name: string, labels: (d: Draft, shape: number[]) => Operand, ...extra: unknown[]): Draw =>
  (d) => {
    const x = d.floatWithAxis();
    const weights = d.maybe() ? d.call('tf.sigmoid', d.shaped(x.shape, 2)) : undefined;
    return d.call(`tf.losses.${name}`, labels(d, x.shape), x, weights, ...extra, d.pick(REDUCTIONS));
  };

const anything = (d: Draft, shape: number[]): Operand => d.fit(d.float(1), shape);
const zeroOrOne = (d: Draft, shape: number[]): Operand => d.asFloat(d.input(shape, {dtype: 'bool'}));

const logLoss: Draw = (d) => {
  const x = d.call('tf.sigmoid', d.float());
  return d.call('tf.losses.logLoss', zeroOrOne(d, x.shape), x, undefined, undefined, d.pick(REDUCTIONS));
};

/** Labels that sum to 1 and are constant: tfjs's gradient is for those alone. */
const softmaxCrossEntropy: Draw = (d) => {
  const x = d.floatWithAxis();
  const labels = d.call('tf.softmax', d.input(x.shape, {role: 'constant'}));
  return d.call('tf.losses.softmaxCrossEntropy', labels, x, undefined, d.pick([0, 0.2]), d.pick(REDUCTIONS));
};

const cosineDistance: Draw = (d) => {
  const x = d.floatWithAxis();
  return d.call(
    'tf.losses.cosineDistance',
    anything(d, x.shape),
    x,
    d.choose(x.rank),
    undefined,
    d.pick(REDUCTIONS),
  );
};

const losses: Operations = table({
  'losses.absoluteDifference': loss('absoluteDifference', anything),
  'losses.hingeLoss': loss('hingeLoss', zeroOrOne),
  'losses.huberLoss': loss('huberLoss', anything, 0.7),
  'losses.meanSquaredError': loss('meanSquaredError', anything),
  'losses.sigmoidCrossEntropy': loss('sigmoidCrossEntropy', zeroOrOne, 0.2),
  'losses.logLoss': logLoss,
  'losses.cosineDistance': cosineDistance,
  'losses.softmaxCrossEntropy': softmaxCrossEntropy,
  movingAverage: (d) => {
    const x = d.float();
    return d.call('tf.movingAverage', x, d.fit(d.float(1), x.shape), d.pick([0.5, 0.9]), 3, d.maybe());
  },
});

const complexOf = (d: Draft, shape: number[]): Operand =>
  d.call('tf.complex', d.shaped(shape, 0), d.shaped(shape, 1));

/** Something of a complex tensor that is real. */
const ofComplex =
  (draw: (d: Draft, z: Operand) => Operand): Draw =>
  (d) => {
    const shape = [2, d.between(1, 5)].slice(d.choose(2));
    const result = draw(d, complexOf(d, shape));
    return result.dtype === 'complex64' ? d.call(`tf.${d.pick(['real', 'imag', 'real'])}`, result) : result;
  };

const complex: Operations = table(
  {
    complex: ofComplex((_, z) => z),
    'abs of complex': ofComplex((d, z) => d.call('tf.abs', d.call('tf.add', z, d.call('tf.complex', 3, 1)))),
    'product of complex': ofComplex((d, z) => d.call('tf.mul', z, complexOf(d, z.shape))),
    'difference of complex': ofComplex((d, z) => d.call('tf.sub', z, d.call('tf.mul', z, z))),
    'transpose of complex': ofComplex((d, z) => d.call('tf.transpose', z)),
    fft: ofComplex((d, z) => d.call(`tf.spectral.${d.pick(['fft', 'ifft'])}`, z)),
    // It looks at the dtype, which an array has not.
    rfft: (d) => {
      const x = d.tanh(d.shaped([2, d.between(1, 6)].slice(d.choose(2)), 0));
      return d.call('tf.real', d.call('tf.spectral.rfft', x));
    },
    irfft: (d) => d.call('tf.spectral.irfft', complexOf(d, [2, d.between(2, 4)])),
    stft: (d) => d.call('tf.real', d.call('tf.signal.stft', d.shaped([8], 0), 4, 2)),
  },
  {
    notSpecial: 'parts of complex numbers meet in sums',
    weight: 2,
    skip: {
      wasm: 'it has no kernels of complex tensors',
      webgl: 'parts of a reshaped complex tensor have the shape from before',
    },
  },
);

const int = (d: Draft, values: readonly number[]): Operand => d.call('tf.tensor1d', values, 'int32');

const strings = (d: Draft, values: readonly string[]): Operand => d.call('tf.tensor1d', values, 'string');

const made: Operations = {
  ...table({
    fill: (d) => d.call('tf.fill', d.float().shape, d.pick([0, 3, -0.5])),
    linspace: (d) => d.call('tf.linspace', 0, 1, d.between(1, 9)),
    range: (d) => d.call('tf.range', 0, d.between(1, 9), d.pick([1, 0.5]), 'float32'),
    'randomUniform, seeded': (d) =>
      d.call('tf.randomUniform', [d.between(1, 9)], -1, 1, 'float32', d.between(1, 99)),
    'randomNormal, seeded': (d) =>
      d.call('tf.randomNormal', [d.between(1, 5), 3], 0, 1, 'float32', d.between(1, 99)),
    'dropout, seeded': (d) => d.call('tf.dropout', d.float(), 0.4, undefined, d.between(1, 99)),
  }),
  ...table(
    {
      'multinomial, seeded': (d) =>
        d.call('tf.multinomial', d.shaped([2, d.between(2, 5)]), 3, d.between(1, 99), false),
      unique: (d) =>
        d.member(d.call('tf.unique', d.call('tf.tensor1d', [1, 2, 1, 3])), d.pick(['values', 'indices'])),
    },
    {notSpecial: 'it depends on the order of its operands', skip: {wasm: 'it has no such kernel'}, weight: 1},
  ),
  ...table(
    {
      stringToHashBucketFast: (d) =>
        d.call('tf.string.stringToHashBucketFast', strings(d, ['a', 'bc', '']), 7),
      staticRegexReplace: (d) =>
        d.call(
          'tf.string.stringToHashBucketFast',
          d.call('tf.string.staticRegexReplace', strings(d, ['aba', 'c']), 'a', 'd'),
          9,
        ),
      stringNGrams: (d) =>
        d.member(
          d.call(
            'tf.string.stringNGrams',
            strings(d, ['a', 'b', 'c']),
            int(d, [0, 3]),
            '|',
            [1, 2],
            'L',
            'R',
            0,
            false,
          ),
          'nGramsSplits',
        ),
      raggedGather: (d) =>
        d.member(
          d.call('tf.raggedGather', [int(d, [0, 2, 2, 4])], d.shaped([4]), int(d, [2, 0]), 1),
          'outputDenseValues',
        ),
      raggedTensorToTensor: (d) =>
        d.call(
          'tf.raggedTensorToTensor',
          int(d, [3, 3]),
          d.shaped([4]),
          0,
          [int(d, [0, 1, 3, 4])],
          ['ROW_SPLITS'],
        ),
      stringSplit: (d) => d.member(d.call('tf.string.stringSplit', strings(d, ['a b', 'c']), ' '), 'indices'),
      sparseReshape: (d) =>
        d.member(
          d.call(
            'tf.sparse.sparseReshape',
            [
              [0, 1],
              [1, 0],
            ],
            [2, 3],
            [3, -1],
          ),
          'outputIndices',
        ),
      broadcastArgs: (d) =>
        d.call(
          'tf.broadcastArgs',
          d.call('tf.tensor1d', [1, 3], 'int32'),
          d.call('tf.tensor1d', [2, 1], 'int32'),
        ),
    },
    {weight: 1, skip: {webgl: 'of strings and shapes', wasm: 'of strings and shapes'}},
  ),
};

/** A smooth function of one tensor, of a few operations. */
function smooth(d: Draft, x: Operand): Operand {
  let y = d.call(`tf.${d.pick(['sin', 'tanh', 'softplus', 'square', 'exp', 'sigmoid'])}`, d.tanh(x));
  if (d.maybe()) y = d.call('tf.mul', y, x);
  if (d.maybe()) y = d.call('tf.add', y, d.fit(d.float(1), x.shape));
  return y;
}

const nested =
  (
    callee: string,
    more: (d: Draft, x: Operand) => unknown[],
    take: (d: Draft, result: Operand) => Operand,
  ): Draw =>
  (d) => {
    const x = d.tanh(d.float());
    if (
      x.tensor.size > (callee === 'valueAndGradient' || callee === 'hessianVectorProduct' ? 2100 : 12) ||
      x.rank > 3
    )
      return undefined;
    const isScalar = callee !== 'jacobian';
    const f = d.lambda([x], (inner, [parameter]) => {
      const y = smooth(inner, parameter as Operand);
      return isScalar ? inner.call('tf.sum', y) : y;
    });
    return take(d, d.call(callee, f, x, ...more(d, x)));
  };

const squeezeRank = (d: Draft, y: Operand): Operand => (y.rank > 6 ? d.call('tf.reshape', y, [-1]) : y);

const within: Operations = table(
  {
    'gradient within': nested(
      'valueAndGradient',
      () => [],
      (d, result) => d.member(result, 1),
    ),
    'value within': nested(
      'valueAndGradient',
      () => [],
      (d, result) => d.member(result, 0),
    ),
    'jacobian within': nested('jacobian', () => [], squeezeRank),
    'hessian within': nested('hessian', () => [], squeezeRank),
    'hessianVectorProduct within': nested(
      'hessianVectorProduct',
      (d, x) => [d.tanh(d.fit(d.float(1), x.shape))],
      (_, y) => y,
    ),
    cubeWithSlope: (d) => d.call('cubeWithSlope', d.tanh(d.float())),
    productWithSlopes: (d) => {
      // Of tensors alone: a customGrad takes no arrays.
      const x = d.tanh(d.float());
      return d.call('productWithSlopes', x, d.fit(d.tanh(d.float(1)), x.shape));
    },
    inTidy: (d) => d.call('inTidy', d.tanh(d.float())),
  },
  {notSpecial: 'derivatives multiply zeros by what is not finite'},
);

export const others: Operations = {...losses, ...complex, ...made, ...within};
