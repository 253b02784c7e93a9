/** Operations that make fewer elements of many, and those that run along an axis. */
import type {Draft, Operand} from '../draft.js';
import {table, type Draw, type Operations} from '../operation.js';

type Prepare = (d: Draft) => Operand;
const float: Prepare = (d) => d.float();
const int: Prepare = (d) => d.asInt(d.operand());
const bool: Prepare = (d) => d.asBool(d.operand());
const tanh: Prepare = (d) => d.tanh(d.float());

const reduce =
  (name: string, prepare: Prepare = float): Draw =>
  (d) => {
    const x = prepare(d);
    if (d.maybe(4)) return d.call(`tf.${name}`, x);
    return d.call(`tf.${name}`, x, d.someAxes(x.rank), d.maybe());
  };

const alongAxis =
  (name: string, prepare: Prepare = float, isNegativeToo = true): Draw =>
  (d) => {
    const x = prepare(d);
    if (x.rank === 0) return undefined;
    const axis = d.choose(x.rank);
    return d.call(`tf.${name}`, x, isNegativeToo && d.maybe(4) ? axis - x.rank : axis);
  };

/** Negative axes are not here: the kernels of tfjs give rubbish for them. */
const scan =
  (name: string, prepare: Prepare): Draw =>
  (d) => {
    const x = prepare(d);
    return x.rank === 0 ? undefined : d.call(`tf.${name}`, x, d.choose(x.rank), d.maybe(), d.maybe());
  };

const shrunk =
  (draw: Draw): Draw =>
  (d) => {
    const sum = draw(d);
    return sum && d.call('tf.mul', sum, 1 / 16);
  };

const lastAxis =
  (name: string): Draw =>
  (d) => {
    const x = d.float();
    return x.rank === 0 ? undefined : d.call(`tf.${name}`, x);
  };

const norm: Draw = (d) => {
  const x = d.float();
  const axes = d
    .someAxes(x.rank)
    .map((axis) => (axis + x.rank) % x.rank)
    .slice(0, 2);
  const ord = axes.length === 1 ? d.pick(['euclidean', 1, Infinity, -Infinity]) : 'euclidean';
  return x.rank === 0 || axes.length === 0
    ? d.call('tf.norm', x)
    : d.call('tf.norm', x, ord, axes, d.maybe());
};

const topk: Draw = (d) => {
  const x = d.floatWithAxis();
  const found = d.call('tf.topk', x, d.between(1, x.shape.at(-1) as number), d.maybe());
  return d.maybe() ? d.member(found, 'values') : d.member(found, 'indices');
};

const bincount: Draw = (d) => {
  const shape = [d.between(1, 9)];
  return d.call('tf.bincount', d.indices(shape, 5), d.shaped(shape), 4);
};

const denseBincount: Draw = (d) => {
  const shape = [d.between(1, 9), d.between(1, 9)].slice(d.choose(2));
  return d.call('tf.denseBincount', d.indices(shape, 5), d.shaped(shape), 4, d.maybe(3));
};

export const reductions: Operations = {
  ...table({
    all: reduce('all', bool),
    any: reduce('any', bool),
    argMax: alongAxis('argMax'),
    argMin: alongAxis('argMin'),
    'argMax of integers': alongAxis('argMax', int),
    cumprod: scan('cumprod', (d) => d.call('tf.add', d.call('tf.mul', d.tanh(d.float()), 0.25), 1)),
    cumsum: shrunk(scan('cumsum', float)),
    'cumsum of integers': scan('cumsum', int),
    euclideanNorm: reduce('euclideanNorm'),
    logSoftmax: lastAxis('logSoftmax'),
    logSumExp: reduce('logSumExp'),
    max: reduce('max'),
    'max of integers': reduce('max', int),
    mean: reduce('mean'),
    'mean of integers': reduce('mean', int),
    min: reduce('min'),
    'min of integers': reduce('min', int),
    prod: reduce('prod', tanh),
    softmax: lastAxis('softmax'),
    sum: shrunk(reduce('sum')),
    'sum of all': (d) => d.call('tf.mul', d.call('tf.sum', d.float()), 1 / 8),
    'sum of bools': reduce('sum', bool),
    'sum of integers': reduce('sum', int),
    norm,
    topk,
    moments: (d) => {
      const x = d.float();
      const moments = d.call('tf.moments', x, d.someAxes(x.rank), d.maybe());
      return d.member(moments, d.pick(['mean', 'variance']));
    },
  }),
  ...table({bincount, denseBincount}),
};
