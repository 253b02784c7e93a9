import {Adam} from './adam.js';
import {GradientDescent} from './descent.js';
import {HamiltonianSampler} from './hamiltonian.js';
import {Momentum} from './momentum.js';
import type {Point, Settings, Walker, WalkerName} from './walker.js';

export interface WalkerKind {
  readonly title: string;
  readonly begin: (position: Point, settings: () => Settings) => Walker;
}

/** In the order of the legend. */
export const walkerKinds: Readonly<Record<WalkerName, WalkerKind>> = {
  descent: {title: 'Gradient descent', begin: (...from) => new GradientDescent(...from)},
  momentum: {title: 'Momentum', begin: (...from) => new Momentum(...from)},
  adam: {title: 'Adam', begin: (...from) => new Adam(...from)},
  hamiltonian: {title: 'Hamiltonian Monte Carlo', begin: (...from) => new HamiltonianSampler(...from)},
};
