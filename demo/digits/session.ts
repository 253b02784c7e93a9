/** One network after another on one backend after another: makes, trains, stops and evaluates it. */
import * as tf from '@tensorflow/tfjs-core';

import {useBackend, type BackendName} from '../shared/backends.js';
import {GraphicsLostError} from '../shared/graphics.js';
import {type Digits} from './model/digits.js';
import {evaluate} from './model/evaluation.js';
import {makeNetwork, type Network} from './model/network.js';
import {stepCount, trainingSteps, type Step, type TrainingOptions} from './model/training.js';
import {type Turns} from './turns.js';
import {type AttentionView} from './view/attention-view.js';
import {type ConfusionTable} from './view/confusion-table.js';
import {percent, type Curves} from './view/curves.js';
import {messageOf, type Panel} from './view/panel.js';

/** So many times in an epoch the held-out digits are counted. */
const EVALUATIONS = 2;

export interface Views {
  readonly panel: Panel;
  readonly curves: Curves;
  readonly confusion: ConfusionTable;
  readonly attention: AttentionView;
}

export class Session {
  private network: Network | null = null;
  private stopper = new AbortController();

  constructor(
    private readonly digits: Digits,
    private readonly views: Views,
    private readonly turns: Turns,
  ) {}

  /** Moves to a backend, or else to another that starts, with a new, untrained network. */
  async moveTo(backend: BackendName, notice = ''): Promise<void> {
    const {panel, attention} = this.views;
    panel.setState('busy');
    panel.say(`Starting ${backend}…`);
    const {options} = panel;
    const fault = await this.turns.take(async () => {
      this.forget();
      return useBackend(backend).catch(messageOf);
    });
    panel.showBackend(tf.getBackend());
    this.renew(options.seed);
    this.showNothing(stepCount(this.digits.training, options));
    panel.warn([notice, fault].filter(Boolean).join(' '));
    await attention.look(this.network);
    panel.say(`Ready on ${tf.getBackend()}. The network is not trained yet.`);
    panel.setState('idle');
  }

  /** Begins anew when the graphics card is lost, and the weights with it. */
  async recover(): Promise<void> {
    this.stopper.abort(new GraphicsLostError());
    await this.moveTo('webgl', 'The browser has lost the graphics card, and the network with it.');
  }

  async train(options: TrainingOptions): Promise<void> {
    const {panel} = this.views;
    const {signal} = (this.stopper = new AbortController());
    const steps = stepCount(this.digits.training, options);
    panel.setState('training');
    panel.say(`Training on ${tf.getBackend()}…`);
    await this.turns.take(async () => this.forget());
    const network = this.renew(options.seed);
    this.showNothing(steps);
    // Else the network before would stand beside the digits that are asked for until the first evaluation.
    await this.views.attention.look(network);
    const start = performance.now();
    const done = await this.run(network, options, signal);
    // Then recover() has gone on.
    if (signal.reason instanceof GraphicsLostError) throw signal.reason;
    await this.views.attention.look(network, done?.predictions);
    panel.say(done ? summary(done.accuracy, performance.now() - start) : 'Stopped. Train starts over.');
    panel.setState('idle');
  }

  stop(): void {
    this.stopper.abort();
    this.views.panel.say('Stopping…');
  }

  /** All steps with the evaluations between; returns the last evaluation, or null where it was stopped. */
  private async run(network: Network, options: TrainingOptions, signal: AbortSignal) {
    const steps = stepCount(this.digits.training, options);
    const every = Math.floor(steps / options.epochs / EVALUATIONS);
    const iterator = trainingSteps(network, this.digits.training, options);
    let evaluation = null;
    try {
      for (;;) {
        const {value: step} = await this.turns.take(() => iterator.next());
        if (!step) return evaluation;
        this.showStep(step, steps);
        await tf.nextFrame();
        if (signal.aborted) return null;
        if (step.number !== steps && step.number % every !== 0) continue;
        evaluation = await this.evaluate(network, step.number, signal);
        if (!evaluation) return null;
      }
    } finally {
      await iterator.return();
    }
  }

  private async evaluate(network: Network, step: number, signal: AbortSignal) {
    const {panel, curves, confusion, attention} = this.views;
    const evaluation = await this.turns.take(() => evaluate(network, this.digits.heldOut, signal));
    if (!evaluation) return null;
    panel.showAccuracy(evaluation.accuracy);
    curves.addHeldOut(step, evaluation.accuracy);
    confusion.show(evaluation, step);
    await attention.look(network, evaluation.predictions);
    return evaluation;
  }

  private showStep(step: Step, steps: number): void {
    const {panel, curves} = this.views;
    curves.add(step);
    panel.showStep(step, steps, curves.loss);
  }

  private showNothing(steps: number): void {
    this.views.panel.clear(steps);
    this.views.curves.clear(steps);
    this.views.confusion.clear(this.digits.classes);
  }

  private forget(): void {
    this.views.attention.forget();
    this.network?.dispose();
    this.network = null;
  }

  private renew(seed: number): Network {
    return (this.network = makeNetwork(this.digits.size, this.digits.classes, seed));
  }
}

function summary(accuracy: number, milliseconds: number): string {
  const seconds = (milliseconds / 1000).toFixed(0);
  return `Done in ${seconds} s: ${percent(accuracy)} of the held-out digits are right.`;
}
