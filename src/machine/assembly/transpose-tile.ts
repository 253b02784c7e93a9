/** Transposes four rows of four elements; rows are `toStep` and `fromStep` bytes apart. */
export function transposeTile(to: usize, toStep: usize, from: usize, fromStep: usize): void {
  const row0 = v128.load(from);
  const row1 = v128.load(from + fromStep);
  const row2 = v128.load(from + 2 * fromStep);
  const row3 = v128.load(from + 3 * fromStep);
  const low01 = v128.shuffle<i32>(row0, row1, 0, 4, 1, 5);
  const low23 = v128.shuffle<i32>(row2, row3, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(row0, row1, 2, 6, 3, 7);
  const high23 = v128.shuffle<i32>(row2, row3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(to + toStep, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(to + 2 * toStep, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(to + 3 * toStep, v128.shuffle<i64>(high01, high23, 1, 3));
}
