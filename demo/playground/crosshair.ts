import {elementOf} from '../shared/elements.js';
import type {Calculator} from './calculator.js';
import {Readout, sentenceOf} from './controls/readout.js';
import type {PlaneWindow} from './landscapes.js';
import type {Point, Slope} from './walkers/walker.js';

/** Milliseconds of rest before a moved crosshair is read out. */
const REST = 500;

/**
 * Where runs begin, and what the surface is like there. While the mouse is over the plot, the crosshair follows it, and
 * returns when it leaves.
 */
export class Crosshair {
  readonly #readout: Readout;
  readonly #announcement = elementOf('announcement', HTMLParagraphElement);
  #chosen: Point = {x: 0, y: 0};
  #hovered: Point | undefined;
  #timer = 0;

  constructor(onPoint: (point: Point) => void) {
    this.#readout = new Readout((axis, value) => onPoint({...this.#chosen, [axis]: value}));
  }

  get chosen(): Point {
    return this.#chosen;
  }

  get shown(): Point {
    return this.#hovered ?? this.#chosen;
  }

  choose(point: Point): void {
    this.#chosen = point;
    this.#hovered = undefined;
  }

  hover(point: Point | undefined): void {
    this.#hovered = point;
  }

  /** Computes and shows value and gradient where the crosshair is. */
  read(calculator: Calculator): Slope {
    const {x, y} = this.shown;
    const {values, slopesX, slopesY} = calculator.at(Float32Array.of(x), Float32Array.of(y));
    const value = values[0] ?? NaN;
    // The rules of logarithm and root give slopes also off their domain.
    const [slopeX, slopeY] = Number.isNaN(value) ? [NaN, NaN] : [slopesX[0] ?? NaN, slopesY[0] ?? NaN];
    const slope = {value, x: slopeX, y: slopeY};
    this.#readout.show(this.shown, slope);
    return slope;
  }

  /** Reads it out where a screen reader listens, once it rests. */
  announce(slope: Slope): void {
    this.say(sentenceOf(this.#chosen, slope), REST);
  }

  say(sentence: string, rest = 0): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#announcement.textContent = sentence), rest);
  }
}

/** The point with as many digits as the window can tell apart. */
export function rounded({x, y}: Point, window: PlaneWindow): Point {
  return {x: roundedIn(x, window.right - window.left), y: roundedIn(y, window.top - window.bottom)};
}

function roundedIn(value: number, width: number): number {
  const digits = Math.min(20, Math.max(0, Math.ceil(-Math.log10(width / 1000))));
  return Number(value.toFixed(digits)) + 0;
}
