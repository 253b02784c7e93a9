/**
 * Orders, of which reductions find the first: kernels as in element-wise/drivers.ts. Of two that are equal, as 0 and -0 are,
 * `best` keeps the first, and it passes over NaN unless that is the first.
 */

export class FloatMax {
  @inline best(a: v128, b: v128): v128 {
    return f32x4.pmax(a, b);
  }
  @inline isBetter(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
  @inline isSame(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
  @inline isNan(a: v128): v128 {
    return f32x4.ne(a, a);
  }
  @inline ofNothing(): v128 {
    return f32x4.splat(NaN);
  }
}

export class FloatMin {
  @inline best(a: v128, b: v128): v128 {
    return f32x4.pmin(a, b);
  }
  @inline isBetter(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
  @inline isSame(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
  @inline isNan(a: v128): v128 {
    return f32x4.ne(a, a);
  }
  @inline ofNothing(): v128 {
    return f32x4.splat(NaN);
  }
}

export class IntMax {
  @inline best(a: v128, b: v128): v128 {
    return i32x4.max_s(a, b);
  }
  @inline isBetter(a: v128, b: v128): v128 {
    return i32x4.gt_s(a, b);
  }
  @inline isSame(a: v128, b: v128): v128 {
    return i32x4.eq(a, b);
  }
  @inline isNan(a: v128): v128 {
    return i32x4.splat(0);
  }
  @inline ofNothing(): v128 {
    return i32x4.splat(0);
  }
}

export class IntMin {
  @inline best(a: v128, b: v128): v128 {
    return i32x4.min_s(a, b);
  }
  @inline isBetter(a: v128, b: v128): v128 {
    return i32x4.lt_s(a, b);
  }
  @inline isSame(a: v128, b: v128): v128 {
    return i32x4.eq(a, b);
  }
  @inline isNan(a: v128): v128 {
    return i32x4.splat(0);
  }
  @inline ofNothing(): v128 {
    return i32x4.splat(0);
  }
}
