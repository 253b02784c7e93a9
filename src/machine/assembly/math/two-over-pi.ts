/**
 * Large angles less multiples of π/2, by Payne and Hanek: of 2/π only those bits are multiplied that matter modulo 4.
 */
const QUARTER_TURN: f64 = 1.5707963267948966;
const TWO_TO_62: f64 = 4611686018427387904;

/** The quadrant of the angle that was reduced last. */
export let quadrant: i32 = 0;

/** The angle between -π/4 and π/4 that x, finite and at least 2²⁰, is beyond its {@link quadrant}. */
export function reduceLarge(x: f32): f64 {
  const bits = reinterpret<u32>(x);
  const mantissa: u64 = (bits & 0x7fffff) | 0x800000;
  // x = mantissa · 2^exponent. The first bit of 2/π that matters is such that it makes 2.
  const exponent = <i32>(bits >> 23) - 150;
  const first = exponent + 62;
  const high = bitsOfTwoOverPi(first);
  const low = bitsOfTwoOverPi(first + 64) >> 32;
  const product = mantissa * high + ((mantissa * low) >> 32);
  const nearest = (product + ((<u64>1) << 61)) >> 62;
  quadrant = <i32>nearest;
  return (<f64>(<i64>(product - (nearest << 62))) / TWO_TO_62) * QUARTER_TURN;
}

/** 64 bits of 2/π, with 64 zeros before the point. */
function bitsOfTwoOverPi(from: i32): u64 {
  const word = from >> 6;
  const shift = <u64>(from & 63);
  if (shift === 0) return wordOfTwoOverPi(word);
  return (wordOfTwoOverPi(word) << shift) | (wordOfTwoOverPi(word + 1) >> (64 - shift));
}

function wordOfTwoOverPi(index: i32): u64 {
  switch (index) {
    case 1:
      return 0xa2f9836e4e441529;
    case 2:
      return 0xfc2757d1f534ddc0;
    case 3:
      return 0xdb6295993c439041;
    case 4:
      return 0xfe5163abdebbc561;
    default:
      return 0;
  }
}
