import type {Point, WalkerName} from '../walkers/walker.js';

/** Corners of each walker's sign, around 0, so that colour is not all that tells them apart. A circle has none. */
const corners: Readonly<Record<WalkerName, readonly (readonly [number, number])[]>> = {
  descent: [],
  momentum: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  adam: [
    [0, -1.1],
    [1.05, 0.75],
    [-1.05, 0.75],
  ],
  hamiltonian: [
    [0, -1.2],
    [1, 0],
    [0, 1.2],
    [-1, 0],
  ],
};

/** Adds a walker's sign to the path, to be filled and stroked. */
export function markerPath(
  context: CanvasRenderingContext2D,
  name: WalkerName,
  {x, y}: Point,
  size: number,
): void {
  const [first, ...others] = corners[name];
  if (!first) {
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  context.moveTo(x + size * first[0], y + size * first[1]);
  for (const [right, down] of others) context.lineTo(x + size * right, y + size * down);
  context.closePath();
}
