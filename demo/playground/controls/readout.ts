import {elementOf} from '../../shared/elements.js';
import {labelOf} from '../../shared/ticks.js';
import type {Point, Slope} from '../walkers/walker.js';

/** What the last operations leave of the seven digits of a 32-bit float. */
const DIGITS = 5;

/** The point under the crosshair, which can be typed as well, and what the surface is like there. */
export class Readout {
  readonly #x = elementOf('crosshair-x', HTMLInputElement);
  readonly #y = elementOf('crosshair-y', HTMLInputElement);
  readonly #value = elementOf('value', HTMLElement);
  readonly #slopeX = elementOf('slope-x', HTMLElement);
  readonly #slopeY = elementOf('slope-y', HTMLElement);

  #point: Point = {x: 0, y: 0};

  constructor(onNumber: (axis: 'x' | 'y', value: number) => void) {
    for (const [axis, input] of [['x', this.#x] as const, ['y', this.#y] as const]) {
      input.addEventListener('change', () => {
        if (Number.isFinite(input.valueAsNumber)) onNumber(axis, input.valueAsNumber);
      });
      input.addEventListener('blur', () => this.#showPoint());
    }
  }

  show(point: Point, slope: Slope): void {
    this.#point = point;
    this.#showPoint();
    this.#value.textContent = numberText(slope.value);
    this.#slopeX.textContent = numberText(slope.x);
    this.#slopeY.textContent = numberText(slope.y);
  }

  #showPoint() {
    write(this.#x, this.#point.x);
    write(this.#y, this.#point.y);
  }
}

/** A number that is being typed stays as it is. */
function write(input: HTMLInputElement, value: number) {
  if (input !== document.activeElement) input.value = String(value);
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
