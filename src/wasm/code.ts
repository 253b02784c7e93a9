/**
 * The instructions of WebAssembly that this package writes.
 */
import {signed, unsigned} from './leb128.js';

const bits = new DataView(new ArrayBuffer(8));

/** The eight bytes of a float64. */
function float64(value: number): number[] {
  bits.setFloat64(0, value, true);
  return Array.from({length: 8}, (_, index) => bits.getUint8(index));
}

/** Instructions without immediate operands. */
export const Op = {
  loop: [0x03, 0x40],
  if: [0x04, 0x40],
  end: [0x0b],
  return: [0x0f],
  select: [0x1b],
  i32LessUnsigned: [0x49],
  i32GreaterEqualUnsigned: [0x4f],
  i32Add: [0x6a],
  i32Multiply: [0x6c],
  f64Equal: [0x61],
  f64NotEqual: [0x62],
  f64Less: [0x63],
  f64Greater: [0x64],
  f64LessEqual: [0x65],
  f64GreaterEqual: [0x66],
  f64Abs: [0x99],
  f64Neg: [0x9a],
  f64Ceil: [0x9b],
  f64Floor: [0x9c],
  f64Nearest: [0x9e],
  f64Sqrt: [0x9f],
  f64Add: [0xa0],
  f64Subtract: [0xa1],
  f64Multiply: [0xa2],
  f64Divide: [0xa3],
  f64Minimum: [0xa4],
  f64Maximum: [0xa5],
  f64FromI32: [0xb7],
  /** Saturating, so that it never traps. */
  i32FromF64: [0xfc, 0x02],
  splat: [0xfd, 0x14],
  v128And: [0xfd, 0x4e],
  v128BitSelect: [0xfd, 0x52],
  f64x2Equal: [0xfd, 0x47],
  f64x2NotEqual: [0xfd, 0x48],
  f64x2Less: [0xfd, 0x49],
  f64x2Greater: [0xfd, 0x4a],
  f64x2LessEqual: [0xfd, 0x4b],
  f64x2GreaterEqual: [0xfd, 0x4c],
  f64x2Ceil: [0xfd, 0x74],
  f64x2Floor: [0xfd, 0x75],
  f64x2Nearest: [0xfd, 0x94, 0x01],
  f64x2Abs: [0xfd, 0xec, 0x01],
  f64x2Neg: [0xfd, 0xed, 0x01],
  f64x2Sqrt: [0xfd, 0xef, 0x01],
  f64x2Add: [0xfd, 0xf0, 0x01],
  f64x2Subtract: [0xfd, 0xf1, 0x01],
  f64x2Multiply: [0xfd, 0xf2, 0x01],
  f64x2Divide: [0xfd, 0xf3, 0x01],
  f64x2Minimum: [0xfd, 0xf4, 0x01],
  f64x2Maximum: [0xfd, 0xf5, 0x01],
} as const satisfies Record<string, readonly number[]>;

export const localGet = (index: number): number[] => [0x20, ...unsigned(index)];
export const localSet = (index: number): number[] => [0x21, ...unsigned(index)];
export const localTee = (index: number): number[] => [0x22, ...unsigned(index)];
export const call = (index: number): number[] => [0x10, ...unsigned(index)];
export const branchIf = (depth: number): number[] => [0x0d, ...unsigned(depth)];
export const i32 = (value: number): number[] => [0x41, ...signed(value)];
export const f64 = (value: number): number[] => [0x44, ...float64(value)];
export const f64Load = (offset: number): number[] => [0x2b, 3, ...unsigned(offset)];
export const f64Store = (offset: number): number[] => [0x39, 3, ...unsigned(offset)];

export const v128Load = (offset: number): number[] => [0xfd, 0x00, 3, ...unsigned(offset)];
export const v128Store = (offset: number): number[] => [0xfd, 0x0b, 3, ...unsigned(offset)];
/** Both lanes from one element. */
export const v128LoadSplat = (offset: number): number[] => [0xfd, 0x0a, 3, ...unsigned(offset)];
export const extractLane = (lane: 0 | 1): number[] => [0xfd, 0x21, lane];
export const replaceLane = (lane: 0 | 1): number[] => [0xfd, 0x22, lane];
export const memoryCopy: readonly number[] = [0xfc, 0x0a, 0, 0];
/** Zero in every lane. */
export const v128Zero: readonly number[] = [0xfd, 0x0c, ...Array<number>(16).fill(0)];
