/**
 * References: byte offsets of values, with the mode of instructions.ts in the low bits: 0 a single element, 1 an array as
 * long as the loop, 2 a buffer of one block.
 */
const MODES: u32 = 3;
const ARRAY: u32 = 1;

/** The address in the block that begins `first` bytes into arrays. */
export function addressOf(reference: u32, first: usize): usize {
  return <usize>(reference & ~MODES) + (first & (0 - <usize>(reference & ARRAY)));
}

/** How many bytes further each vector of four lanes stands: none where a single element is meant. */
export function stepOf(reference: u32): usize {
  return isElement(reference) ? 0 : 16;
}

export function isElement(reference: u32): bool {
  return (reference & MODES) === 0;
}
