/**
 * What tfjs lacks or has wrong, refused while this package takes a gradient: by tfjs's own gradients, a derivative is right
 * or an error that says which import mends it. Other users of the page get what tfjs gives them.
 */
import {getBackend, type GradConfig, type Tensor} from '@tensorflow/tfjs-core';

import {misuse} from '../errors.js';
import {isTaking} from '../tape/installed.js';
import {mapRecord} from '../tree.js';
import {areas} from './faults.js';
import {guard} from './registration.js';

const IMPORT = 'tfjs-value-and-gradient/gradients';

/** Attributes of the kernels below. */
interface Attributes {
  readonly pad?: unknown;
  readonly dimRoundingMode?: string;
  readonly dilations?: number | readonly number[];
  readonly axis?: number;
}

type Condition = (attributes: Attributes, saved: readonly Tensor[]) => boolean;

const always: Condition = () => true;
const isOnWasm = (): boolean => getBackend() === 'wasm';

/** tfjs's gradients know neither of rounding nor of dilations, and wasm has no kernel for them. */
const convolution: Condition = ({dimRoundingMode, dilations}) =>
  isOnWasm() ||
  /round|ceil/.test(dimRoundingMode ?? '') ||
  [dilations].flat().some((rate) => Number(rate) > 1);

/** When tfjs's gradient of a kernel is wrong. Those of all others are right, or throw. */
const wrong: Readonly<Record<string, Condition>> = {
  // Padding counts as pixels in tfjs's gradient, though not in the average.
  AvgPool: ({pad}) => pad !== 'valid',
  MaxPool: ({pad, dimRoundingMode}) =>
    isOnWasm() || !/valid|same/.test(String(pad)) || /round|ceil/.test(dimRoundingMode ?? ''),
  AvgPool3D: always,
  MaxPool3D: always,
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2dNative: convolution,
  // Permutes axes that are in order already, unless the axis is the last.
  Cumsum: ({axis}, [x]) => axis !== (x as Tensor).rank - 1,
  MirrorPad: always,
  Prod: always,
  ResizeBilinear: always,
  ResizeNearestNeighbor: always,
};

/** Refuses tfjs's gradients of all kernels in the areas where they are wrong, or throw. */
export function guardAll(): void {
  for (const kernels of Object.values(areas))
    for (const kernelName of kernels.split(' ')) guard(kernelName, guarded);
}

function guarded(config: GradConfig): GradConfig {
  const {kernelName, gradFunc} = config;
  const isWrong = wrong[kernelName];
  const orRefuse = <T>(f: () => T): T => {
    try {
      return f();
    } catch (error) {
      throw refusal(kernelName, error);
    }
  };
  const ours: GradConfig['gradFunc'] = (dy, saved, attributes) => {
    if (!isTaking()) return gradFunc(dy, saved, attributes);
    if (isWrong?.(attributes, saved) === true) throw refusal(kernelName);
    const gradients = orRefuse(() => gradFunc(dy, saved, attributes));
    return mapRecord(gradients, (gradient) => () => orRefuse(gradient));
  };
  return {...config, gradFunc: ours};
}

/** What is thrown in the place of a derivative that tfjs lacks or has wrong. */
export function refusal(what: string, cause?: unknown): Error {
  const area = Object.keys(areas).find((name) => areas[name]?.split(' ').includes(what));
  const error: Error & {cause?: unknown} = misuse(
    'valueAndGradient',
    `tfjs has no right gradient of ${what} as it is used here`,
    `Import '${area === undefined ? '' : `${IMPORT}/${area}', or '`}${IMPORT}' for all`,
  );
  error.cause = cause;
  return error;
}

export function secondOrder(): Error {
  return misuse(
    'valueAndGradient',
    'y depends on a gradient, and tfjs-value-and-gradient/core takes first derivatives alone',
    `Import '${IMPORT}' for the orders above`,
  );
}

/** Errors of tfjs that name a kernel which an import mends. */
export function inOurWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [, kernel] =
    /^(?:Cannot compute gradient: gradient function not found for|Error in gradient for op) (\w+)\./.exec(
      error.message,
    ) ?? [];
  return kernel === undefined ? error : refusal(kernel, error);
}
