import {contextOf, colourOf} from '../../shared/canvas.js';
import {create, elementOf} from '../../shared/elements.js';
import {labelOf} from '../../shared/ticks.js';
import {markerPath} from '../drawing/markers.js';
import type {Landscape} from '../landscapes.js';
import type {Loss, Trace} from '../run.js';
import {walkerKinds} from '../walkers/index.js';
import {walkerNames, type Settings, type WalkerName} from '../walkers/walker.js';
import {logarithmic, Slider, whole} from './slider.js';

const LEAPS = 12;

type OnChoice = (name: WalkerName, isChosen: boolean) => void;

/** The legend: a row for each walker, with its sign, its step size, and how far it has come. */
export class WalkerControls {
  readonly #rows: ReadonlyMap<WalkerName, Row>;
  readonly #leaps = new Slider('leaps', 'leaps', LEAPS, whole, 'Hamiltonian Monte Carlo: leaps');
  readonly #temperature = new Slider(
    'temperature',
    'temperature',
    1,
    logarithmic,
    'Hamiltonian Monte Carlo: temperature',
  );

  constructor(onChoice: OnChoice) {
    this.#rows = new Map(walkerNames.map((name) => [name, new Row(name, onChoice)]));
    const list = elementOf('walkers', HTMLDivElement);
    for (const row of this.#rows.values()) list.append(row.element);
    this.#rows.get('hamiltonian')?.element.append(this.#leaps.element, this.#temperature.element);
  }

  get chosen(): WalkerName[] {
    return walkerNames.filter((name) => this.#rows.get(name)?.isChosen);
  }

  settingsOf(name: WalkerName): Settings {
    const stepSize = this.#rows.get(name)?.stepSize.value ?? 0;
    return {stepSize, leaps: this.#leaps.value, temperature: this.#temperature.value};
  }

  reset(landscape: Landscape): void {
    for (const [name, row] of this.#rows) row.stepSize.reset(landscape.stepSizes[name]);
    this.#leaps.reset(LEAPS);
    this.#temperature.reset(landscape.temperature);
  }

  show(traces: readonly Trace[]): void {
    for (const [name, row] of this.#rows) row.show(traces.find((trace) => trace.name === name));
  }
}

class Row {
  readonly stepSize: Slider;
  readonly element: HTMLElement;
  readonly #box: HTMLInputElement;
  readonly #result: HTMLElement;

  constructor(name: WalkerName, onChoice: OnChoice) {
    this.stepSize = new Slider(`step-${name}`, 'step', 1, logarithmic, `${walkerKinds[name].title}: step`);
    this.#box = create('input', {type: 'checkbox', checked: true, id: `use-${name}`});
    this.#box.addEventListener('change', () => onChoice(name, this.#box.checked));
    // No output element, which a screen reader would read out at every change.
    this.#result = create('span', {className: 'number result', id: `result-${name}`});
    const label = create('label', {}, this.#box, swatchOf(name), walkerKinds[name].title);
    this.element = create(
      'div',
      {className: 'walker'},
      create('div', {className: 'walker-head'}, label, this.#result),
      this.stepSize.element,
    );
  }

  get isChosen(): boolean {
    return this.#box.checked;
  }

  show(trace: Trace | undefined): void {
    this.#result.textContent = trace ? resultOf(trace) : '';
  }
}

/** Why a walker has stopped, in words. */
const losses: Readonly<Record<Loss, string>> = {
  'no value': 'f is undefined here',
  'no slope': 'the gradient is undefined here',
  'off the domain': 'left the domain of f',
  far: 'beyond 10⁶: step too large, or no minimum',
};

/** How far a walker has come: f where it is, or the share of trajectories that the sampler took. */
export function resultOf(trace: Trace): string {
  if (trace.loss) return losses[trace.loss];
  if (trace.name !== 'hamiltonian') return `f = ${labelOf(trace.slope.value, 4)}`;
  const ends = trace.strides.filter((stride) => stride.sample);
  const taken = ends.filter((stride) => stride.kind === 'way').length;
  return `${taken} of ${ends.length} accepted`;
}

function swatchOf(name: WalkerName): HTMLCanvasElement {
  const canvas = create('canvas', {className: 'swatch', width: 36, height: 36});
  canvas.setAttribute('aria-hidden', 'true');
  const context = contextOf(canvas);
  context.beginPath();
  markerPath(context, name, {x: 18, y: 18}, 12);
  context.fillStyle = colourOf(document.documentElement, `--trace-${name}`);
  context.fill();
  context.strokeStyle = 'rgb(6 12 24 / 0.8)';
  context.lineWidth = 3;
  context.stroke();
  return canvas;
}
