import type {PlaneWindow} from '../landscapes.js';
import type {Point} from '../walkers/walker.js';

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Lets nothing be drawn out of a frame, until the context is restored. */
export function clipTo(context: CanvasRenderingContext2D, {left, top, width, height}: Rectangle): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
}

/** Where a window of the plane lies on the canvas. */
export class View {
  constructor(
    readonly window: PlaneWindow,
    readonly frame: Rectangle,
  ) {}

  get width(): number {
    return this.window.right - this.window.left;
  }

  get height(): number {
    return this.window.top - this.window.bottom;
  }

  toCanvas({x, y}: Point): Point {
    return {
      x: this.frame.left + (this.frame.width * (x - this.window.left)) / this.width,
      y: this.frame.top + (this.frame.height * (this.window.top - y)) / this.height,
    };
  }

  toPlane({x, y}: Point): Point {
    return {
      x: this.window.left + (this.width * (x - this.frame.left)) / this.frame.width,
      y: this.window.top - (this.height * (y - this.frame.top)) / this.frame.height,
    };
  }

  /** The nearest point of the window. */
  within({x, y}: Point): Point {
    return {
      x: Math.min(this.window.right, Math.max(this.window.left, x)),
      y: Math.min(this.window.top, Math.max(this.window.bottom, y)),
    };
  }
}
