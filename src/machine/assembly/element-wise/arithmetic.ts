/** Sums, products and their like: rounded operations of float32. */

export class Abs {
  @inline of(x: v128): v128 {
    return f32x4.abs(x);
  }
}

export class Ceil {
  @inline of(x: v128): v128 {
    return f32x4.ceil(x);
  }
}

export class Floor {
  @inline of(x: v128): v128 {
    return f32x4.floor(x);
  }
}

export class Move {
  @inline of(x: v128): v128 {
    return x;
  }
}

export class Neg {
  @inline of(x: v128): v128 {
    return f32x4.neg(x);
  }
}

export class Reciprocal {
  @inline of(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), x);
  }
}

/** To the nearest integer, halves to the even one. That of -0.5 is 0, not -0, as tfjs has it. */
export class Round {
  @inline of(x: v128): v128 {
    return v128.bitselect(f32x4.splat(0), f32x4.nearest(x), f32x4.eq(x, f32x4.splat(-0.5)));
  }
}

export class Rsqrt {
  @inline of(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  }
}

export class Sqrt {
  @inline of(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}

export class Square {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}

export class Add {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

export class Divide {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

export class Maximum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

export class Minimum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

export class Multiply {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

export class SquaredDifference {
  @inline of(a: v128, b: v128): v128 {
    const difference = f32x4.sub(a, b);
    return f32x4.mul(difference, difference);
  }
}

export class Subtract {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}
