/** The curves of a run: loss and accuracy by step, and the same as a table. */
import {create, elementOf} from '../../shared/elements.js';
import {type Step} from '../model/training.js';
import {Chart, type Point} from './chart.js';

/** So many steps are averaged for the strong lines. */
const WINDOW = 20;

export class Curves {
  private readonly lossChart = new Chart(elementOf('loss-curve', HTMLCanvasElement));
  private readonly accuracyChart = new Chart(elementOf('accuracy-curve', HTMLCanvasElement));
  private readonly history = elementOf('history', HTMLTableSectionElement);
  private readonly losses = new Trace();
  private readonly accuracies = new Trace();
  private heldOut: Point[] = [];
  private steps = 1;

  clear(steps: number): void {
    this.steps = steps;
    this.losses.clear();
    this.accuracies.clear();
    this.heldOut = [];
    this.history.replaceChildren();
    this.draw();
    this.describe();
  }

  /** The mean loss of the last steps. */
  get loss(): number {
    return this.losses.mean;
  }

  add(step: Step): void {
    this.losses.add(step.number, step.loss);
    this.accuracies.add(step.number, step.accuracy);
    this.draw();
  }

  addHeldOut(step: number, accuracy: number): void {
    this.heldOut.push([step, accuracy]);
    const texts = [this.losses.mean.toFixed(3), percent(this.accuracies.mean), percent(accuracy)];
    const cells = texts.map((text) => create('td', {}, text));
    this.history.append(create('tr', {}, create('th', {scope: 'row'}, String(step)), ...cells));
    this.draw();
    this.describe();
  }

  private draw(): void {
    this.lossChart.show({
      right: this.steps,
      top: 2.5,
      lines: [
        {points: this.losses.points, colour: '--series-1', style: 'faint'},
        {points: this.losses.means, colour: '--series-1', style: 'strong'},
      ],
    });
    this.accuracyChart.show({
      right: this.steps,
      top: 1,
      lines: [
        {points: this.accuracies.points, colour: '--series-1', style: 'faint'},
        {points: this.accuracies.means, colour: '--series-1', style: 'strong'},
        {points: this.heldOut, colour: '--series-3', style: 'dotted'},
      ],
    });
  }

  private describe(): void {
    const last = this.heldOut.at(-1);
    const [loss, accuracy] = last
      ? [`${this.losses.mean.toFixed(3)} at step ${last[0]}`, `${percent(last[1])} at step ${last[0]}`]
      : ['nothing yet', 'nothing yet'];
    elementOf('loss-curve', HTMLCanvasElement).ariaLabel = `Loss by step: ${loss}`;
    elementOf('accuracy-curve', HTMLCanvasElement).ariaLabel =
      `Accuracy on the held-out digits by step: ${accuracy}`;
  }
}

/** Values by step, and their running means. */
class Trace {
  points: Point[] = [];
  means: Point[] = [];

  clear(): void {
    this.points = [];
    this.means = [];
  }

  get mean(): number {
    return this.means.at(-1)?.[1] ?? NaN;
  }

  add(step: number, value: number): void {
    this.points.push([step, value]);
    const recent = this.points.slice(-WINDOW);
    this.means.push([step, recent.reduce((sum, [, each]) => sum + each, 0) / recent.length]);
  }
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
