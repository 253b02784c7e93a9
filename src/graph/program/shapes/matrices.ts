/**
 * Products of matrices, and what is computed of complex numbers.
 */
import type {Operand} from '../program.js';
import type {Contents} from './contents.js';
import {broadcast, like} from './element-wise.js';
import {one, type Rule, type Rules} from './rule.js';

const matMul: Rule = (contents) => {
  const [a, b] = [contents.operand('a'), contents.operand('b')];
  if (a.shape.length < 2 || b.shape.length < 2) contents.fail('multiplies what is no matrix');
  const [m, k] = sidesOf(a, contents.flag('transposeA'));
  const [other, n] = sidesOf(b, contents.flag('transposeB'));
  if (k !== other) contents.fail(`multiplies rows of ${k} with columns of ${other}`);
  const batch = broadcast(contents, a.shape.slice(0, -2), b.shape.slice(0, -2));
  return one([...batch, m, n], a.dtype);
};

function sidesOf({shape}: Operand, isTransposed: boolean): readonly [rows: number, columns: number] {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return isTransposed ? [columns, rows] : [rows, columns];
}

const einsum: Rule = (contents) => {
  const [left = '', right = ''] = contents.text('equation').replace(/\s/g, '').split('->');
  const lengths = new Map<string, number>();
  left.split(',').forEach((letters, index) => {
    [...letters].forEach((letter, axis) => {
      lengths.set(letter, contents.operands[index]?.shape[axis] ?? contents.fail(`has no axis ${letter}`));
    });
  });
  const dtype = contents.operands[0]?.dtype ?? 'float32';
  return one(
    [...right].map((letter) => lengths.get(letter) ?? contents.fail(`has no axis ${letter}`)),
    dtype,
  );
};

const diag: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  return one([...shape, ...shape], dtype);
};

/** Kept as a check of the two parts, which share their shape. */
const complex: Rule = (contents) => {
  const [real, imag] = [contents.operand('real'), contents.operand('imag')];
  if (String(real.shape) !== String(imag.shape)) contents.fail('has parts of different shapes');
  return one(real.shape, 'complex64');
};

function lengthOf({operands}: Contents): number {
  return operands[0]?.shape[0] ?? 0;
}

const broadcastArgs: Rule = (contents) => {
  const [a, b] = [contents.operand('s0'), contents.operand('s1')];
  return one([Math.max(a.shape[0] ?? 0, b.shape[0] ?? lengthOf(contents))], 'int32');
};

export const matrixRules: Rules = {
  BatchMatMul: matMul,
  BroadcastArgs: broadcastArgs,
  Complex: complex,
  Diag: diag,
  Einsum: einsum,
  FFT: like('input', 'complex64'),
  IFFT: like('input', 'complex64'),
  Imag: like('input', 'float32'),
  Real: like('input', 'float32'),
  _FusedMatMul: matMul,
};
