import {colourOf, contextOf, type Sheet} from '../../shared/canvas.js';
import {colourAt} from './colours.js';
import {contourOf} from './contours.js';
import {GRID_SIZE, type Grid} from './grid.js';
import type {Heights} from './heights.js';
import type {View} from './view.js';

const LEVELS = 14;

/** Draws heights as colours, with contours between them. Where f is no number, the ground of the page shows. */
export function drawSurface({context}: Sheet, view: View, grid: Grid, heights: Heights): void {
  const {left, top, width, height} = view.frame;
  context.fillStyle = colourOf(context.canvas, '--sunken');
  context.fillRect(left, top, width, height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(imageOf(grid, heights), left, top, width, height);
  drawContours(
    context,
    view,
    grid.values.map((value) => heightOrNothing(heights, value)),
  );
}

function imageOf(grid: Grid, heights: Heights): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = GRID_SIZE;
  canvas.height = GRID_SIZE;
  const image = new ImageData(GRID_SIZE, GRID_SIZE);
  for (const [index, value] of grid.values.entries()) {
    const height = heightOrNothing(heights, value);
    if (!Number.isNaN(height)) image.data.set([...colourAt(height), 255], 4 * index);
  }
  contextOf(canvas).putImageData(image, 0, 0);
  return canvas;
}

function drawContours(context: CanvasRenderingContext2D, view: View, heights: Float32Array) {
  const {left, top, width, height} = view.frame;
  const toX = (column: number) => left + (width * (column + 0.5)) / GRID_SIZE;
  const toY = (row: number) => top + (height * (row + 0.5)) / GRID_SIZE;
  context.lineWidth = 1;
  for (let level = 1; level < LEVELS; level++) {
    context.beginPath();
    for (const [from, to] of contourOf(heights, GRID_SIZE, level / LEVELS)) {
      context.moveTo(toX(from.x), toY(from.y));
      context.lineTo(toX(to.x), toY(to.y));
    }
    context.strokeStyle = level / LEVELS < 0.5 ? 'rgb(255 255 255 / 0.28)' : 'rgb(8 20 40 / 0.3)';
    context.stroke();
  }
}

function heightOrNothing(heights: Heights, value: number): number {
  return Number.isFinite(value) ? heights.heightOf(value) : NaN;
}
