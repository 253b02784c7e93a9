/** Operations of one element each. */
import type {Draft, Operand} from '../draft.js';
import {table, type Draw, type Operations} from '../operation.js';

type Domain = (draft: Draft, x: Operand) => Operand;

const any: Domain = (_, x) => x;
const small: Domain = (d, x) => d.tanh(x);
const unit: Domain = (d, x) => d.call('tf.mul', d.tanh(x), 0.9);
const positive: Domain = (d, x) => d.call('tf.add', d.call('tf.square', d.tanh(x)), 0.5);
const aboveOne: Domain = (d, x) => d.call('tf.add', d.call('tf.square', d.tanh(x)), 1.25);

const functions: ReadonlyArray<readonly [Domain, ...string[]]> = [
  [
    any,
    'abs',
    'asinh',
    'atan',
    'ceil',
    'elu',
    'erf',
    'floor',
    'isFinite',
    'isInf',
    'isNaN',
    'logSigmoid',
    'neg',
  ],
  [
    any,
    'onesLike',
    'relu',
    'relu6',
    'round',
    'selu',
    'sigmoid',
    'sign',
    'softplus',
    'step',
    'tanh',
    'zerosLike',
  ],
  [any, 'clone', 'leakyRelu', 'cos', 'sin', 'square'],
  [small, 'cosh', 'exp', 'expm1', 'sinh', 'tan'],
  [unit, 'acos', 'asin', 'atanh', 'log1p'],
  [positive, 'log', 'reciprocal', 'rsqrt', 'sqrt'],
  [aboveOne, 'acosh'],
];

const unary: Operations = table(
  Object.fromEntries(
    functions.flatMap(([domain, ...names]) =>
      names.map((name): [string, Draw] => [name, (d) => d.call(`tf.${name}`, domain(d, d.float()))]),
    ),
  ),
);

const withAttributes: Operations = table({
  clipByValue: (d) => d.call('tf.clipByValue', d.float(), d.pick([-0.5, -1, 0]), d.pick([0.25, 0.75, 2])),
  'leakyRelu, alpha': (d) => d.call('tf.leakyRelu', d.float(), d.pick([0, 0.3, 1.5])),
  'step, alpha': (d) => d.call('tf.step', d.float(), d.pick([0.2, -0.5])),
  'pow by a number': (d) => d.call('tf.pow', positive(d, d.float()), d.pick([0.5, -1, 2, 3])),
  'add a number': (d) => d.call('tf.add', d.float(), d.pick([0, 1, -0.5])),
  'mul by a number': (d) => d.call('tf.mul', d.pick([0, 1, -1, 0.5]), d.float()),
  'stable square root': (d) => d.call('tf.sqrt', d.call('tf.add', d.call('tf.square', d.float()), 1e-3)),
});

const prelu: Operations = table(
  {
    prelu: (d) => {
      const x = d.float();
      return d.call('tf.prelu', x, d.tanh(d.broadcastable(x, d.float(1))));
    },
  },
  {skip: {wasm: "tfjs's kernel broadcasts alpha along leading axes only"}},
);

/** Both operands floats, or one of them integers. */
const ofTwo =
  (name: string, left: Domain = any, right: Domain = any): Draw =>
  (d) => {
    const x = d.float();
    const other = d.operand(1);
    const isMixed = other.dtype === 'int32' && left === any && right === any && d.maybe(3);
    const y = d.broadcastable(x, isMixed ? other : d.asFloat(other));
    return d.maybe()
      ? d.call(`tf.${name}`, left(d, x), right(d, y))
      : d.call(`tf.${name}`, left(d, y), right(d, x));
  };

const binary: Operations = table({
  add: ofTwo('add'),
  atan2: ofTwo('atan2', any, positive),
  div: ofTwo('div', any, positive),
  divNoNan: ofTwo('divNoNan', any, positive),
  floorDiv: ofTwo('floorDiv', any, positive),
  maximum: ofTwo('maximum'),
  minimum: ofTwo('minimum'),
  mod: ofTwo('mod', any, aboveOne),
  mul: ofTwo('mul'),
  pow: ofTwo('pow', positive, small),
  squaredDifference: ofTwo('squaredDifference', small, small),
  sub: ofTwo('sub'),
});

const ofInts =
  (name: string, right: Domain = any): Draw =>
  (d) => {
    const x = d.asInt(d.operand());
    return d.call(`tf.${name}`, x, right(d, d.broadcastable(x, d.asInt(d.operand(1)))));
  };

const notZero: Domain = (d, x) => d.call('tf.add', d.call('tf.square', x), d.call('tf.scalar', 1, 'int32'));

const ofAny =
  (name: string): Draw =>
  (d) =>
    d.maybe() ? ofInts(name)(d) : ofTwo(name)(d);

const ofBools =
  (name: string): Draw =>
  (d) => {
    const x = d.asBool(d.operand());
    return d.call(`tf.${name}`, x, d.broadcastable(x, d.asBool(d.operand(1))));
  };

const integers: Operations = table({
  intAbs: (d) => d.call('tf.abs', d.asInt(d.operand())),
  intAdd: ofInts('add'),
  intDiv: ofInts('div', notZero),
  intFloorDiv: ofInts('floorDiv', notZero),
  intMaximum: ofInts('maximum'),
  intMinimum: ofInts('minimum'),
  intMod: ofInts('mod', notZero),
  intMul: ofInts('mul'),
  intNeg: (d) => d.call('tf.neg', d.asInt(d.operand())),
  intSquare: (d) => d.call('tf.square', d.asInt(d.operand())),
  intSub: ofInts('sub'),
  bitwiseAnd: (d) => {
    const x = d.asInt(d.operand());
    return d.call('tf.bitwiseAnd', x, d.fit(d.asInt(d.operand(1)), x.shape));
  },
});

const comparisons: Operations = table({
  equal: ofInts('equal'),
  greater: ofAny('greater'),
  greaterEqual: ofAny('greaterEqual'),
  less: ofAny('less'),
  lessEqual: ofAny('lessEqual'),
  notEqual: ofInts('notEqual'),
  logicalAnd: ofBools('logicalAnd'),
  logicalNot: (d) => d.call('tf.logicalNot', d.asBool(d.operand())),
  logicalOr: ofBools('logicalOr'),
  logicalXor: ofBools('logicalXor'),
  castToFloat: (d) => d.float(),
  castToInt: (d) => d.asInt(d.operand()),
  castToBool: (d) => {
    const x = d.operand();
    return d.call('tf.cast', x.dtype === 'float32' ? d.call('tf.relu', x) : x, 'bool');
  },
  where: (d) => {
    const x = d.float();
    const condition = d.broadcastable(x, d.asBool(d.operand(2)));
    return d.call('tf.where', condition, x, d.broadcastable(x, d.float(1)));
  },
  intWhere: (d) => {
    const x = d.asInt(d.operand());
    const condition = d.broadcastable(x, d.asBool(d.operand(2)));
    return d.call('tf.where', condition, x, d.broadcastable(x, d.asInt(d.operand(1))));
  },
});

export const elementWise: Operations = {...unary, ...withAttributes, ...prelu, ...binary};
export const discrete: Operations = {...integers, ...comparisons};
