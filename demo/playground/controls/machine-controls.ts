import * as tf from '@tensorflow/tfjs-core';
import {backendNames, useBackend, type BackendName} from '../../shared/backends.js';
import {elementOf, radiosOf, setUsable} from '../../shared/elements.js';
import {onGraphicsLost} from '../../shared/graphics.js';
import type {Mode} from '../calculator.js';

export interface MachineListener {
  readonly onSwitching: () => void;
  readonly onChange: () => void;
  /** What was computed last may be wrong. Another backend is being started. */
  readonly onLoss: () => void;
}

const LOSS = 'The browser has lost the graphics card, and the run with it. Computing on cpu.';

/** The choice of the backend and of how gradients are taken, and the line that says how fast that is. */
export class MachineControls {
  readonly #backends = radiosOf(elementOf('backends', HTMLDivElement));
  readonly #modes = radiosOf(elementOf('modes', HTMLDivElement));
  readonly #error = elementOf('machine-error', HTMLParagraphElement);
  readonly #status = elementOf('status', HTMLParagraphElement);

  #isSwitching = true;

  constructor(private readonly listener: MachineListener) {
    for (const name of backendNames) {
      this.#backends.get(name)?.addEventListener('change', () => void this.#switchTo(name));
    }
    for (const radio of this.#modes.values()) radio.addEventListener('change', listener.onChange);
    onGraphicsLost(() => void this.#flee());
  }

  get mode(): Mode {
    return this.#modes.get('tape')?.checked ? 'tape' : 'graph';
  }

  /** While a backend starts, there is none to compute on. */
  get isSwitching(): boolean {
    return this.#isSwitching;
  }

  async begin(name: BackendName): Promise<void> {
    await useBackend(name);
    this.#isSwitching = false;
    this.#check(name);
  }

  show(stepsPerSecond: number, microseconds: number, steps: number): void {
    // Nor is there an engine to ask for tensors.
    if (this.#isSwitching) return;
    const parts = [tf.getBackend(), this.mode, `${Math.round(stepsPerSecond)} steps/s`];
    if (microseconds > 0) parts.push(`${(microseconds / 1000).toPrecision(2)} ms per step`);
    parts.push(`${tf.memory().numTensors} tensors`, `step ${steps}`);
    this.#status.textContent = parts.join(' · ');
  }

  async #switchTo(name: BackendName) {
    this.#isSwitching = true;
    this.#status.textContent = `Starting ${name}…`;
    this.#error.textContent = '';
    setUsable(this.#backends.values(), false);
    this.listener.onSwitching();
    try {
      await useBackend(name);
    } catch (cause) {
      this.#error.textContent = cause instanceof Error ? cause.message : String(cause);
    }
    this.#check(tf.getBackend());
    setUsable(this.#backends.values(), true);
    this.#isSwitching = false;
    this.listener.onChange();
  }

  async #flee() {
    if (this.#isSwitching) return;
    this.listener.onLoss();
    await this.#switchTo('cpu');
    this.#error.textContent = LOSS;
  }

  #check(name: string) {
    const radio = this.#backends.get(name);
    if (radio) radio.checked = true;
  }
}
