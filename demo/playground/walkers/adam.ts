import type {Point, Settings, Slope, Stride, Walker} from './walker.js';

/** The constants that Kingma and Ba recommend (2014). */
const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

/** Steps of about one length along each axis: running means of the gradient over those of its square. */
export class Adam implements Walker {
  #first: Point = {x: 0, y: 0};
  #second: Point = {x: 0, y: 0};
  #count = 0;

  constructor(
    public position: Point,
    private readonly settings: () => Settings,
  ) {}

  step(slope: Slope): Stride {
    this.#count++;
    this.#first = blend(this.#first, slope, FIRST_DECAY);
    this.#second = blend(this.#second, {x: slope.x ** 2, y: slope.y ** 2}, SECOND_DECAY);
    this.position = {
      x: this.position.x - this.#stride(this.#first.x, this.#second.x),
      y: this.position.y - this.#stride(this.#first.y, this.#second.y),
    };
    return {to: this.position, kind: 'way'};
  }

  /** Both means begin at 0; dividing by what they lack makes up for it. */
  #stride(first: number, second: number): number {
    const mean = first / (1 - FIRST_DECAY ** this.#count);
    const meanSquare = second / (1 - SECOND_DECAY ** this.#count);
    return (this.settings().stepSize * mean) / (Math.sqrt(meanSquare) + EPSILON);
  }
}

function blend(mean: Point, next: Point, decay: number): Point {
  return {x: decay * mean.x + (1 - decay) * next.x, y: decay * mean.y + (1 - decay) * next.y};
}
