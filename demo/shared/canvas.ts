/** A canvas that is drawn in CSS pixels, whatever the density of the screen. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** Makes the canvas as fine as the screen, empties it, and hands it out in CSS pixels. */
export function openSheet(canvas: HTMLCanvasElement, width: number, height: number): Sheet {
  const density = Math.min(window.devicePixelRatio, 3);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const context = contextOf(canvas);
  context.setTransform(density, 0, 0, density, 0, 0);
  return {context, width, height};
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser provides no 2D context.');
  return context;
}

/** A colour of theme.css, such as '--ink'. */
export function colourOf(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}
