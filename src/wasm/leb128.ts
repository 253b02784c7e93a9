/** Whole numbers as WebAssembly writes them: LEB128, seven bits a byte. */

/** An unsigned number of up to 32 bits. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** A signed number of 32 bits. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const byte = rest & 0x7f;
    const isLast = (rest >> 6 === 0 || rest >> 6 === -1) && (rest >> 7 === 0 || rest >> 7 === -1);
    if (isLast && (byte & 0x40) === (rest < 0 ? 0x40 : 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}
