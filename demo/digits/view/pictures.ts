/** Small pictures on canvases whose width is a multiple of theirs. */
import {contextOf} from '../../shared/canvas.js';

type Colour = readonly [number, number, number];

const NEUTRAL: Colour = [20, 26, 34];
const UP: Colour = [255, 168, 66];
const DOWN: Colour = [84, 170, 255];

/** Grey levels from 0 to 1. */
export function drawLevels(canvas: HTMLCanvasElement, levels: Float32Array, size: number): void {
  drawPixels(canvas, size, (index) => {
    const level = 255 * (levels[index] ?? 0);
    return [level, level, level];
  });
}

/** Slopes: up in one colour, down in another, the steepest in full. */
export function drawSlopes(canvas: HTMLCanvasElement, slopes: Float32Array, size: number): void {
  const steepest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0) || 1;
  drawPixels(canvas, size, (index) => {
    const slope = (slopes[index] ?? 0) / steepest;
    return mixture(NEUTRAL, slope > 0 ? UP : DOWN, Math.abs(slope) ** 0.75);
  });
}

/** A frame around a pixel. */
export function markPixel(canvas: HTMLCanvasElement, pixel: number, size: number): void {
  const context = contextOf(canvas);
  const scale = canvas.width / size;
  context.strokeStyle = '#fff';
  context.lineWidth = 2;
  context.strokeRect((pixel % size) * scale, Math.floor(pixel / size) * scale, scale, scale);
}

function drawPixels(canvas: HTMLCanvasElement, size: number, colourAt: (index: number) => Colour): void {
  const context = contextOf(canvas);
  const scale = canvas.width / size;
  for (let index = 0; index < size * size; index++) {
    context.fillStyle = `rgb(${colourAt(index).map(Math.round).join(' ')})`;
    context.fillRect((index % size) * scale, Math.floor(index / size) * scale, scale, scale);
  }
}

function mixture(from: Colour, to: Colour, share: number): Colour {
  const [red, green, blue] = from.map((part, index) => part + share * ((to[index] ?? 0) - part));
  return [red ?? 0, green ?? 0, blue ?? 0];
}
