export const walkerNames = ['descent', 'momentum', 'adam', 'hamiltonian'] as const;
export type WalkerName = (typeof walkerNames)[number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the surface is like where a walker stands. */
export interface Slope {
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

/** Something that goes over a surface by its gradient, one gradient a step. */
export interface Walker {
  /** Where the next gradient is wanted. */
  readonly position: Point;
  /** Goes on by the gradient at its position, and says where to. */
  step(slope: Slope): Stride;
}

export interface Stride {
  readonly to: Point;
  /** `jump`: not along the way, but back to where a rejected trajectory began. */
  readonly kind: 'way' | 'jump';
  /** A point that the sampler has drawn. */
  readonly sample?: Point;
}

export interface Settings {
  readonly stepSize: number;
  readonly leaps: number;
  readonly temperature: number;
}
