import {colourOf, type Sheet} from '../../shared/canvas.js';
import {labelOf, ticksBetween} from '../../shared/ticks.js';
import {colourAt, cssColour} from './colours.js';
import type {Heights} from './heights.js';
import {ROOM_BESIDE_BAR, type Layout} from './layout.js';
import type {View} from './view.js';

const TICK = 5;
const BAR_STOPS = 32;

/**
 * Draws the edge of the frame with ticks along both axes, and the bar that says which colour is which value. Numbers that are
 * too long for the margins are drawn narrower.
 */
export function drawAxes({context}: Sheet, view: View, heights: Heights, layout: Layout): void {
  context.font = '12px system-ui, sans-serif';
  context.fillStyle = colourOf(context.canvas, '--muted');
  context.strokeStyle = colourOf(context.canvas, '--edge');
  context.lineWidth = 1;
  const {left, top, width, height} = view.frame;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  drawTicksBelow(context, view);
  drawTicksBeside(context, view);
  drawBar(context, heights, layout);
}

function drawTicksBelow(context: CanvasRenderingContext2D, view: View) {
  const bottom = view.frame.top + view.frame.height;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of ticksBetween(view.window.left, view.window.right, Math.max(2, view.frame.width / 60))) {
    const {x} = view.toCanvas({x: tick, y: 0});
    drawLine(context, x, bottom, x, bottom + TICK);
    context.fillText(labelOf(tick), x, bottom + TICK + 3);
  }
}

function drawTicksBeside(context: CanvasRenderingContext2D, view: View) {
  const {left} = view.frame;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of ticksBetween(view.window.bottom, view.window.top, Math.max(2, view.frame.height / 60))) {
    const {y} = view.toCanvas({x: 0, y: tick});
    drawLine(context, left - TICK, y, left, y);
    context.fillText(labelOf(tick), left - TICK - 3, y, left - TICK - 3);
  }
}

function drawBar(context: CanvasRenderingContext2D, heights: Heights, {bar, isBarBelow}: Layout) {
  const gradient = isBarBelow
    ? context.createLinearGradient(bar.left, 0, bar.left + bar.width, 0)
    : context.createLinearGradient(0, bar.top + bar.height, 0, bar.top);
  for (let stop = 0; stop <= BAR_STOPS; stop++) {
    gradient.addColorStop(stop / BAR_STOPS, cssColour(colourAt(stop / BAR_STOPS)));
  }
  const ink = context.fillStyle;
  context.fillStyle = gradient;
  context.fillRect(bar.left, bar.top, bar.width, bar.height);
  context.strokeRect(bar.left - 0.5, bar.top - 0.5, bar.width + 1, bar.height + 1);
  context.fillStyle = ink;
  if (heights.isEmpty) return;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const label = barLabel(heights, share);
    if (isBarBelow) labelBelow(context, label, bar.left + share * bar.width, bar.top + bar.height, share);
    else labelBeside(context, label, bar.left + bar.width, bar.top + (1 - share) * bar.height, share);
  }
}

/** The ends of the bar may stand for all that lies beyond them. */
function barLabel(heights: Heights, share: number): string {
  const label = labelOf(heights.valueOf(share), 2);
  if (share === 0 && heights.goesLower) return `≤ ${label}`;
  return share === 1 && heights.goesHigher ? `≥ ${label}` : label;
}

function labelBelow(context: CanvasRenderingContext2D, label: string, x: number, y: number, share: number) {
  context.textBaseline = 'top';
  context.textAlign = share === 0 ? 'left' : share === 1 ? 'right' : 'center';
  drawLine(context, x, y, x, y + 3);
  context.fillText(label, x, y + 5);
}

function labelBeside(context: CanvasRenderingContext2D, label: string, x: number, y: number, share: number) {
  context.textAlign = 'left';
  context.textBaseline = share === 0 ? 'bottom' : share === 1 ? 'top' : 'middle';
  drawLine(context, x, y, x + 3, y);
  context.fillText(label, x + 6, y, ROOM_BESIDE_BAR);
}

function drawLine(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
