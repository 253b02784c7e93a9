import {Random} from './random.js';
import type {Point, Settings, Slope, Stride, Walker} from './walker.js';

/** A trajectory under way: half a push, then moves and pushes in turn, then half a push. */
interface Trajectory {
  readonly settings: Settings;
  readonly start: Point;
  readonly energyAtStart: number;
  readonly moves: number;
  readonly momentum: Point;
}

const SEED = 2017;

/**
 * Hamiltonian Monte Carlo: draws from exp(−f / temperature). Every trajectory begins with a random momentum, leaps along by
 * the gradient, and is taken with the probability by which its energy allows; else the sampler is back at its start.
 */
export class HamiltonianSampler implements Walker {
  readonly #random = new Random(SEED);
  #trajectory: Trajectory | undefined;

  constructor(
    public position: Point,
    private readonly settings: () => Settings,
  ) {}

  step(slope: Slope): Stride {
    const trajectory = this.#trajectory ?? this.#begin(slope);
    const isOver = trajectory.moves >= trajectory.settings.leaps || !Number.isFinite(slope.value);
    if (isOver) return this.#end(trajectory, slope);
    const push = trajectory.moves === 0 ? 0.5 : 1;
    const momentum = pushed(trajectory, slope, push);
    this.#trajectory = {...trajectory, momentum, moves: trajectory.moves + 1};
    const {stepSize} = trajectory.settings;
    this.position = {x: this.position.x + stepSize * momentum.x, y: this.position.y + stepSize * momentum.y};
    return {to: this.position, kind: 'way'};
  }

  #begin(slope: Slope): Trajectory {
    const settings = this.settings();
    const momentum = {x: this.#random.normal(), y: this.#random.normal()};
    const energyAtStart = energy(slope, momentum, settings);
    return {settings, start: this.position, energyAtStart, moves: 0, momentum};
  }

  #end(trajectory: Trajectory, slope: Slope): Stride {
    this.#trajectory = undefined;
    const momentum = pushed(trajectory, slope, 0.5);
    const lost = trajectory.energyAtStart - energy(slope, momentum, trajectory.settings);
    const isTaken = Math.log(1 - this.#random.uniform()) < lost;
    if (!isTaken) this.position = trajectory.start;
    return {to: this.position, kind: isTaken ? 'way' : 'jump', sample: this.position};
  }
}

function pushed({momentum, settings}: Trajectory, slope: Slope, share: number): Point {
  const push = (share * settings.stepSize) / settings.temperature;
  return {x: momentum.x - push * slope.x, y: momentum.y - push * slope.y};
}

function energy(slope: Slope, momentum: Point, settings: Settings): number {
  return slope.value / settings.temperature + (momentum.x ** 2 + momentum.y ** 2) / 2;
}
