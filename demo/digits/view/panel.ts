/** The panel of the training: its buttons, its options, and how far it is. */
import * as tf from '@tensorflow/tfjs-core';

import {elementOf, radiosOf, setUsable} from '../../shared/elements.js';
import {type Step, type TrainingOptions} from '../model/training.js';
import {percent} from './curves.js';

export class Panel {
  readonly start = elementOf('start', HTMLButtonElement);
  readonly stop = elementOf('stop', HTMLButtonElement);
  readonly backends = radiosOf(elementOf('backends', HTMLFieldSetElement));
  private readonly progress = elementOf('progress', HTMLProgressElement);
  private readonly alarm = elementOf('alarm', HTMLElement);
  private readonly epochs = elementOf('epochs', HTMLInputElement);
  private readonly seed = elementOf('seed', HTMLInputElement);

  constructor() {
    this.setState('busy');
    // What is out of bounds does not stay in its field while another number is used.
    for (const field of [this.epochs, this.seed]) field.addEventListener('change', () => wholeNumber(field));
  }

  get options(): TrainingOptions {
    return {
      epochs: wholeNumber(this.epochs),
      batchSize: 48,
      learningRate: 0.006,
      seed: wholeNumber(this.seed),
    };
  }

  /** What may be used: while busy nothing but Stop. */
  setState(state: 'busy' | 'training' | 'idle'): void {
    setUsable([this.start, ...this.backends.values()], state === 'idle');
    setUsable([this.stop], state === 'training');
    for (const field of [this.epochs, this.seed]) field.readOnly = state !== 'idle';
  }

  /** Checks the backend that is computed on, which need not be the one that was asked for. */
  showBackend(name: string): void {
    const radio = this.backends.get(name);
    if (radio) radio.checked = true;
  }

  clear(steps: number): void {
    this.progress.max = steps;
    this.progress.value = 0;
    this.alarm.textContent = '';
    for (const id of ['accuracy', 'loss', 'step', 'pace']) write(id, '–');
  }

  say(text: string): void {
    write('status', text);
  }

  showStep({number, milliseconds}: Step, steps: number, loss: number): void {
    this.progress.value = number;
    write('step', `${number} of ${steps}`);
    write('loss', loss.toFixed(3));
    write('pace', `${milliseconds.toFixed(0)} ms`);
    write('tensors', String(tf.memory().numTensors));
  }

  showAccuracy(accuracy: number): void {
    write('accuracy', percent(accuracy));
  }

  warn(text: string): void {
    this.alarm.textContent = text;
  }

  fail(error: unknown): void {
    this.warn(messageOf(error));
    this.say('Something went wrong.');
    this.setState('idle');
  }

  /** When there is nothing to go on with. */
  giveUp(error: unknown): void {
    this.fail(`${messageOf(error).replace(/\.?$/, '.')} Reload the page.`);
    this.setState('busy');
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function write(id: string, text: string): void {
  elementOf(id, HTMLElement).textContent = text;
}

/** The number of a field, within its bounds. An empty one gets back what it had at first. */
function wholeNumber(field: HTMLInputElement): number {
  const number = Math.round(Number(field.value || field.defaultValue));
  const within = Math.max(Number(field.min), Math.min(Number(field.max), number));
  field.value = String(within);
  return within;
}
