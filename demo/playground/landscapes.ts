import type {WalkerName} from './walkers/walker.js';

/** The part of the plane that is shown. */
export interface PlaneWindow {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface Landscape {
  readonly title: string;
  readonly expression: string;
  readonly window: PlaneWindow;
  readonly start: readonly [x: number, y: number];
  /** Steps that get somewhere on this surface without leaving it. */
  readonly stepSizes: Readonly<Record<WalkerName, number>>;
  /** The sampler draws from exp(−f / temperature). */
  readonly temperature: number;
}

const square = (size: number): PlaneWindow => ({left: -size, right: size, bottom: -size, top: size});

export const landscapes = {
  rosenbrock: {
    title: 'Rosenbrock: a bent valley',
    expression: '(1 - x)^2 + 100 * (y - x^2)^2',
    window: {left: -2, right: 2, bottom: -1, top: 3},
    start: [-1.2, 1.6],
    stepSizes: {descent: 0.001, momentum: 0.0003, adam: 0.03, hamiltonian: 0.05},
    temperature: 2,
  },
  himmelblau: {
    title: 'Himmelblau: four minima',
    expression: '(x^2 + y - 11)^2 + (x + y^2 - 7)^2',
    window: square(5),
    start: [-0.3, -1],
    stepSizes: {descent: 0.005, momentum: 0.001, adam: 0.1, hamiltonian: 0.1},
    temperature: 20,
  },
  beale: {
    title: 'Beale: a plateau with steep walls',
    expression: '(1.5 - x + x * y)^2 + (2.25 - x + x * y^2)^2 + (2.625 - x + x * y^3)^2',
    window: square(4),
    start: [0.4, -1.8],
    stepSizes: {descent: 0.001, momentum: 0.0003, adam: 0.05, hamiltonian: 0.03},
    temperature: 1,
  },
  ackley: {
    title: 'Ackley: many small dents',
    expression: '20 + e - 20 * exp(-0.2 * sqrt((x^2 + y^2) / 2)) - exp((cos(2*pi*x) + cos(2*pi*y)) / 2)',
    window: square(3.4),
    start: [2.7, 2.3],
    stepSizes: {descent: 0.02, momentum: 0.008, adam: 0.1, hamiltonian: 0.15},
    temperature: 1,
  },
  mixture: {
    title: 'Gaussian mixture: −log of three bells',
    expression:
      '-log(0.5 * exp(-(x + 1.5)^2 - (y + 1)^2) + 0.3 * exp(-((x - 1.5)^2 + (y + 0.8)^2) / 0.8)' +
      ' + 0.2 * exp(-x^2 - (y - 1.6)^2 / 0.5))',
    window: square(4),
    start: [0.4, 3],
    stepSizes: {descent: 0.02, momentum: 0.01, adam: 0.05, hamiltonian: 0.25},
    temperature: 1,
  },
} satisfies Record<string, Landscape>;

export type LandscapeName = keyof typeof landscapes;

/** What an own expression begins with. */
export const ownLandscape: Landscape = {
  title: 'Your own',
  expression: 'sin(x) * cos(y) + (x^2 + y^2) / 20',
  window: square(5),
  start: [3, 3.5],
  stepSizes: {descent: 0.1, momentum: 0.03, adam: 0.1, hamiltonian: 0.15},
  temperature: 0.4,
};
