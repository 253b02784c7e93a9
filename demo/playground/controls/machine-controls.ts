import * as tf from '@tensorflow/tfjs-core';
import {backendNames, useBackend, type BackendName} from '../../shared/backends.js';
import {elementOf, radiosOf} from '../../shared/elements.js';
import type {Mode} from '../calculator.js';

export interface MachineListener {
  readonly onSwitching: () => void;
  readonly onChange: () => void;
}

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
    const parts = [tf.getBackend(), this.mode, `${Math.round(stepsPerSecond)} steps/s`];
    if (microseconds > 0) parts.push(`${(microseconds / 1000).toPrecision(2)} ms a step`);
    parts.push(`${tf.memory().numTensors} tensors`, `step ${steps}`);
    this.#status.textContent = parts.join(' · ');
  }

  async #switchTo(name: BackendName) {
    this.#isSwitching = true;
    this.listener.onSwitching();
    this.#setDisabled(true);
    this.#error.textContent = '';
    try {
      await useBackend(name);
    } catch (cause) {
      this.#error.textContent = cause instanceof Error ? cause.message : String(cause);
    }
    this.#check(tf.getBackend());
    this.#setDisabled(false);
    this.#isSwitching = false;
    this.listener.onChange();
  }

  #check(name: string) {
    const radio = this.#backends.get(name);
    if (radio) radio.checked = true;
  }

  #setDisabled(isDisabled: boolean) {
    for (const radio of this.#backends.values()) radio.disabled = isDisabled;
  }
}
