import type {Calculator, Field} from '../calculator.js';
import type {PlaneWindow} from '../landscapes.js';
import type {Point} from '../walkers/walker.js';

/** Points along each axis. */
export const GRID_SIZE = 192;

/** A field over the whole window, row by row from the top; each point is the middle of its cell. */
export interface Grid extends Field {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

export function gridOf(calculator: Calculator, window: PlaneWindow): Grid {
  const xs = new Float32Array(GRID_SIZE ** 2);
  const ys = new Float32Array(GRID_SIZE ** 2);
  for (let index = 0; index < xs.length; index++) {
    const column = index % GRID_SIZE;
    const row = Math.floor(index / GRID_SIZE);
    xs[index] = window.left + ((window.right - window.left) * (column + 0.5)) / GRID_SIZE;
    ys[index] = window.top - ((window.top - window.bottom) * (row + 0.5)) / GRID_SIZE;
  }
  return {xs, ys, ...calculator.at(xs, ys)};
}

/** Where on the grid f is least, or nothing where f is no number anywhere. */
export function lowestOf(grid: Grid): (Point & {readonly value: number}) | undefined {
  let lowest = -1;
  for (const [index, value] of grid.values.entries()) {
    if (Number.isFinite(value) && !(value >= (grid.values[lowest] ?? Infinity))) lowest = index;
  }
  const [x, y, value] = [grid.xs[lowest], grid.ys[lowest], grid.values[lowest]];
  return x === undefined || y === undefined || value === undefined ? undefined : {x, y, value};
}
