import {openSheet} from '../shared/canvas.js';
import {elementOf} from '../shared/elements.js';
import {drawArrows} from './drawing/arrows.js';
import {drawAxes} from './drawing/axes.js';
import {drawCrosshair} from './drawing/crosshair.js';
import {lowestOf, type Grid} from './drawing/grid.js';
import {Heights} from './drawing/heights.js';
import {layoutOf} from './drawing/layout.js';
import {drawSentence} from './drawing/sentence.js';
import {drawSurface} from './drawing/surface.js';
import {drawTraces} from './drawing/traces.js';
import {View} from './drawing/view.js';
import type {PlaneWindow} from './landscapes.js';
import type {Trace} from './run.js';
import type {Point} from './walkers/walker.js';
import {labelOf} from '../shared/ticks.js';

const NOTHING = 'The function has no finite value in this window.';

interface Shown {
  readonly grid: Grid;
  readonly window: PlaneWindow;
}

/** The two canvases: the surface, drawn anew when it changes, and above it the crosshair and the traces. */
export class Plot {
  readonly overlay = elementOf('overlay', HTMLCanvasElement);
  readonly #surface = elementOf('surface', HTMLCanvasElement);
  readonly #summary = elementOf('plot-summary', HTMLParagraphElement);
  #shown: Shown | undefined;
  #traces: readonly Trace[] = [];
  #crosshair: Point = {x: 0, y: 0};
  #isWaiting = false;

  constructor() {
    new ResizeObserver(() => this.#drawAll()).observe(this.overlay);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#drawAll());
  }

  show(grid: Grid, window: PlaneWindow): void {
    this.#shown = {grid, window};
    this.#summary.textContent = summaryOf(grid, window);
    this.#drawAll();
  }

  /** Draws at the next frame of the screen, however often it is called before. */
  move(crosshair: Point, traces: readonly Trace[]): void {
    this.#crosshair = crosshair;
    this.#traces = traces;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      this.#drawOverlay();
    });
  }

  /** The point of the plane under the pointer, if it is within the frame. */
  pointUnder(event: MouseEvent): Point | undefined {
    const view = this.#view();
    if (!view) return undefined;
    const point = view.toPlane({x: event.offsetX, y: event.offsetY});
    const within = view.within(point);
    return within.x === point.x && within.y === point.y ? point : undefined;
  }

  /** None before there is something to show, and where there is no room for it. */
  #view(): View | undefined {
    const {clientWidth, clientHeight} = this.overlay;
    const {frame} = layoutOf(clientWidth, clientHeight);
    if (!this.#shown || frame.width < 1 || frame.height < 1) return undefined;
    return new View(this.#shown.window, frame);
  }

  #drawAll() {
    const view = this.#view();
    if (!view || !this.#shown) return;
    const {clientWidth, clientHeight} = this.overlay;
    const sheet = openSheet(this.#surface, clientWidth, clientHeight);
    const {grid} = this.#shown;
    const heights = new Heights(grid.values);
    drawSurface(sheet, view, grid, heights);
    drawArrows(sheet, view, grid, heights);
    if (heights.isEmpty) drawSentence(sheet, view, NOTHING);
    drawAxes(sheet, view, heights, layoutOf(clientWidth, clientHeight));
    this.#drawOverlay();
  }

  #drawOverlay() {
    const view = this.#view();
    if (!view) return;
    const sheet = openSheet(this.overlay, this.overlay.clientWidth, this.overlay.clientHeight);
    drawCrosshair(sheet, view, this.#crosshair);
    drawTraces(sheet, view, this.#traces);
  }
}

/** What is to be seen, in words, for those who do not see it. */
function summaryOf(grid: Grid, window: PlaneWindow): string {
  const lowest = lowestOf(grid);
  const place = `x from ${labelOf(window.left)} to ${labelOf(window.right)}, y from ${labelOf(window.bottom)} to ${labelOf(window.top)}`;
  if (!lowest) return `An empty plot over ${place}. ${NOTHING}`;
  const least = `about ${labelOf(lowest.value)}, near x = ${labelOf(lowest.x)}, y = ${labelOf(lowest.y)}`;
  return `A heat map with contours and downhill arrows over ${place}. Its lowest value is ${least}.`;
}
