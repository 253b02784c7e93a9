/**
 * The versions of tfjs that this package is made for, and what is said of others.
 */
import {version_core as found} from '@tensorflow/tfjs-core';

/** The oldest version with which all specs pass, and the first that nobody has tried. `peerDependencies` says the same. */
export const supported = {from: '4.9.0', below: '5.0.0'};

class UnsupportedTfjsError extends Error {
  override readonly name = 'UnsupportedTfjsError';
}

/** For a tfjs with which results would be wrong. `what` names what is not as expected. */
export function unsupported(what: string, cause?: unknown): Error {
  return new UnsupportedTfjsError(
    `tfjs-value-and-gradient: @tensorflow/tfjs-core ${found} is not supported: ${what}. ` +
      `Install a version from ${supported.from} on and below ${supported.below}.`,
    {cause},
  );
}

/** Runs a check of tfjs. That it fails in another way than it should says as much. */
export function checking<T>(what: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof UnsupportedTfjsError
      ? error
      : unsupported(`${what} fails: ${String(error)}`, error);
  }
}

/** Throws unless the version is one of those. */
export function checkVersion(version: string = found): void {
  if (compare(version, supported.from) >= 0 && compare(version, supported.below) < 0) return;
  throw unsupported('this package was not made for that version');
}

/** By number; what marks a version as a preview does not count. */
function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map((part) => parseInt(part, 10)));
  for (let place = 0; place < 3; place++) {
    const difference = (a?.[place] ?? 0) - (b?.[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
