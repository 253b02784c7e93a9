/** Four lanes of float32 as two and two of float64, and back. */
export class Lanes {
  @inline static low(x: v128): v128 {
    return f64x2.promote_low_f32x4(x);
  }

  @inline static high(x: v128): v128 {
    return f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
  }

  @inline static join(low: v128, high: v128): v128 {
    return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
  }
}
