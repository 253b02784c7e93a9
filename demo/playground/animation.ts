/** Milliseconds of a frame that steps may take; the rest is for drawing. */
const BUDGET = 12;

export interface Animated {
  /** Steps a second that are wanted. */
  readonly speed: () => number;
  /** Does one step; false when there is nothing more to do. */
  readonly step: () => boolean;
  /** After the steps of a frame: how many there were, and how many milliseconds they took. */
  readonly afterFrame: (time: number, steps: number, busy: number) => void;
}

/** Calls steps in time with the screen, as many a frame as the speed asks for and the machine can do. */
export class Animation {
  #request = 0;
  #lastTime = 0;
  #owed = 0;

  constructor(private readonly animated: Animated) {}

  get isGoing(): boolean {
    return this.#request !== 0;
  }

  start(): void {
    this.stop();
    this.#lastTime = performance.now();
    this.#owed = 1;
    this.#ask();
  }

  stop(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  #ask() {
    this.#request = requestAnimationFrame((time) => this.#frame(time));
  }

  #frame(time: number) {
    const wanted = this.animated.speed();
    this.#owed = Math.min(this.#owed + (wanted * Math.max(1, time - this.#lastTime)) / 1000, wanted);
    this.#lastTime = time;
    this.#ask();
    const began = performance.now();
    let steps = 0;
    while (this.#owed >= 1 && performance.now() - began < BUDGET && this.isGoing) {
      this.#owed--;
      if (!this.animated.step()) this.stop();
      else steps++;
    }
    // What could not be done in time is not made up for.
    this.#owed = Number.isFinite(this.#owed) ? this.#owed % 1 : 0;
    this.animated.afterFrame(time, steps, performance.now() - began);
  }
}
