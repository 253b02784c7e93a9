/**
 * Runs of contiguous elements.
 */

/** From so many elements on, a call of the engine's own routine is worth it. */
const MANY: usize = 128;

export function copyRun(out: usize, a: usize, count: usize): void {
  if (count >= MANY) {
    memory.copy(out, a, count << 2);
    return;
  }
  for (; count >= 4; count -= 4) {
    v128.store(out, v128.load(a));
    out += 16;
    a += 16;
  }
  for (; count > 0; count--) {
    store<u32>(out, load<u32>(a));
    out += 4;
    a += 4;
  }
}

export function fillRun(out: usize, bits: i32, count: usize): void {
  const lanes = i32x4.splat(bits);
  for (; count >= 4; count -= 4) {
    v128.store(out, lanes);
    out += 16;
  }
  for (; count > 0; count--) {
    store<i32>(out, bits);
    out += 4;
  }
}

/** Adds elements `aStep` bytes apart, 4 or 0, to contiguous ones. */
export function addRun(out: usize, a: usize, aStep: usize, count: usize): void {
  if (aStep === 0) {
    addSplat(out, load<f32>(a), count);
    return;
  }
  for (; count >= 4; count -= 4) {
    v128.store(out, f32x4.add(v128.load(out), v128.load(a)));
    out += 16;
    a += 16;
  }
  for (; count > 0; count--) {
    store<f32>(out, load<f32>(out) + load<f32>(a));
    out += 4;
    a += 4;
  }
}

function addSplat(out: usize, x: f32, count: usize): void {
  const lanes = f32x4.splat(x);
  for (; count >= 4; count -= 4) {
    v128.store(out, f32x4.add(v128.load(out), lanes));
    out += 16;
  }
  for (; count > 0; count--) {
    store<f32>(out, load<f32>(out) + x);
    out += 4;
  }
}
