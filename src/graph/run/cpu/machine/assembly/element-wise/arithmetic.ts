/** Sums, products and their like: one or two rounded operations of float32. */

export class Add {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

export class Multiply {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}
