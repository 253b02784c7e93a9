/** The functions that are seldom used, computed in float64 one element at a time. */
import {Angle} from '../math/angle';
import {atan2, atan64, exp64, log1p64, log64} from '../math/float64';
import {remainder} from '../math/remainder';

/** Beyond this, cosh and sinh are too large for float32. */
const ENOUGH: f64 = 700;

export class Acos {
  @inline of(x: f32): f64 {
    const wide = <f64>x;
    return atan2(sqrt((1 - wide) * (1 + wide)), wide);
  }
}

export class Acosh {
  @inline of(x: f32): f64 {
    const wide = <f64>x;
    if (!(wide >= 1)) return NaN;
    return wide < Infinity ? log64(wide + sqrt(wide * wide - 1)) : wide;
  }
}

export class Asin {
  @inline of(x: f32): f64 {
    const wide = <f64>x;
    return atan2(wide, sqrt((1 - wide) * (1 + wide)));
  }
}

export class Asinh {
  @inline of(x: f32): f64 {
    const wide = abs(<f64>x);
    if (!(wide < Infinity)) return x;
    const square = wide * wide;
    return copysign<f64>(log1p64(wide + square / (1 + sqrt(1 + square))), x);
  }
}

export class Atan {
  @inline of(x: f32): f64 {
    return copysign<f64>(atan64(abs(<f64>x)), x);
  }
}

export class Atanh {
  @inline of(x: f32): f64 {
    const wide = abs(<f64>x);
    if (!(wide < 1)) return wide === 1 ? copysign<f64>(Infinity, x) : NaN;
    return copysign<f64>(0.5 * log1p64((2 * wide) / (1 - wide)), x);
  }
}

export class Cosh {
  @inline of(x: f32): f64 {
    const power = exp64(min(abs(<f64>x), ENOUGH));
    return 0.5 * (power + 1 / power);
  }
}

export class Sinh {
  @inline of(x: f32): f64 {
    const wide = abs(<f64>x);
    if (wide < 1) return sinhOfSmall(x);
    const power = exp64(min(wide, ENOUGH));
    return copysign<f64>(0.5 * (power - 1 / power), x);
  }
}

export class Tan {
  @inline of(x: f32): f64 {
    return Angle.tan(x);
  }
}

export class Atan2 {
  @inline of(a: f32, b: f32): f64 {
    return atan2(a, b);
  }
}

/** With the sign of the divisor. */
export class Mod {
  @inline of(a: f32, b: f32): f64 {
    const rest = remainder(a, b);
    if ((a < 0 && b < 0) || (a >= 0 && b >= 0)) return rest;
    return remainder(rest + b, b);
  }
}

/** By a polynomial, a minimax fit. */
function sinhOfSmall(x: f64): f64 {
  const z = x * x;
  let p: f64 = 2.755206388350495e-6 + z * 2.5529826722388815e-8;
  p = 0.00019841296047106504 + z * p;
  p = 0.008333333276335207 + z * p;
  p = 0.16666666667069177 + z * p;
  return x + x * z * p;
}
