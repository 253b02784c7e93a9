/**
 * How many windows of a convolution or a pooling there are along each axis, as tfjs computes it.
 */
import type {Contents} from './contents.js';

export interface Windows {
  /** The lengths of the image along the axes that windows move along. */
  readonly image: readonly number[];
  readonly filter: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/** An attribute with a number for each axis, or one for all. */
export function perAxis(contents: Contents, name: string, axes: number): readonly number[] {
  const value = contents.attribute(name) ?? 1;
  if (typeof value === 'number') return Array<number>(axes).fill(value);
  const given = contents.numbers(name);
  return given.length >= axes ? given.slice(0, axes) : contents.fail(`has too few ${name}`);
}

export function windowCounts(contents: Contents, windows: Windows): readonly number[] {
  const {image, strides, filter, dilations} = windows;
  const reach = filter.map((length, axis) => length + (length - 1) * ((dilations[axis] ?? 1) - 1));
  const pad = contents.attribute('pad');
  const at = (list: readonly number[], axis: number): number => list[axis] ?? 1;
  if (pad === 'same') return image.map((length, axis) => Math.ceil(length / at(strides, axis)));
  if (pad === 'valid' && image.length === 2)
    return image.map((length, axis) => Math.ceil((length - at(reach, axis) + 1) / at(strides, axis)));
  if (pad === 'valid' || typeof pad === 'number') {
    const border = pad === 'valid' ? 0 : pad;
    // In two dimensions tfjs takes filter and stride of the first for both; in three a filter that does not fit has no window.
    const of = (list: readonly number[], axis: number): number => at(list, image.length === 2 ? 0 : axis);
    return image.map((length, axis) => {
      const room = length + 2 * border - of(reach, axis);
      if (image.length === 3 && room < 0) return 0;
      return rounded(contents, room / of(strides, axis) + 1);
    });
  }
  const paddings = contents.pairs('pad').slice(contents.attribute('dataFormat') === 'NCHW' ? 2 : 1);
  return image.map((length, axis) => {
    const [before = 0, after = 0] = paddings[axis] ?? [];
    return rounded(contents, (length + before + after - at(reach, axis)) / at(strides, axis) + 1);
  });
}

function rounded(contents: Contents, value: number): number {
  const mode = contents.attribute('dimRoundingMode');
  if (mode === 'ceil') return Math.ceil(value);
  if (mode === 'round') return Math.round(value);
  return mode === 'floor' ? Math.floor(value) : Math.trunc(value);
}
