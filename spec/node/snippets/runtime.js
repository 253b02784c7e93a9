/** What the checks in snippets call. */
import {Tensor} from '@tensorflow/tfjs-core';
import {expect} from 'chai';

/** A number that was written with so many digits. */
class Near {
  constructor(text) {
    const [mantissa, exponent = '0'] = text.split('e');
    const decimals = (mantissa.split('.')[1] ?? '').length;
    this.number = Number(text);
    // Whole numbers are meant as they stand, but for float32 rounding.
    const unit = decimals === 0 && exponent === '0' ? 0 : 0.5 * 10 ** (Number(exponent) - decimals);
    this.tolerance = Math.max(unit, 2e-6 * Math.abs(this.number));
  }
}

export const near = (text) => new Near(text);

/** Tensors and typed arrays are compared by their numbers, structures place by place. */
export function check(found, expected, path = 'the value') {
  const value = plain(found);
  if (expected instanceof Near) {
    expect(value, path).to.be.a('number');
    expect(value, path).to.be.closeTo(expected.number, expected.tolerance + 1e-12);
  } else if (typeof expected === 'object' && expected !== null) {
    expect(value, path).to.be.an(Array.isArray(expected) ? 'array' : 'object');
    expect(Object.keys(value), path).to.deep.equal(Object.keys(expected));
    for (const key of Object.keys(expected)) check(value[key], expected[key], `${path}.${key}`);
  } else {
    expect(value, path).to.deep.equal(expected);
  }
}

function plain(found) {
  if (found instanceof Tensor) return found.arraySync();
  return ArrayBuffer.isView(found) ? Array.from(found) : found;
}

export function checkShape(found, shape) {
  expect(found).to.be.instanceOf(Tensor);
  expect(found.shape).to.deep.equal(shape);
}

/** `expected` is the error as it prints, up to three dots at its end. */
export function checkThrows(run, expected) {
  let thrown;
  try {
    run();
  } catch (error) {
    thrown = String(error);
  }
  expect(thrown, 'what is thrown').to.be.a('string');
  if (expected.endsWith('...')) expect(thrown.slice(0, expected.length - 3)).to.equal(expected.slice(0, -3));
  else expect(thrown).to.equal(expected);
}
