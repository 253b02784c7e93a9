import {type Memory, operands, splat} from './memory.js';

/** A matrix within the memory: the index of its first element, and the steps from row to row and column to column. */
interface Matrix {
  readonly start: number;
  readonly row: number;
  readonly column: number;
}

export function matrixProduct(memory: Memory, word: number): number {
  const dimensions = ['out', 'a', 'b', 'batch', 'm', 'k', 'n'] as const;
  const names = [...dimensions, 'aStride', 'bStride', 'transposeA', 'transposeB'] as const;
  const {out, a, b, batch, m, k, n, ...rest} = operands(memory, word, ...names);
  for (let index = 0; index < batch; index++) {
    const left = matrix((a + index * rest.aStride) / 4, m, k, rest.transposeA !== 0);
    const right = matrix((b + index * rest.bStride) / 4, k, n, rest.transposeB !== 0);
    multiply(memory.floats, out / 4 + index * m * n, left, right, m, k, n);
  }
  if (batch * m * n === 1) splat(memory, out / 4);
  return word + names.length;
}

function matrix(start: number, rows: number, columns: number, transposed: boolean): Matrix {
  return transposed ? {start, row: 1, column: rows} : {start, row: columns, column: 1};
}

/** Four columns at a time, so that each element of the left is read once for four of the right. */
function multiply(
  floats: Float32Array,
  out: number,
  left: Matrix,
  right: Matrix,
  m: number,
  k: number,
  n: number,
): void {
  for (let i = 0; i < m; i++) {
    const a = left.start + i * left.row;
    const row = out + i * n;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      multiplyFour(floats, row + j, a, left.column, right.start + j * right.column, right, k);
    }
    for (; j < n; j++) {
      let sum = 0;
      let [x, y] = [a, right.start + j * right.column];
      for (let l = 0; l < k; l++, x += left.column, y += right.row) {
        sum += (floats[x] as number) * (floats[y] as number);
      }
      floats[row + j] = sum;
    }
  }
}

function multiplyFour(
  floats: Float32Array,
  out: number,
  a: number,
  aStep: number,
  b: number,
  {row, column}: Matrix,
  k: number,
): void {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (let l = 0; l < k; l++, a += aStep, b += row) {
    const x = floats[a] as number;
    sum0 += x * (floats[b] as number);
    sum1 += x * (floats[b + column] as number);
    sum2 += x * (floats[b + 2 * column] as number);
    sum3 += x * (floats[b + 3 * column] as number);
  }
  floats[out] = sum0;
  floats[out + 1] = sum1;
  floats[out + 2] = sum2;
  floats[out + 3] = sum3;
}
