import {colourOf, type Sheet} from '../../shared/canvas.js';
import type {Trace} from '../run.js';
import type {Point, WalkerName} from '../walkers/walker.js';
import {markerPath} from './markers.js';
import {clipTo, type View} from './view.js';

const CASING = 'rgb(6 12 24 / 0.75)';
/** Ways that lie on each other stay visible, the later ones being thinner. */
const WIDTHS: Readonly<Record<WalkerName, number>> = {hamiltonian: 1, descent: 5, momentum: 3.25, adam: 1.75};
/** Points nearer to each other than this are one on the screen. */
const NEAR = 0.7;

/** Draws the ways of the walkers over the surface, within its frame. */
export function drawTraces({context}: Sheet, view: View, traces: readonly Trace[]): void {
  clipTo(context, view.frame);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  // The sampler's cloud lies beneath the optimizers' ways.
  const upwards = [...traces].sort(
    (a, b) => Number(b.name === 'hamiltonian') - Number(a.name === 'hamiltonian'),
  );
  for (const trace of upwards) drawTrace(context, view, trace);
  context.restore();
}

function drawTrace(context: CanvasRenderingContext2D, view: View, trace: Trace) {
  const colour = colourOf(context.canvas, `--trace-${trace.name}`);
  const isSampler = trace.name === 'hamiltonian';
  const way = wayOf(view, trace);
  context.globalAlpha = isSampler ? 0.3 : 1;
  if (!isSampler) stroke(context, way, CASING, WIDTHS[trace.name] + 1.25);
  stroke(context, way, colour, WIDTHS[trace.name]);
  context.globalAlpha = 1;
  for (const {sample} of trace.strides) if (sample) drawMarker(context, view, trace, sample, 3, colour);
  drawMarker(context, view, trace, trace.strides.at(-1)?.to ?? trace.start, 6, colour);
}

function drawMarker(
  context: CanvasRenderingContext2D,
  view: View,
  trace: Trace,
  point: Point,
  size: number,
  colour: string,
) {
  if (!Number.isFinite(point.x) || !Number.isFinite(point.y)) return;
  context.beginPath();
  markerPath(context, trace.name, view.toCanvas(point), size);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = CASING;
  context.lineWidth = size > 4 ? 1.5 : 0.75;
  context.stroke();
}

function wayOf(view: View, trace: Trace): Path2D {
  const way = new Path2D();
  let last = view.toCanvas(trace.start);
  way.moveTo(last.x, last.y);
  for (const {to, kind} of trace.strides) {
    const next = view.toCanvas(to);
    if (!Number.isFinite(next.x) || !Number.isFinite(next.y)) continue;
    if (kind === 'jump') way.moveTo(next.x, next.y);
    else if (Math.hypot(next.x - last.x, next.y - last.y) < NEAR) continue;
    else way.lineTo(next.x, next.y);
    last = next;
  }
  return way;
}

function stroke(context: CanvasRenderingContext2D, way: Path2D, colour: string, width: number) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(way);
}
