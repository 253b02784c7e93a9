/**
 * What sums and products are made of, as kernels (see element-wise/drivers.ts): elements of float32 or int32, read as
 * float64 and stored from it, and operations.
 */
import {toInt32} from '../to-int32';

export class Float {
  @inline pair(a: usize): v128 {
    return f64x2.promote_low_f32x4(v128.load64_zero(a));
  }
  @inline one(a: usize): f64 {
    return <f64>load<f32>(a);
  }
  @inline store(out: usize, x: f64): void {
    store<f32>(out, <f32>x);
  }
}

export class Int {
  @inline pair(a: usize): v128 {
    return f64x2.convert_low_i32x4_s(v128.load64_zero(a));
  }
  @inline one(a: usize): f64 {
    return <f64>load<i32>(a);
  }
  @inline store(out: usize, x: f64): void {
    store<i32>(out, toInt32(x));
  }
}

export class Sum {
  @inline start(): f64 {
    return 0;
  }
  @inline ofPairs(a: v128, b: v128): v128 {
    return f64x2.add(a, b);
  }
  @inline of(a: f64, b: f64): f64 {
    return a + b;
  }
}

export class Prod {
  @inline start(): f64 {
    return 1;
  }
  @inline ofPairs(a: v128, b: v128): v128 {
    return f64x2.mul(a, b);
  }
  @inline of(a: f64, b: f64): f64 {
    return a * b;
  }
}
