/**
 * What a trace notes of the elements of a tensor that a graphics card is about to have.
 */
import {uniformIn} from '../passes/uniformity.js';

export interface Elements {
  /** The same for the same elements, and hardly for others. */
  readonly fingerprint: string;
  /** The number that every element is; undefined where they differ. */
  readonly uniform: number | undefined;
}

/** Two hashes of 32 bits over the bits of the elements; undefined of what are no numbers. */
export function noteElements(values: unknown): Elements | undefined {
  if (!(values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array))
    return undefined;
  const words =
    values instanceof Uint8Array ? values : new Uint32Array(values.buffer, values.byteOffset, values.length);
  let [one, other] = [words.length, ~words.length];
  for (const word of words) {
    one = Math.imul(one ^ word, 0x01000193);
    one ^= one >>> 15;
    other = Math.imul(((other << 13) | (other >>> 19)) ^ word, 0x85ebca6b);
  }
  return {fingerprint: `${words.length} ${one >>> 0} ${other >>> 0}`, uniform: uniformIn(values)};
}
