import {colourOf, openSheet} from './canvas.js';
import {labelOf, ticksBetween} from './ticks.js';

export interface Line {
  readonly colour: string;
  readonly points: readonly {readonly x: number; readonly y: number}[];
}

export interface LineChart {
  readonly lines: readonly Line[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly yFrom?: number;
  readonly yTo?: number;
}

const MARGIN = {left: 46, right: 10, top: 18, bottom: 30};

/** Draws lines with axes and ticks, as large as the canvas is on the page. Colours of the axes come from theme.css. */
export function drawLineChart(canvas: HTMLCanvasElement, chart: LineChart): void {
  const sheet = openSheet(canvas, canvas.clientWidth, canvas.clientHeight);
  const points = chart.lines.flatMap((line) => line.points.filter(({y}) => Number.isFinite(y)));
  const x = range(points.map((point) => point.x));
  const y = range(points.map((point) => point.y));
  const [bottom, top] = widened(chart.yFrom ?? y.from, chart.yTo ?? y.to);
  const [left, right] = widened(x.from, x.to);
  const width = sheet.width - MARGIN.left - MARGIN.right;
  const height = sheet.height - MARGIN.top - MARGIN.bottom;
  const toX = (value: number) => MARGIN.left + (width * (value - left)) / (right - left);
  const toY = (value: number) => MARGIN.top + (height * (top - value)) / (top - bottom);

  const {context} = sheet;
  context.font = '12px system-ui, sans-serif';
  context.strokeStyle = colourOf(canvas, '--line');
  context.fillStyle = colourOf(canvas, '--muted');
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of ticksBetween(bottom, top, 5)) {
    segment(context, MARGIN.left, toY(tick), MARGIN.left + width, toY(tick));
    context.fillText(labelOf(tick), MARGIN.left - 6, toY(tick));
  }
  context.textAlign = 'center';
  for (const tick of ticksBetween(left, right, Math.max(2, width / 80))) {
    context.fillText(labelOf(tick), toX(tick), MARGIN.top + height + 10);
  }
  context.fillText(chart.xLabel, MARGIN.left + width / 2, sheet.height - 7);
  context.textAlign = 'left';
  context.fillText(chart.yLabel, MARGIN.left, 8);
  for (const line of chart.lines) drawLine(context, line, toX, toY);
}

function drawLine(
  context: CanvasRenderingContext2D,
  line: Line,
  toX: (value: number) => number,
  toY: (value: number) => number,
) {
  context.beginPath();
  for (const {x, y} of line.points) if (Number.isFinite(y)) context.lineTo(toX(x), toY(y));
  context.strokeStyle = line.colour;
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.stroke();
  context.lineWidth = 1;
}

function segment(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function range(values: readonly number[]): {from: number; to: number} {
  if (values.length === 0) return {from: 0, to: 1};
  return values.reduce(({from, to}, value) => ({from: Math.min(from, value), to: Math.max(to, value)}), {
    from: Infinity,
    to: -Infinity,
  });
}

/** Bounds that differ, so that there is something to divide by. */
function widened(from: number, to: number): [number, number] {
  return to > from ? [from, to] : [from - 0.5, from + 0.5];
}
