import {Animation} from './animation.js';
import type {Calculator} from './calculator.js';
import type {RunState} from './controls/run-controls.js';
import {Pace} from './pace.js';
import type {Run} from './run.js';

export interface RunnerListener {
  /** Steps a second that are wanted. */
  readonly speed: () => number;
  /** Steps after which a run is over. */
  readonly length: () => number;
  readonly calculator: () => Calculator;
  readonly afterFrame: (time: number) => void;
  readonly onEnd: (run: Run) => void;
}

/** Takes the steps of one run after another: begins, halts and ends them, and counts how fast they go. */
export class Runner {
  readonly pace = new Pace();
  readonly #animation: Animation;
  #run: Run | undefined;
  #resumes = false;

  constructor(private readonly listener: RunnerListener) {
    this.#animation = new Animation({
      speed: listener.speed,
      step: () => this.#step(),
      afterFrame: (...figures) => this.#afterFrame(...figures),
    });
  }

  get run(): Run | undefined {
    return this.#run;
  }

  get isGoing(): boolean {
    return this.#animation.isGoing;
  }

  get state(): RunState['run'] {
    if (!this.#run) return 'none';
    if (this.#isOver(this.#run)) return 'over';
    return this.isGoing || this.#resumes ? 'going' : 'halted';
  }

  start(run: Run): void {
    this.#run = run;
    this.pace.clear();
    this.#animation.start();
  }

  pause(): void {
    if (this.isGoing) this.#animation.stop();
    else this.#animation.start();
  }

  /** One step of the run, or of a new one where there is none. */
  stepOnce(begin: () => Run): void {
    this.#animation.stop();
    this.#run ??= begin();
    this.#run.step(this.listener.calculator());
  }

  clear(): void {
    this.#animation.stop();
    this.#resumes = false;
    this.#run = undefined;
  }

  /** Until there is something to compute on again. */
  halt(): void {
    this.#resumes = this.isGoing;
    this.#animation.stop();
  }

  resume(): void {
    this.pace.clear();
    if (this.#resumes) this.#animation.start();
    this.#resumes = false;
  }

  #step(): boolean {
    if (!this.#run || this.#isOver(this.#run)) return false;
    this.#run.step(this.listener.calculator());
    return true;
  }

  #isOver(run: Run): boolean {
    return run.isOver || run.steps >= this.listener.length();
  }

  #afterFrame(time: number, steps: number, busy: number) {
    this.pace.note(time, steps, busy);
    if (this.#run && this.#isOver(this.#run)) {
      this.#animation.stop();
      this.listener.onEnd(this.#run);
    }
    this.listener.afterFrame(time);
  }
}
