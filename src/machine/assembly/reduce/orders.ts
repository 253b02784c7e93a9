/**
 * Orders of float32, of which reductions find the first: kernels as in element-wise/drivers.ts. Of two that are equal, as 0 and -0 are,
 * `best` keeps the first, and it passes over NaN unless that is the first.
 */

export class Greatest {
  @inline best(a: v128, b: v128): v128 {
    return f32x4.pmax(a, b);
  }
  @inline isBetter(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
}

export class Least {
  @inline best(a: v128, b: v128): v128 {
    return f32x4.pmin(a, b);
  }
  @inline isBetter(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
}
