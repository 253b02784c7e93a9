import type {Sheet} from '../../shared/canvas.js';
import {GRID_SIZE, type Grid} from './grid.js';
import type {Heights} from './heights.js';
import type {View} from './view.js';

/** Points of the grid from one arrow to the next. */
const STRIDE = 12;
const HEAD = 3.5;

/** Draws arrows against the gradient, as a walker would go. Their length follows the logarithm of the slope. */
export function drawArrows({context}: Sheet, view: View, grid: Grid, heights: Heights): void {
  const places = Array.from({length: GRID_SIZE ** 2}, (_, index) => index)
    .filter(isPlace)
    .filter((index) => Number.isFinite(grid.values[index]));
  const steepest = Math.max(...places.map((index) => steepness(grid, index)).filter(Number.isFinite));
  const most = (0.42 * STRIDE * view.frame.width) / GRID_SIZE;
  context.lineWidth = 1.25;
  context.lineCap = 'round';
  for (const index of places) {
    const length = most * lengthOf(steepness(grid, index) / steepest);
    if (!(length > 1)) continue;
    const isLight = heights.heightOf(grid.values[index] ?? 0) > 0.55;
    context.strokeStyle = isLight ? 'rgb(8 20 40 / 0.62)' : 'rgb(255 255 255 / 0.62)';
    drawArrow(context, view, grid, index, length);
  }
  context.lineCap = 'butt';
}

function isPlace(index: number): boolean {
  const isMiddle = (place: number) => place % STRIDE === STRIDE / 2;
  return isMiddle(index % GRID_SIZE) && isMiddle(Math.floor(index / GRID_SIZE));
}

/** Between 0 and 1, for a slope as a share of the steepest. */
function lengthOf(share: number): number {
  return share > 0 ? Math.max(0.3, 1 + Math.log10(share) / 4) : 0;
}

function steepness({slopesX, slopesY}: Grid, index: number): number {
  return Math.hypot(slopesX[index] ?? NaN, slopesY[index] ?? NaN);
}

function drawArrow(context: CanvasRenderingContext2D, view: View, grid: Grid, index: number, length: number) {
  const {x, y} = view.toCanvas({x: grid.xs[index] ?? 0, y: grid.ys[index] ?? 0});
  const [slopeX = 0, slopeY = 0] = [grid.slopesX[index], grid.slopesY[index]];
  // Downhill, and the canvas counts y from the top.
  const angle = Math.atan2(slopeY, -slopeX);
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(-length / 2, 0);
  context.lineTo(length / 2, 0);
  context.moveTo(length / 2 - HEAD, -HEAD * 0.7);
  context.lineTo(length / 2, 0);
  context.lineTo(length / 2 - HEAD, HEAD * 0.7);
  context.stroke();
  context.restore();
}
