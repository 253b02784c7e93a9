/** What is done to elements one after another, as kernels (see element-wise/drivers.ts). */

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
