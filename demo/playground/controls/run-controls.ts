import {elementOf, setUsable} from '../../shared/elements.js';

const MOST_STEPS = 20_000;

export interface RunListener {
  readonly onStart: () => void;
  readonly onPause: () => void;
  readonly onStep: () => void;
  readonly onClear: () => void;
  /** Another number of steps. */
  readonly onLength: () => void;
}

export interface RunState {
  readonly run: 'none' | 'going' | 'halted' | 'over';
  /** Whether there is something to run, and something to compute on. */
  readonly canStart: boolean;
}

/** Buttons that begin, halt and end a run, and how long and how fast it goes. */
export class RunControls {
  readonly #start = elementOf('start', HTMLButtonElement);
  readonly #step = elementOf('step', HTMLButtonElement);
  readonly #pause = elementOf('pause', HTMLButtonElement);
  readonly #speed = elementOf('speed', HTMLSelectElement);
  readonly #steps = elementOf('steps', HTMLInputElement);

  constructor(listener: RunListener) {
    this.#start.addEventListener('click', listener.onStart);
    this.#step.addEventListener('click', listener.onStep);
    elementOf('clear', HTMLButtonElement).addEventListener('click', listener.onClear);
    this.#pause.addEventListener('click', listener.onPause);
    this.#steps.addEventListener('change', () => {
      this.#steps.value = String(this.steps);
      listener.onLength();
    });
  }

  /** Steps a second; Infinity for as many as the machine can do. */
  get speed(): number {
    return Number(this.#speed.value);
  }

  get steps(): number {
    const steps = Math.round(this.#steps.valueAsNumber);
    return Number.isFinite(steps) ? Math.min(MOST_STEPS, Math.max(1, steps)) : 1000;
  }

  show({run, canStart}: RunState): void {
    setUsable([this.#start, this.#step], canStart);
    setUsable([this.#pause], canStart && (run === 'going' || run === 'halted'));
    this.#pause.textContent = run === 'halted' ? 'Resume' : 'Pause';
  }
}
