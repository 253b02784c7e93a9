/** Exponentials, logarithms, sines and their like, four lanes at a time. */
import {ErrorFunction} from '../math/error-function';
import {Exponential} from '../math/exponential';
import {Lanes} from '../math/lanes';
import {Logarithm} from '../math/logarithm';
import {Power} from '../math/power';
import {Sine} from '../math/sine';

export class Exp {
  @inline of(x: v128): v128 {
    return Exponential.exp(x);
  }
}

export class Expm1 {
  @inline of(x: v128): v128 {
    return Exponential.expm1(x);
  }
}

export class Log {
  @inline of(x: v128): v128 {
    return Logarithm.log(x);
  }
}

export class Log1p {
  @inline of(x: v128): v128 {
    return Logarithm.log1p(x);
  }
}

export class Sin {
  @inline of(x: v128): v128 {
    return Sine.sin(x);
  }
}

export class Cos {
  @inline of(x: v128): v128 {
    return Sine.cos(x);
  }
}

export class Erf {
  @inline of(x: v128): v128 {
    return ErrorFunction.erf(x);
  }
}

export class Pow {
  @inline of(a: v128, b: v128): v128 {
    const low = Power.pow(Lanes.low(a), Lanes.low(b));
    return Lanes.join(low, Power.pow(Lanes.high(a), Lanes.high(b)));
  }
}
