/**
 * The colours of heights: lightness rises evenly from deep water to ice, while the hue goes from violet to green. Made in
 * Björn Ottosson's OKLab, where equal distances look equal, and cool throughout, so that warm traces stand out.
 */
const LIGHTNESS = {from: 0.2, to: 0.9};
const HUE = {from: 285, to: 165};
const CHROMA = {ends: 0.035, middle: 0.1};
const COUNT = 256;

export type Colour = readonly [red: number, green: number, blue: number];

const table: readonly Colour[] = Array.from({length: COUNT}, (_, index) => mix(index / (COUNT - 1)));

/** The colour of a height between 0 and 1. */
export function colourAt(height: number): Colour {
  const index = Math.round(Math.min(1, Math.max(0, height)) * (COUNT - 1));
  return table[index] ?? [0, 0, 0];
}

export function cssColour([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}

function mix(height: number): Colour {
  const lightness = LIGHTNESS.from + (LIGHTNESS.to - LIGHTNESS.from) * height;
  const hue = ((HUE.from + (HUE.to - HUE.from) * height) * Math.PI) / 180;
  const chroma = CHROMA.ends + (CHROMA.middle - CHROMA.ends) * Math.sin(Math.PI * (0.12 + 0.76 * height));
  return fromOklab(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
}

/** OKLab to sRGB, by the matrices of its definition. */
function fromOklab(lightness: number, a: number, b: number): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toByte(linear: number): number {
  const inGamut = Math.min(1, Math.max(0, linear));
  const encoded = inGamut <= 0.0031308 ? 12.92 * inGamut : 1.055 * inGamut ** (1 / 2.4) - 0.055;
  return Math.round(255 * encoded);
}
