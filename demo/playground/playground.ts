import {refuseClicks} from '../shared/elements.js';
import {Calculator} from './calculator.js';
import {FunctionControls} from './controls/function-controls.js';
import {MachineControls} from './controls/machine-controls.js';
import {RunControls} from './controls/run-controls.js';
import {resultOf, WalkerControls} from './controls/walker-controls.js';
import {WindowControls} from './controls/window-controls.js';
import {Crosshair, rounded} from './crosshair.js';
import {gridOf} from './drawing/grid.js';
import type {Surface} from './expression/evaluate.js';
import {ownLandscape, type Landscape, type PlaneWindow} from './landscapes.js';
import {Plot} from './plot.js';
import {listenToPointing} from './pointing.js';
import {Run} from './run.js';
import {Runner} from './runner.js';
import {walkerKinds} from './walkers/index.js';
import type {Point, WalkerName} from './walkers/walker.js';

/** Milliseconds from one change of figures to the next where no motion is wanted. */
const STILL = 1000;

/** The page: what is chosen, what is running, and who is told when either changes. */
export class Playground {
  readonly #plot = new Plot();
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #crosshair = new Crosshair((point) => this.#choose(point));
  readonly #walkers = new WalkerControls((...choice) => this.#toggle(...choice));
  readonly #windowControls = new WindowControls((window) => this.#showWindow(window));
  readonly #functions = new FunctionControls({
    onLandscape: (landscape, surface) => this.#enter(landscape, surface),
    onSurface: (surface) => this.#showSurface(surface),
  });
  readonly #machine = new MachineControls({
    onSwitching: () => this.#halt(),
    onChange: () => this.#renew(),
    onLoss: () => this.#clear(),
  });
  readonly #controls = new RunControls({
    onStart: () => this.#start(),
    onPause: () => this.#pause(),
    onStep: () => this.#stepOnce(),
    onClear: () => this.#clear(),
    onLength: () => this.#showRun(),
  });
  readonly #runner = new Runner({
    speed: () => (this.#stillness.matches ? Infinity : this.#controls.speed),
    length: () => this.#controls.steps,
    calculator: () => this.#calculator,
    afterFrame: (time) => this.#afterFrame(time),
    onEnd: (run) => this.#announce(run),
  });
  #surface: Surface = (x) => x;
  #window: PlaneWindow = ownLandscape.window;
  #calculator = new Calculator(this.#surface, 'graph');
  #lastFigures = 0;

  async begin(): Promise<void> {
    refuseClicks();
    await this.#machine.begin('cpu');
    this.#functions.begin('rosenbrock');
    listenToPointing(this.#plot, {
      onHover: (point) => this.#hover(point),
      onChoose: (point) => {
        this.#choose(rounded(point, this.#window));
        this.#start();
      },
      onMove: (right, up) => this.#moveBy(right, up),
      onEnter: () => this.#start(),
    });
  }

  #enter(landscape: Landscape, surface: Surface) {
    this.#window = landscape.window;
    this.#windowControls.show(landscape.window);
    this.#walkers.reset(landscape);
    this.#crosshair.choose({x: landscape.start[0], y: landscape.start[1]});
    this.#showSurface(surface);
  }

  #showSurface(surface: Surface) {
    this.#surface = surface;
    this.#clear();
    this.#renew();
  }

  #showWindow(window: PlaneWindow) {
    this.#window = window;
    this.#renew();
  }

  /** After another function, window, backend or mode. A run goes on where it was. */
  #renew() {
    // There will be another change when the backend has started.
    if (this.#machine.isSwitching) return;
    this.#calculator.dispose();
    this.#calculator = new Calculator(this.#surface, this.#machine.mode);
    this.#plot.show(gridOf(this.#calculator, this.#window), this.#window);
    this.#runner.resume();
    this.#refresh();
  }

  #halt() {
    this.#runner.halt();
    this.#showRun();
  }

  #hover(point: Point | undefined) {
    if (this.#machine.isSwitching) return;
    this.#crosshair.hover(point && rounded(point, this.#window));
    this.#refresh();
  }

  #choose(point: Point) {
    this.#crosshair.choose(point);
    if (!this.#machine.isSwitching) this.#crosshair.announce(this.#refresh());
  }

  #moveBy(right: number, up: number) {
    const {left, right: end, bottom, top} = this.#window;
    const {x, y} = this.#crosshair.chosen;
    const moved = {x: x + right * (end - left), y: y + up * (top - bottom)};
    const within = {x: Math.min(end, Math.max(left, moved.x)), y: Math.min(top, Math.max(bottom, moved.y))};
    this.#choose(rounded(within, this.#window));
  }

  #refresh() {
    const slope = this.#crosshair.read(this.#calculator);
    this.#showRun();
    return slope;
  }

  #start() {
    if (this.#walkers.chosen.length === 0) this.#crosshair.say('Choose an optimizer first.');
    if (!this.#canStart) return;
    this.#runner.start(this.#newRun());
    this.#crosshair.say('Started.');
    this.#showRun();
  }

  #newRun(): Run {
    const settings = (name: WalkerName) => this.#walkers.settingsOf(name);
    return new Run(this.#walkers.chosen, this.#crosshair.chosen, settings, this.#calculator);
  }

  #pause() {
    this.#runner.pause();
    this.#showRun();
  }

  #stepOnce() {
    this.#runner.stepOnce(() => this.#newRun());
    this.#showRun();
  }

  #clear() {
    this.#runner.clear();
    this.#showRun();
  }

  #toggle(name: WalkerName, isChosen: boolean) {
    if (!isChosen) this.#runner.run?.drop(name);
    this.#showRun();
  }

  #afterFrame(time: number) {
    // Those who do not want motion see the end alone, and until then figures that say that something is going on.
    if (!this.#stillness.matches || !this.#runner.isGoing) this.#showRun();
    else if (time - this.#lastFigures > STILL) this.#showFigures(time);
  }

  #announce(run: Run) {
    const results = run.traces.map((trace) => `${walkerKinds[trace.name].title}: ${resultOf(trace)}`);
    this.#crosshair.say(`${[`Finished after ${run.steps} steps`, ...results].join('. ')}.`);
  }

  #showRun() {
    this.#plot.move(this.#crosshair.shown, this.#runner.run?.traces ?? []);
    this.#showFigures(performance.now());
  }

  #showFigures(time: number) {
    this.#lastFigures = time;
    const {run, pace, state} = this.#runner;
    this.#walkers.show(run?.traces ?? []);
    this.#controls.show({run: state, canStart: this.#canStart});
    this.#machine.show(pace.stepsPerSecond, pace.microsecondsPerStep, run?.steps ?? 0);
  }

  get #canStart() {
    return !this.#machine.isSwitching && this.#walkers.chosen.length > 0;
  }
}
