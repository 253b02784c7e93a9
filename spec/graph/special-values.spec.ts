/** Graph against tape at the corners of float32 and int32, for every element-wise operation. */
import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';

import {graph} from '../../src/graph/graph.js';
import {valueAndGradient} from '../../src/index.js';
import {ulpDistance} from '../machine/support.js';
import {tensorsIn} from '../support.js';

const magnitudes = [
  0,
  2 ** -149,
  2 ** -127,
  2 ** -126,
  1e-20,
  0.5,
  1,
  1.5,
  2,
  3,
  88,
  2 ** 24 + 2,
  2 ** 31,
  2 ** 126,
];
const floats = [...magnitudes, 3.4028234663852886e38, Infinity].flatMap((x) => [x, -x]).concat(NaN);
const ints = [0, 1, -1, 2, -3, 7, 2 ** 24 + 1, 2 ** 31 - 1, -(2 ** 31), 46341];

/** Beyond these tfjs's cpu backend reads int32 as float32 without rounding it, as the same array. */
const exactInts = ints.filter((x) => Math.abs(x) <= 2 ** 24);

/** Constants that a rule of simplification or expansion might take for something else. */
const constants = [0, -0, 1, -1, 0.5, 2, 2 ** -126, 2 ** 126, 2 ** -149, Infinity, -Infinity, NaN];

type Elements = Readonly<Record<'float32' | 'int32' | 'bool', readonly number[]>>;
const elements: Elements = {float32: floats, int32: ints, bool: [0, 1]};
type DType = keyof Elements;

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
const binary: Readonly<Record<string, Binary>> = {
  add: tf.add,
  atan2: tf.atan2,
  div: tf.div,
  divNoNan: tf.divNoNan,
  equal: tf.equal,
  floorDiv: tf.floorDiv,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mod: tf.mod,
  mul: tf.mul,
  notEqual: tf.notEqual,
  pow: tf.pow,
  prelu: tf.prelu,
  squaredDifference: tf.squaredDifference,
  sub: tf.sub,
  logicalAnd: (a, b) => tf.logicalAnd(tf.cast(a, 'bool'), tf.cast(b, 'bool')),
  logicalOr: (a, b) => tf.logicalOr(tf.cast(a, 'bool'), tf.cast(b, 'bool')),
  logicalXor: (a, b) => tf.logicalXor(tf.cast(a, 'bool'), tf.cast(b, 'bool')),
  where: (a, b) => tf.where(tf.greater(a, b), a, b),
};

type Unary = (x: tf.Tensor) => tf.Tensor;
const unary: Readonly<Record<string, Unary>> = {
  ...Object.fromEntries(
    (['abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'ceil', 'cos', 'cosh', 'elu'] as const).map(
      (name) => [name, tf[name]],
    ),
  ),
  ...Object.fromEntries(
    (
      ['exp', 'expm1', 'floor', 'isFinite', 'isInf', 'isNaN', 'leakyRelu', 'log', 'log1p', 'neg'] as const
    ).map((name) => [name, tf[name]]),
  ),
  ...Object.fromEntries(
    (['reciprocal', 'relu', 'relu6', 'round', 'rsqrt', 'selu', 'sigmoid', 'sign', 'sin'] as const).map(
      (name) => [name, tf[name]],
    ),
  ),
  ...Object.fromEntries(
    (['sinh', 'softplus', 'sqrt', 'square', 'step', 'tan', 'tanh', 'onesLike', 'zerosLike'] as const).map(
      (name) => [name, tf[name]],
    ),
  ),
  clip: (x) => tf.clipByValue(x, -1, 2),
  negNeg: (x) => tf.neg(tf.neg(x)),
  toBool: (x) => tf.cast(x, 'bool'),
  toFloat: (x) => tf.cast(x, 'float32'),
  toInt: (x) => tf.cast(x, 'int32'),
  sum: (x) => tf.sum(x),
  sumOfOnes: (x) => tf.mul(tf.sum(x), tf.onesLike(x)),
  mean: (x) => tf.mean(x),
};

/** How many units in the last place the approximations of the machine may be off: as its own specs admit. */
const ULPS = 8;

function sameAsTape(f: (...args: tf.Tensor[]) => unknown, args: tf.Tensor[], what: string): void {
  const expected = attempt(() => f(...args));
  const g = graph(f);
  try {
    for (let call = 0; call < 2; call++) attempt(() => g(...args.map((arg) => tf.zerosLike(arg))));
    const found = attempt(() => g(...args));
    if (expected === undefined) {
      if (found !== undefined) throw new Error(`${what}: the tape refuses it, the graph does not`);
      return;
    }
    if (g.inspect().signatures[0]?.calls !== 3) throw new Error(`${what} was not compiled`);
    tensorsIn(expected).forEach((right, output) => {
      const left = tensorsIn(found)[output] as tf.Tensor;
      if (left.dtype !== right.dtype) throw new Error(`${what} is ${left.dtype}, not ${right.dtype}`);
      const values = left.dataSync();
      right.dataSync().forEach((value, index) => compare(values[index] as number, value, args, index, what));
    });
  } finally {
    g.dispose();
  }
}

function compare(found: number, expected: number, args: tf.Tensor[], index: number, what: string): void {
  if (Object.is(found, expected)) return;
  const at = args.map((arg) => arg.dataSync()[arg.size === 1 ? 0 : index] as number);
  if (isMoreExact(what, at)) return;
  if (found !== 0 && expected !== 0 && ulpDistance(found, expected) <= ULPS) return;
  throw new Error(
    `${what} at ${at.join(', ')} is ${Object.is(found, -0) ? '-0' : found}, the tape's ${expected}`,
  );
}

/** Where tfjs loses what the machine keeps: exp(x) - 1 of a tiny x, and integers that it computes as float32. */
function isMoreExact(what: string, [x = NaN]: readonly number[]): boolean {
  if (/\b(elu|selu)\b/.test(what)) return x < 0 && x > -1e-8;
  return what === 'abs of int32' && Math.abs(x) > 2 ** 24;
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** Every element with every other. */
function pairs(dtype: DType, other: DType): [tf.Tensor, tf.Tensor] {
  const of = (given: DType): readonly number[] =>
    given === 'int32' && dtype !== other ? exactInts : elements[given];
  const [as, bs] = [of(dtype), of(other)];
  return [
    tf.tensor1d(
      as.flatMap((a) => bs.map(() => a)),
      dtype,
    ),
    tf.tensor1d(
      as.flatMap(() => bs),
      other,
    ),
  ];
}

const errorsOf = (runs: ReadonlyArray<() => void>): void => {
  const errors = runs.flatMap((run) => {
    try {
      tf.tidy(run);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  if (errors.length > 0) throw new Error(errors.join('\n'));
};

const dtypes = Object.keys(elements) as DType[];

/** A GPU may take such numbers for anything, and programs of other backends are their kernels. */
const onCpu = (backends as readonly string[]).includes('cpu') ? describe : describe.skip;

onCpu('compiled programs at special values', () => {
  before(() => tf.setBackend('cpu'));

  for (const [name, f] of Object.entries(binary)) {
    it(`${name} of all pairs, in all dtypes, is the tape's`, () => {
      errorsOf(
        dtypes.flatMap((dtype) =>
          dtypes.map(
            (other) => () =>
              sameAsTape(
                (a, b) => f(a as tf.Tensor, b as tf.Tensor),
                pairs(dtype, other),
                `${name} of ${dtype} and ${other}`,
              ),
          ),
        ),
      );
    });

    it(`${name} with a constant is the tape's, whatever may be simplified`, () => {
      errorsOf(
        dtypes.flatMap((dtype) =>
          (dtype === 'float32' ? constants : elements[dtype].slice(0, 4)).flatMap((element) => {
            const x = (): tf.Tensor => tf.tensor1d([...elements[dtype]], dtype);
            const constant = (): tf.Tensor => tf.scalar(element, dtype);
            return [
              () => {
                const c = constant();
                sameAsTape((a) => f(a as tf.Tensor, c), [x()], `${name} of ${dtype} with ${element}`);
              },
              () => {
                const c = constant();
                sameAsTape((a) => f(c, a as tf.Tensor), [x()], `${name} of ${element} with ${dtype}`);
              },
              () =>
                sameAsTape(
                  (a) => f(a as tf.Tensor, tf.fill([elements[dtype].length], element, dtype)),
                  [x()],
                  `${name} of ${dtype} with as many ${element}`,
                ),
            ];
          }),
        ),
      );
    });

    it(`the gradients of ${name} at all pairs are the tape's`, () => {
      errorsOf([
        () =>
          sameAsTape(
            (a, b) =>
              valueAndGradient((x: tf.Tensor, y: tf.Tensor) => f(x, y), [a as tf.Tensor, b as tf.Tensor]),
            pairs('float32', 'float32'),
            `gradient of ${name}`,
          ),
      ]);
    });
  }

  for (const [name, f] of Object.entries(unary)) {
    it(`${name}, in all dtypes, is the tape's, and its gradient`, () => {
      errorsOf(
        dtypes.flatMap((dtype) => [
          () =>
            sameAsTape(
              (x) => f(x as tf.Tensor),
              [tf.tensor1d([...elements[dtype]], dtype)],
              `${name} of ${dtype}`,
            ),
          () =>
            sameAsTape(
              (x) => valueAndGradient((y: tf.Tensor) => f(y), [x as tf.Tensor]),
              [tf.tensor1d([...elements.float32])],
              `gradient of ${name}`,
            ),
        ]),
      );
    });
  }
});
