/** A line chart on a canvas, drawn anew when its size or the colours of the page change. */
import {colourOf, openSheet, type Sheet} from '../../shared/canvas.js';
import {labelOf, ticksBetween} from '../../shared/ticks.js';

export type Point = readonly [number, number];

export interface Line {
  readonly points: readonly Point[];
  /** The name of a colour of theme.css. */
  readonly colour: string;
  readonly style: 'faint' | 'strong' | 'dotted';
}

export interface Frame {
  /** The end of the horizontal axis, which begins at 0. */
  readonly right: number;
  readonly top: number;
  readonly lines: readonly Line[];
}

const HEIGHT = 190;
const MARGIN = {left: 40, right: 12, top: 10, bottom: 22};

export class Chart {
  private frame: Frame = {right: 1, top: 1, lines: []};

  constructor(private readonly canvas: HTMLCanvasElement) {
    new ResizeObserver(() => this.draw()).observe(canvas.parentElement ?? canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  show(frame: Frame): void {
    this.frame = frame;
    this.draw();
  }

  private draw(): void {
    const sheet = openSheet(this.canvas, this.canvas.clientWidth, HEIGHT);
    this.drawGrid(sheet);
    for (const line of this.frame.lines) this.drawLine(sheet, line);
  }

  private drawGrid(sheet: Sheet): void {
    const {context, width, height} = sheet;
    context.font = `11px ${colourOf(this.canvas, '--sans')}`;
    context.fillStyle = colourOf(this.canvas, '--muted');
    context.strokeStyle = colourOf(this.canvas, '--line');
    context.lineWidth = 1;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const tick of ticksBetween(0, this.frame.top, 4)) {
      const [, y] = this.place(sheet, [0, tick]);
      stroke(context, [
        [MARGIN.left, y],
        [width - MARGIN.right, y],
      ]);
      context.fillText(labelOf(tick), MARGIN.left - 6, y);
    }
    context.textAlign = 'center';
    for (const tick of ticksBetween(0, this.frame.right, Math.max(2, Math.floor(width / 90)))) {
      context.fillText(labelOf(tick), this.place(sheet, [tick, 0])[0], height - MARGIN.bottom / 2);
    }
  }

  private drawLine(sheet: Sheet, {points, colour, style}: Line): void {
    const {context} = sheet;
    const places = points.map((point) => this.place(sheet, point));
    context.strokeStyle = context.fillStyle = colourOf(this.canvas, colour);
    context.lineWidth = style === 'faint' ? 1 : 2;
    context.lineJoin = 'round';
    context.globalAlpha = style === 'faint' ? 0.3 : 1;
    stroke(context, places);
    if (style === 'dotted') for (const place of places) dot(context, place);
    context.globalAlpha = 1;
  }

  private place({width, height}: Sheet, [x, y]: Point): Point {
    const across = (width - MARGIN.left - MARGIN.right) / this.frame.right;
    const up = (height - MARGIN.top - MARGIN.bottom) / this.frame.top;
    return [MARGIN.left + x * across, height - MARGIN.bottom - Math.min(y, this.frame.top) * up];
  }
}

function stroke(context: CanvasRenderingContext2D, places: readonly Point[]): void {
  context.beginPath();
  for (const place of places) context.lineTo(...place);
  context.stroke();
}

function dot(context: CanvasRenderingContext2D, [x, y]: Point): void {
  context.beginPath();
  context.arc(x, y, 3, 0, 2 * Math.PI);
  context.fill();
}
