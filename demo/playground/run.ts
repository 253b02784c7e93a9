import type {Calculator} from './calculator.js';
import {walkerKinds} from './walkers/index.js';
import type {Point, Settings, Slope, Stride, Walker, WalkerName} from './walkers/walker.js';

/** The way of one walker so far. */
export interface Trace {
  readonly name: WalkerName;
  readonly start: Point;
  readonly strides: readonly Stride[];
  /** What f is where the walker stands. */
  readonly slope: Slope;
  /** Why it cannot go on, if it cannot. */
  readonly loss: Loss | undefined;
}

export type Loss = 'no value' | 'no slope' | 'off the domain' | 'far';

interface Going extends Trace {
  readonly walker: Walker;
  readonly strides: Stride[];
  slope: Slope;
  loss: Loss | undefined;
}

/** Nothing comes back from beyond. */
const FAR = 1e6;

/** Walkers that set out from one point, and go on step by step; each step takes all their gradients in one call. */
export class Run {
  readonly #going: Going[];
  #steps = 0;

  constructor(
    names: readonly WalkerName[],
    start: Point,
    settings: (name: WalkerName) => Settings,
    calculator: Calculator,
  ) {
    const [slope] = slopesAt(calculator, [start]);
    if (!slope) throw new Error('internal: no slope at the start.');
    this.#going = names.map((name) => ({
      name,
      start,
      walker: walkerKinds[name].begin(start, () => settings(name)),
      strides: [],
      slope,
      loss: faultOf(slope),
    }));
  }

  get steps(): number {
    return this.#steps;
  }

  get traces(): readonly Trace[] {
    return this.#going;
  }

  get isOver(): boolean {
    return this.#going.every((going) => going.loss);
  }

  drop(name: WalkerName): void {
    const index = this.#going.findIndex((going) => going.name === name);
    if (index >= 0) this.#going.splice(index, 1);
  }

  step(calculator: Calculator): void {
    const going = this.#going.filter((one) => !one.loss);
    if (going.length === 0) return;
    for (const one of going) one.strides.push(one.walker.step(one.slope));
    const slopes = slopesAt(
      calculator,
      going.map((one) => one.walker.position),
    );
    for (const [index, one] of going.entries()) {
      one.slope = slopes[index] ?? one.slope;
      // The sampler rejects a trajectory that leads nowhere, and is back.
      one.loss = one.name === 'hamiltonian' ? undefined : lossOf(one);
    }
    this.#steps++;
  }
}

function slopesAt(calculator: Calculator, points: readonly Point[]): Slope[] {
  const xs = Float32Array.from(points, (point) => point.x);
  const ys = Float32Array.from(points, (point) => point.y);
  const {values, slopesX, slopesY} = calculator.at(xs, ys);
  return points.map((_, index) => ({
    value: values[index] ?? NaN,
    x: slopesX[index] ?? NaN,
    y: slopesY[index] ?? NaN,
  }));
}

/** Far comes first: out there, f may be no number only because floats end. */
function lossOf({walker, slope}: Going): Loss | undefined {
  if (isFar(walker.position) || Math.abs(slope.value) === Infinity) return 'far';
  const fault = faultOf(slope);
  return fault === 'no value' ? 'off the domain' : fault;
}

function faultOf({value, x, y}: Slope): Loss | undefined {
  if (!Number.isFinite(value)) return 'no value';
  return Number.isFinite(x) && Number.isFinite(y) ? undefined : 'no slope';
}

function isFar({x, y}: Point): boolean {
  return Math.abs(x) > FAR || Math.abs(y) > FAR;
}
