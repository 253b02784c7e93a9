/**
 * Long sums: tiles of float32 are added up in float64.
 */

/** Adds a tile to sums, or begins them with it. Steps lead from row to row, in bytes. */
export function addTile(
  sums: usize,
  sumsStep: usize,
  tile: usize,
  tileStep: usize,
  rows: usize,
  columns: usize,
  isFirst: bool,
): void {
  for (; rows > 0; rows--) {
    for (let j: usize = 0; j < columns; j += 2) {
      const more = f64x2.promote_low_f32x4(v128.load64_zero(tile + (j << 2)));
      const at = sums + (j << 3);
      v128.store(at, isFirst ? more : f64x2.add(v128.load(at), more));
    }
    sums += sumsStep;
    tile += tileStep;
  }
}

/** Stores sums as float32. */
export function storeSums(
  out: usize,
  outStep: usize,
  sums: usize,
  sumsStep: usize,
  rows: usize,
  columns: usize,
): void {
  for (; rows > 0; rows--) {
    for (let j: usize = 0; j < columns; j++) store<f32>(out + (j << 2), <f32>load<f64>(sums + (j << 3)));
    out += outStep;
    sums += sumsStep;
  }
}

/** Stores the part of a tile that is of the result. */
export function storePart(
  out: usize,
  outStep: usize,
  tile: usize,
  tileStep: usize,
  rows: usize,
  columns: usize,
): void {
  for (; rows > 0; rows--) {
    for (let j: usize = 0; j < columns; j++) store<u32>(out + (j << 2), load<u32>(tile + (j << 2)));
    out += outStep;
    tile += tileStep;
  }
}
