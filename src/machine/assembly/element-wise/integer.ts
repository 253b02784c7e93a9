/** Arithmetic of int32 modulo 2³², and comparisons, whose results are float32, 0 or 1. */

export class IntAbs {
  @inline of(x: v128): v128 {
    return i32x4.abs(x);
  }
}

export class IntNeg {
  @inline of(x: v128): v128 {
    return i32x4.neg(x);
  }
}

export class IntSign {
  @inline of(x: v128): v128 {
    const zero = i32x4.splat(0);
    return i32x4.sub(i32x4.lt_s(x, zero), i32x4.gt_s(x, zero));
  }
}

export class IntRelu {
  @inline of(x: v128): v128 {
    return i32x4.max_s(x, i32x4.splat(0));
  }
}

export class IntAdd {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.add(a, b);
  }
}

export class IntSubtract {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.sub(a, b);
  }
}

export class IntMaximum {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.max_s(a, b);
  }
}

export class IntMinimum {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.min_s(a, b);
  }
}

export class IntBitwiseAnd {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(a, b);
  }
}

export class IntEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(i32x4.eq(a, b), f32x4.splat(1));
  }
}

export class IntNotEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(i32x4.ne(a, b), f32x4.splat(1));
  }
}

export class IntGreater {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(i32x4.gt_s(a, b), f32x4.splat(1));
  }
}

export class IntGreaterEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(i32x4.ge_s(a, b), f32x4.splat(1));
  }
}

export class IntLess {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(i32x4.lt_s(a, b), f32x4.splat(1));
  }
}

export class IntLessEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(i32x4.le_s(a, b), f32x4.splat(1));
  }
}

export class IntToBool {
  @inline of(x: v128): v128 {
    return v128.and(i32x4.ne(x, i32x4.splat(0)), f32x4.splat(1));
  }
}

export class IntToFloat {
  @inline of(x: v128): v128 {
    return f32x4.convert_i32x4_s(x);
  }
}
