import type {Point} from '../walkers/walker.js';

export type Segment = readonly [from: Point, to: Point];

/**
 * Lines along which a grid of heights passes a level, by marching squares: in every square of four neighbours, the line
 * joins the sides whose ends are on different sides of the level. Points are in columns and rows of the grid.
 */
export function contourOf(heights: Float32Array, size: number, level: number): Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const crossings = crossingsOf(heights, size, level, column, row);
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        const [from, to] = [crossings[index], crossings[index + 1]];
        if (from && to) segments.push([from, to]);
      }
    }
  }
  return segments;
}

/** The corners of a square in turn; two neighbours in the list are the ends of a side. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
] as const;

function crossingsOf(
  heights: Float32Array,
  size: number,
  level: number,
  column: number,
  row: number,
): Point[] {
  const index = row * size + column;
  const corners = [
    heights[index],
    heights[index + 1],
    heights[index + size + 1],
    heights[index + size],
    heights[index],
  ];
  const crossings: Point[] = [];
  for (let side = 0; side < 4; side++) {
    const [a = NaN, b = NaN] = [corners[side], corners[side + 1]];
    const [from, to] = [CORNERS[side], CORNERS[side + 1]];
    // Also false where either is not a number.
    if (!from || !to || !(a < level ? b >= level : a >= level && b < level)) continue;
    const share = (level - a) / (b - a);
    crossings.push({
      x: column + from[0] + share * (to[0] - from[0]),
      y: row + from[1] + share * (to[1] - from[1]),
    });
  }
  return crossings;
}
