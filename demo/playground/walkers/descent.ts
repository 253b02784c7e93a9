import type {Point, Settings, Slope, Stride, Walker} from './walker.js';

/** Against the gradient, as far as it is steep. */
export class GradientDescent implements Walker {
  constructor(
    public position: Point,
    private readonly settings: () => Settings,
  ) {}

  step(slope: Slope): Stride {
    const {stepSize} = this.settings();
    this.position = {x: this.position.x - stepSize * slope.x, y: this.position.y - stepSize * slope.y};
    return {to: this.position, kind: 'way'};
  }
}
