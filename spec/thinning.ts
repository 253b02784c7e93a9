/**
 * What webgl is spared. Without a graphics card, shaders are compiled and run in software, which takes a hundred times as
 * long as the same case on another backend. `SPEC_ALL=1` spares it nothing; the nightly workflow sets that.
 */
declare const SPEC_ALL: boolean;

/** True of a case that is run: on webgl, of every third. */
export function isTaken(index: number, backend: string): boolean {
  return SPEC_ALL || backend !== 'webgl' || index % 3 === 0;
}

/** The order of derivatives that is tried: on webgl the second at most. */
export function orderOn(backend: string, order: number): number {
  return SPEC_ALL || backend !== 'webgl' ? order : Math.min(order, 2);
}
