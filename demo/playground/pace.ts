/** Milliseconds over which the rate is taken. */
const SPAN = 1000;

/** Counts steps, and the time that they take. */
export class Pace {
  #marks: {readonly time: number; readonly steps: number; readonly busy: number}[] = [];

  /** Notes steps done by `time`, after `busy` milliseconds of work. */
  note(time: number, steps: number, busy: number): void {
    this.#marks.push({time, steps, busy});
    this.#marks = this.#marks.filter((mark) => time - mark.time <= SPAN);
  }

  get stepsPerSecond(): number {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (!first || !last) return 0;
    // One frame alone has no duration but that of its work.
    if (last.time <= first.time) return first.busy > 0 ? (1000 * first.steps) / first.busy : 0;
    const steps = this.#marks.reduce((sum, mark) => sum + mark.steps, 0) - first.steps;
    return (1000 * steps) / (last.time - first.time);
  }

  get microsecondsPerStep(): number {
    const steps = this.#marks.reduce((sum, mark) => sum + mark.steps, 0);
    const busy = this.#marks.reduce((sum, mark) => sum + mark.busy, 0);
    return steps > 0 ? (1000 * busy) / steps : 0;
  }

  clear(): void {
    this.#marks = [];
  }
}
