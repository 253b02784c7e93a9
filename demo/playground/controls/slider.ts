import {create} from '../../shared/elements.js';
import {labelOf} from '../../shared/ticks.js';

const MIDDLE = 50;

export interface SliderScale {
  /** The value at a position from 0 to 100, when the middle is `middle`. */
  readonly valueAt: (position: number, middle: number) => number;
}

/** A hundredth to a hundredfold of the middle. */
export const logarithmic: SliderScale = {
  valueAt: (position, middle) => Number((middle * 100 ** ((position - MIDDLE) / MIDDLE)).toPrecision(2)),
};

/** From one to twice the middle, in whole numbers. */
export const whole: SliderScale = {
  valueAt: (position, middle) => Math.max(1, Math.round((middle * position) / MIDDLE)),
};

/** A labelled slider that shows its value. The middle is the recommended one; `title` names it out of its row. */
export class Slider {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  /** No output element: the slider itself says its value to a screen reader. */
  readonly #text = create('span', {className: 'number'});
  #middle: number;

  constructor(
    id: string,
    label: string,
    middle: number,
    private readonly scale: SliderScale,
    title = label,
  ) {
    this.#middle = middle;
    this.#input = create('input', {type: 'range', id, min: '0', max: '100', step: '1'});
    this.#input.setAttribute('aria-label', title);
    this.#input.addEventListener('input', () => this.#show());
    this.element = create(
      'div',
      {className: 'slider'},
      create('label', {htmlFor: id, className: 'note'}, label),
      this.#input,
      this.#text,
    );
    this.reset(middle);
  }

  get value(): number {
    return this.scale.valueAt(this.#input.valueAsNumber, this.#middle);
  }

  reset(middle: number): void {
    this.#middle = middle;
    this.#input.value = String(MIDDLE);
    this.#show();
  }

  #show() {
    const text = labelOf(this.value);
    this.#text.textContent = text;
    this.#input.setAttribute('aria-valuetext', text);
  }
}
