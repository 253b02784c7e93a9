import type {Sheet} from '../../shared/canvas.js';
import type {Point} from '../walkers/walker.js';
import {clipTo, type View} from './view.js';

/** Lines through a point, light on dark, so that they show on every ground. */
export function drawCrosshair({context}: Sheet, view: View, point: Point): void {
  const {left, top, width, height} = view.frame;
  const {x, y} = view.toCanvas(point);
  clipTo(context, view.frame);
  for (const [colour, thickness] of [
    ['rgb(6 12 24 / 0.3)', 2.5],
    ['rgb(255 255 255 / 0.7)', 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = thickness;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    context.moveTo(x, top);
    context.lineTo(x, top + height);
    context.stroke();
  }
  context.restore();
}
