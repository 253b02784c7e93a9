/**
 * Element-wise kernels as functions of numbers, the same that the cpu backend computes: in double precision, stored as
 * float32.
 */
export type Unary = (x: number) => number;
export type Binary = (a: number, b: number) => number;

export const unary: Readonly<Record<string, Unary>> = {
  Abs: Math.abs,
  Acos: Math.acos,
  Acosh: Math.acosh,
  Asin: Math.asin,
  Asinh: Math.asinh,
  Atan: Math.atan,
  Atanh: Math.atanh,
  Ceil: Math.ceil,
  Cos: Math.cos,
  Cosh: Math.cosh,
  Elu: (x) => (x >= 0 ? x : Math.exp(x) - 1),
  Exp: Math.exp,
  Expm1: Math.expm1,
  Floor: Math.floor,
  Log: Math.log,
  Log1p: Math.log1p,
  // The backend multiplies by -1.
  Neg: (x) => -1 * x,
  Reciprocal: (x) => 1 / x,
  Relu: (x) => Math.max(0, x),
  Relu6: (x) => Math.min(Math.max(0, x), 6),
  Rsqrt: (x) => 1 / Math.sqrt(x),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Sin: Math.sin,
  Sinh: Math.sinh,
  Sqrt: Math.sqrt,
  Square: (x) => x * x,
  Tan: Math.tan,
  Tanh: Math.tanh,
};

export const binary: Readonly<Record<string, Binary>> = {
  Add: (a, b) => a + b,
  Maximum: (a, b) => Math.max(a, b),
  Minimum: (a, b) => Math.min(a, b),
  Multiply: (a, b) => a * b,
  RealDiv: (a, b) => a / b,
  SquaredDifference: (a, b) => (a - b) * (a - b),
  Sub: (a, b) => a - b,
};
