/** The panel of the training: its buttons, its options, and how far it is. */
import * as tf from '@tensorflow/tfjs-core';

import {elementOf, radiosOf} from '../../shared/elements.js';
import {type Step, type TrainingOptions} from '../model/training.js';
import {percent} from './curves.js';

export class Panel {
  readonly start = elementOf('start', HTMLButtonElement);
  readonly stop = elementOf('stop', HTMLButtonElement);
  readonly backends = radiosOf(elementOf('backends', HTMLFieldSetElement));
  private readonly progress = elementOf('progress', HTMLProgressElement);
  private readonly alarm = elementOf('alarm', HTMLElement);

  get options(): TrainingOptions {
    return {
      epochs: wholeNumber('epochs', 3),
      batchSize: 48,
      learningRate: 0.006,
      seed: wholeNumber('seed', 1),
    };
  }

  /** What may be used: while busy nothing but Stop. */
  setState(state: 'busy' | 'training' | 'idle'): void {
    this.start.disabled = state !== 'idle';
    this.stop.disabled = state !== 'training';
    for (const radio of this.backends.values()) radio.disabled = state !== 'idle';
    for (const id of ['epochs', 'seed']) elementOf(id, HTMLInputElement).disabled = state !== 'idle';
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

  fail(error: unknown): void {
    this.alarm.textContent = error instanceof Error ? error.message : String(error);
    this.say('Something went wrong.');
    this.setState('idle');
  }
}

function write(id: string, text: string): void {
  elementOf(id, HTMLElement).textContent = text;
}

/** The number of a field, within its bounds. */
function wholeNumber(id: string, otherwise: number): number {
  const field = elementOf(id, HTMLInputElement);
  const number = Math.round(field.valueAsNumber) || otherwise;
  const within = Math.max(Number(field.min), Math.min(Number(field.max), number));
  field.value = String(within);
  return within;
}
