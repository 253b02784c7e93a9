/**
 * Comparisons and choices, with what JavaScript makes of NaN. Bools are float32, 0 or 1; but a kernel of the backend that
 * adds bools makes a 2, which is true.
 */

export class Equal {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.eq(a, b), f32x4.splat(1));
  }
}

export class NotEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.ne(a, b), f32x4.splat(1));
  }
}

export class Greater {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.gt(a, b), f32x4.splat(1));
  }
}

export class GreaterEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.ge(a, b), f32x4.splat(1));
  }
}

export class Less {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.lt(a, b), f32x4.splat(1));
  }
}

export class LessEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.le(a, b), f32x4.splat(1));
  }
}

export class IsFinite {
  @inline of(x: v128): v128 {
    return v128.and(f32x4.lt(f32x4.abs(x), f32x4.splat(Infinity)), f32x4.splat(1));
  }
}

export class IsInf {
  @inline of(x: v128): v128 {
    return v128.and(f32x4.eq(f32x4.abs(x), f32x4.splat(Infinity)), f32x4.splat(1));
  }
}

export class IsNan {
  @inline of(x: v128): v128 {
    return v128.and(f32x4.ne(x, x), f32x4.splat(1));
  }
}

export class LogicalNot {
  @inline of(x: v128): v128 {
    return v128.and(f32x4.eq(x, f32x4.splat(0)), f32x4.splat(1));
  }
}

export class LogicalAnd {
  @inline of(a: v128, b: v128): v128 {
    const both = v128.and(f32x4.ne(a, f32x4.splat(0)), f32x4.ne(b, f32x4.splat(0)));
    return v128.and(both, f32x4.splat(1));
  }
}

export class LogicalOr {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.ne(v128.or(a, b), f32x4.splat(0)), f32x4.splat(1));
  }
}

export class FloatToBool {
  @inline of(x: v128): v128 {
    return v128.and(f32x4.ne(x, f32x4.splat(0)), f32x4.splat(1));
  }
}

/** By 1 alone, as tfjs's kernel. */
export class Select {
  @inline of(condition: v128, a: v128, b: v128): v128 {
    return v128.bitselect(a, b, f32x4.eq(condition, f32x4.splat(1)));
  }
}

export class Clip {
  @inline of(x: v128, least: v128, greatest: v128): v128 {
    const above = v128.bitselect(least, x, f32x4.lt(x, least));
    return v128.bitselect(greatest, above, f32x4.gt(x, greatest));
  }
}

/** 0 of NaN and of -0. */
export class Sign {
  @inline of(x: v128): v128 {
    const positive = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1));
    return v128.or(positive, v128.and(f32x4.lt(x, f32x4.splat(0)), f32x4.splat(-1)));
  }
}

export class Step {
  @inline of(x: v128, alpha: v128): v128 {
    const step = v128.bitselect(f32x4.splat(1), alpha, f32x4.gt(x, f32x4.splat(0)));
    return v128.bitselect(step, x, f32x4.eq(x, x));
  }
}
