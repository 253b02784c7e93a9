import {elementOf} from '../../shared/elements.js';

const MOST_STEPS = 20_000;

export interface RunListener {
  readonly onStart: () => void;
  readonly onPause: () => void;
  readonly onStep: () => void;
  readonly onClear: () => void;
}

/** Buttons that begin, halt and end a run, and how long and how fast it goes. */
export class RunControls {
  readonly #pause = elementOf('pause', HTMLButtonElement);
  readonly #speed = elementOf('speed', HTMLSelectElement);
  readonly #steps = elementOf('steps', HTMLInputElement);

  constructor(listener: RunListener) {
    elementOf('start', HTMLButtonElement).addEventListener('click', listener.onStart);
    elementOf('step', HTMLButtonElement).addEventListener('click', listener.onStep);
    elementOf('clear', HTMLButtonElement).addEventListener('click', listener.onClear);
    this.#pause.addEventListener('click', listener.onPause);
  }

  /** Steps a second; Infinity for as many as the machine can do. */
  get speed(): number {
    return Number(this.#speed.value);
  }

  get steps(): number {
    const steps = Math.round(this.#steps.valueAsNumber);
    return Number.isFinite(steps) ? Math.min(MOST_STEPS, Math.max(1, steps)) : 1000;
  }

  show(state: 'none' | 'going' | 'halted' | 'over'): void {
    this.#pause.disabled = state === 'none' || state === 'over';
    this.#pause.textContent = state === 'halted' ? 'Go on' : 'Pause';
  }
}
