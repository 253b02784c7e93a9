import {elementOf} from '../../shared/elements.js';
import {labelOf} from '../../shared/ticks.js';
import type {Point, Slope} from '../walkers/walker.js';

const DIGITS = 6;

/** The point under the crosshair, which can be typed as well, and what the surface is like there. */
export class Readout {
  readonly #x = elementOf('crosshair-x', HTMLInputElement);
  readonly #y = elementOf('crosshair-y', HTMLInputElement);
  readonly #value = elementOf('value', HTMLElement);
  readonly #slopeX = elementOf('slope-x', HTMLElement);
  readonly #slopeY = elementOf('slope-y', HTMLElement);

  constructor(onPoint: (point: Point) => void) {
    for (const input of [this.#x, this.#y]) {
      input.addEventListener('change', () => {
        const point = {x: this.#x.valueAsNumber, y: this.#y.valueAsNumber};
        if (Number.isFinite(point.x) && Number.isFinite(point.y)) onPoint(point);
      });
    }
  }

  show(point: Point, slope: Slope): void {
    this.#x.value = String(point.x);
    this.#y.value = String(point.y);
    this.#value.textContent = numberText(slope.value);
    this.#slopeX.textContent = numberText(slope.x);
    this.#slopeY.textContent = numberText(slope.y);
  }
}

/** What the readout shows, as a sentence. */
export function sentenceOf(point: Point, slope: Slope): string {
  const place = `x ${labelOf(point.x, DIGITS)}, y ${labelOf(point.y, DIGITS)}`;
  return `${place}: f ${numberText(slope.value)}, slope ${numberText(slope.x)} along x, ${numberText(slope.y)} along y.`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'undefined';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return labelOf(value, DIGITS);
}
