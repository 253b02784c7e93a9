import type {Rectangle} from './view.js';

/** Where things are on the plot; the height of .plot in playground.css leaves a square frame. */
export interface Layout {
  readonly frame: Rectangle;
  readonly bar: Rectangle;
  readonly isBarBelow: boolean;
}

const NARROW = 480;
export const ROOM_BESIDE_BAR = 50;

export function layoutOf(width: number, height: number): Layout {
  return width < NARROW ? narrow(width, height) : wide(width, height);
}

function wide(width: number, height: number): Layout {
  const frame = {left: 40, top: 8, width: width - 40 - 84, height: height - 8 - 28};
  const bar = {left: width - ROOM_BESIDE_BAR - 18, top: frame.top, width: 12, height: frame.height};
  return {frame, bar, isBarBelow: false};
}

function narrow(width: number, height: number): Layout {
  const frame = {left: 34, top: 8, width: width - 34 - 8, height: height - 8 - 66};
  const bar = {left: frame.left, top: height - 34, width: frame.width, height: 10};
  return {frame, bar, isBarBelow: true};
}
