import {elementOf} from '../../shared/elements.js';
import type {PlaneWindow} from '../landscapes.js';

/** Within this, 32-bit floats can tell the points of a window apart that is not too narrow for where it is. */
const FARTHEST = 1e6;
const NARROWEST = 1e-4;
const SIDES = ['left', 'right', 'bottom', 'top'] as const;

/** The part of the plane that is shown, as four numbers. */
export class WindowControls {
  readonly #inputs = Object.fromEntries(
    SIDES.map((side) => [side, elementOf(`window-${side}`, HTMLInputElement)]),
  ) as Record<(typeof SIDES)[number], HTMLInputElement>;
  readonly #error = elementOf('window-error', HTMLParagraphElement);

  constructor(onWindow: (window: PlaneWindow) => void) {
    for (const side of SIDES) {
      this.#inputs[side].addEventListener('change', () => {
        const window = this.#read();
        const fault = faultOf(window);
        this.#error.textContent = fault;
        if (!fault) onWindow(window);
      });
    }
  }

  show(window: PlaneWindow): void {
    for (const side of SIDES) this.#inputs[side].value = String(window[side]);
    this.#error.textContent = '';
  }

  #read(): PlaneWindow {
    const {left, right, bottom, top} = this.#inputs;
    return {
      left: left.valueAsNumber,
      right: right.valueAsNumber,
      bottom: bottom.valueAsNumber,
      top: top.valueAsNumber,
    };
  }
}

function faultOf({left, right, bottom, top}: PlaneWindow): string {
  if (![left, right, bottom, top].every(Number.isFinite)) return 'All four bounds must be numbers.';
  if (left >= right) return "'x from' must be less than 'x to'.";
  if (bottom >= top) return "'y from' must be less than 'y to'.";
  const farthest = Math.max(...[left, right, bottom, top].map(Math.abs));
  if (farthest > FARTHEST) return 'All four bounds must be between −1000000 and 1000000.';
  if (Math.min(right - left, top - bottom) < NARROWEST * farthest) {
    return 'The window is too narrow for 32-bit floats so far from 0.';
  }
  return '';
}
