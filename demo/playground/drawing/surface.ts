import {colourOf, contextOf, type Sheet} from '../../shared/canvas.js';
import {colourAt} from './colours.js';
import {contourOf} from './contours.js';
import {GRID_SIZE, type Grid} from './grid.js';
import type {Heights} from './heights.js';
import type {View} from './view.js';

const LEVELS = 14;
/** Pixels of the image for one of CSS. Finer ones would show no more, and take a phone a second. */
const MOST_DENSITY = 1.5;

/** Draws heights as colours, with contours between them. Where f is no number, the ground of the page shows. */
export function drawSurface({context}: Sheet, view: View, grid: Grid, heights: Heights): void {
  const {left, top, width, height} = view.frame;
  const field = grid.values.map((value) => (Number.isFinite(value) ? heights.heightOf(value) : NaN));
  context.fillStyle = colourOf(context.canvas, '--sunken');
  context.fillRect(left, top, width, height);
  const density = Math.min(MOST_DENSITY, context.getTransform().a);
  const image = imageOf(field, Math.round(width * density), Math.round(height * density));
  context.drawImage(image, left, top, width, height);
  drawContours(context, view, field);
}

/** Heights are blended, not colours, so every colour is one of the map. */
function imageOf(field: Float32Array, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = blended(field, ((column + 0.5) * GRID_SIZE) / width, ((row + 0.5) * GRID_SIZE) / height);
      if (Number.isNaN(value)) continue;
      const [red, green, blue] = colourAt(value);
      const index = 4 * (row * width + column);
      image.data[index] = red;
      image.data[index + 1] = green;
      image.data[index + 2] = blue;
      image.data[index + 3] = 255;
    }
  }
  contextOf(canvas).putImageData(image, 0, 0);
  return canvas;
}

/** The height at a place of the grid, by its four neighbours; the middle of the first cell is at 0.5. */
function blended(field: Float32Array, x: number, y: number): number {
  const column = Math.min(GRID_SIZE - 2, Math.max(0, Math.floor(x - 0.5)));
  const row = Math.min(GRID_SIZE - 2, Math.max(0, Math.floor(y - 0.5)));
  const right = x - 0.5 - column;
  const down = y - 0.5 - row;
  const at = row * GRID_SIZE + column;
  const upper = mix(field[at] ?? NaN, field[at + 1] ?? NaN, right);
  const lower = mix(field[at + GRID_SIZE] ?? NaN, field[at + GRID_SIZE + 1] ?? NaN, right);
  return mix(upper, lower, down);
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
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
