/** What int32 is computed by in float64, as in JavaScript, and stored modulo 2³²: one element at a time. */
import {integerPower} from '../math/integer-power';
import {toInt32} from '../to-int32';

export class FloatToInt {
  @inline of(x: f32): i32 {
    return toInt32(<f64>x);
  }
}

export class IntSquare {
  @inline of(x: i32): i32 {
    return toInt32(<f64>x * <f64>x);
  }
}

export class IntMultiply {
  @inline of(a: i32, b: i32): i32 {
    return toInt32(<f64>a * <f64>b);
  }
}

export class IntDivide {
  @inline of(a: i32, b: i32): i32 {
    return toInt32(<f64>a / <f64>b);
  }
}

export class IntFloorDiv {
  @inline of(a: i32, b: i32): i32 {
    return toInt32(floor(<f64>a / <f64>b));
  }
}

/** With the sign of the divisor. */
export class IntMod {
  @inline of(a: i32, b: i32): i32 {
    if (b === 0) return 0;
    const wide = <i64>b;
    const rest = <i64>a % wide;
    return <i32>(a < 0 === b < 0 ? rest : (rest + wide) % wide);
  }
}

export class IntPow {
  @inline of(a: i32, b: i32): i32 {
    return toInt32(integerPower(a, b));
  }
}

export class IntSquaredDifference {
  @inline of(a: i32, b: i32): i32 {
    const difference = <f64>a - <f64>b;
    return toInt32(difference * difference);
  }
}
