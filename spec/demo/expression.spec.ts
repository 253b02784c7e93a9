import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {surfaceOf} from '../../demo/playground/expression/evaluate.js';
import {ExpressionError} from '../../demo/playground/expression/expression-error.js';
import {parse} from '../../demo/playground/expression/parser.js';
import {checkGradients} from '../../src/index.js';
import {expectNumbers, onEachBackend} from '../support.js';

const X = [0.5, 1.25, 2];
const Y = [1.5, -0.75, 0.25];

const cases: Record<string, (x: number, y: number) => number> = {
  '1 - x - y': (x, y) => 1 - x - y,
  'x / y / 2': (x, y) => x / y / 2,
  '2 + 3 * x': (x) => 2 + 3 * x,
  '-x^2': (x) => -(x ** 2),
  '(-x)^2': (x) => x ** 2,
  'x^2^y': (x, y) => x ** (2 ** y),
  'x^-2': (x) => x ** -2,
  '2 * -y': (_x, y) => -2 * y,
  '--x': (x) => x,
  '+x - +y': (x, y) => x - y,
  '−x − 2': (x) => -x - 2,
  'x**2 + x**-y': (x, y) => x ** 2 + x ** -y,
  'ln(x)': (x) => Math.log(x),
  'y^7 + y^0': (_x, y) => y ** 7 + 1,
  'x^0.5': (x) => Math.sqrt(x),
  '2^x': (x) => 2 ** x,
  'sin(x) * cos(y) + tan(y)': (x, y) => Math.sin(x) * Math.cos(y) + Math.tan(y),
  'exp(log(x)) + sqrt(x)': (x) => x + Math.sqrt(x),
  'abs(y) + tanh(x)': (x, y) => Math.abs(y) + Math.tanh(x),
  'sigmoid(y)': (_x, y) => 1 / (1 + Math.exp(-y)),
  'min(x, y) - max(x, 1)': (x, y) => Math.min(x, y) - Math.max(x, 1),
  'pow(x, 3)': (x) => x ** 3,
  'pi * x + e': (x) => Math.PI * x + Math.E,
  '.5 + 1.e1 + 2e-1*x': (x) => 10.5 + 0.2 * x,
  'sin(pi / 2) + sigmoid(0)': () => 1.5,
  ' \tx ': (x) => x,
};

onEachBackend('expressions', () => {
  for (const [source, expected] of Object.entries(cases)) {
    it(`evaluates ${source.trim()}`, () => {
      const found = tf.tidy(() => surfaceOf(parse(source))(tf.tensor1d(X), tf.tensor1d(Y)).arraySync());
      expectNumbers(
        found,
        X.map((x, index) => expected(x, Y[index] ?? NaN)),
      );
    });
  }

  it('have the derivatives that central differences show', () => {
    const surface = surfaceOf(parse('x^3 * y - sin(x) / (y^2 + 1) + exp(-x) * tanh(y) + max(x, y)'));
    checkGradients(surface, [X, Y], {order: 1, tolerance: 1e-2});
  });
});

describe('faults of expressions', () => {
  const faults: Record<string, readonly [position: number, message: RegExp]> = {
    '': [1, /enter an expression/],
    '   ': [4, /enter an expression/],
    '(x': [3, /expected '\)', got the end/],
    'x y': [3, /expected an operator, got 'y'.*2 \* x/],
    'x(2)': [2, /expected an operator, got '\('/],
    '+': [2, /expected a number, a name or '\(', got the end/],
    'x ** ** y': [6, /expected a number, a name or '\(', got '\^'/],
    'x,y': [2, /belongs to no '\('/],
    'sin x': [5, /expected '\(' after sin/],
    'sin()': [5, /got '\)'/],
    'pow(x)': [1, /pow takes 2 arguments, got 1/],
    'sin(x, y)': [1, /sin takes 1 argument, got 2/],
    'x + constructor': [5, /'constructor' is not known/],
    'x # y': [3, /'#' has no meaning/],
    '1e999': [1, /too large/],
    [`${'('.repeat(400)}x${')'.repeat(400)}`]: [501, /at most 500/],
  };

  for (const [source, [position, message]] of Object.entries(faults)) {
    it(`are found in '${source.slice(0, 20)}' at position ${position}`, () => {
      const parsing = () => parse(source);
      expect(parsing).to.throw(ExpressionError, message);
      expect(parsing).to.throw(`Position ${position}: `);
    });
  }

  it('are not seen in the deepest nesting that is short enough', () => {
    expect(parse(`${'('.repeat(249)}x${')'.repeat(249)}`)).to.deep.equal({kind: 'variable', name: 'x'});
  });
});
