import type {Point, Settings, Slope, Stride, Walker} from './walker.js';

/** What is kept of the velocity at every step. */
const DECAY = 0.9;

/** Gradient descent with a velocity that gradients add up to (Polyak's heavy ball). */
export class Momentum implements Walker {
  #velocity: Point = {x: 0, y: 0};

  constructor(
    public position: Point,
    private readonly settings: () => Settings,
  ) {}

  step(slope: Slope): Stride {
    const {stepSize} = this.settings();
    this.#velocity = {x: DECAY * this.#velocity.x - slope.x, y: DECAY * this.#velocity.y - slope.y};
    this.position = {
      x: this.position.x + stepSize * this.#velocity.x,
      y: this.position.y + stepSize * this.#velocity.y,
    };
    return {to: this.position, kind: 'way'};
  }
}
