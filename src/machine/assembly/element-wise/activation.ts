/** Activations of neural networks. */
import {Exponential} from '../math/exponential';
import {HyperbolicTangent} from '../math/hyperbolic';
import {Logarithm} from '../math/logarithm';

const SELU_SCALE: f32 = 1.0507009873554805;
const SELU_SCALE_ALPHA: f32 = 1.7580993408473768;

export class Relu {
  @inline of(x: v128): v128 {
    return f32x4.max(x, f32x4.splat(0));
  }
}

export class Relu6 {
  @inline of(x: v128): v128 {
    return f32x4.min(f32x4.max(x, f32x4.splat(0)), f32x4.splat(6));
  }
}

/** Of x and the slope below 0. Prelu is the same. */
export class LeakyRelu {
  @inline of(a: v128, b: v128): v128 {
    return v128.bitselect(f32x4.mul(b, a), a, f32x4.lt(a, f32x4.splat(0)));
  }
}

export class Elu {
  @inline of(x: v128): v128 {
    return v128.bitselect(x, Exponential.expm1(x), f32x4.ge(x, f32x4.splat(0)));
  }
}

export class EluGrad {
  @inline of(dy: v128, y: v128): v128 {
    const below = f32x4.mul(dy, f32x4.add(y, f32x4.splat(1)));
    return v128.bitselect(dy, below, f32x4.ge(y, f32x4.splat(0)));
  }
}

export class Selu {
  @inline of(x: v128): v128 {
    const above = f32x4.mul(f32x4.splat(SELU_SCALE), x);
    const below = f32x4.mul(f32x4.splat(SELU_SCALE_ALPHA), Exponential.expm1(x));
    return v128.bitselect(above, below, f32x4.ge(x, f32x4.splat(0)));
  }
}

export class Sigmoid {
  @inline of(x: v128): v128 {
    return Exponential.sigmoid(x);
  }
}

export class Softplus {
  @inline of(x: v128): v128 {
    return Logarithm.softplus(x);
  }
}

export class Tanh {
  @inline of(x: v128): v128 {
    return HyperbolicTangent.tanh(x);
  }
}
