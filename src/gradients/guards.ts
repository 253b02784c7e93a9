/**
 * Guards around tfjs's own gradients: while this package takes a gradient, they give the right one, or refuse. Other users of
 * the page get what tfjs gives them.
 */
import {getBackend, type GradConfig, type Tensor} from '@tensorflow/tfjs-core';

import {isTaking} from '../tape/installed.js';
import {mapRecord} from '../tree.js';
import {isRecording} from '../tfjs/recording.js';
import {patterns, wrongFrom} from './faults.js';
import {withoutRemainder} from './operations/remainders.js';
import {guard, guardable} from './registration.js';
import {refusal} from './refusals.js';

/** Attributes of the kernels below. */
interface Attributes {
  readonly pad?: unknown;
  readonly dimRoundingMode?: string;
  readonly dilations?: number | readonly number[];
  readonly axis?: number;
  readonly batchDims?: number;
}

type Condition = (attributes: Attributes, saved: readonly Tensor[]) => boolean;

const always: Condition = () => true;
const isOn = (backend: string): boolean => getBackend() === backend;
const rounds = ({dimRoundingMode}: Attributes): boolean => /round|ceil/.test(String(dimRoundingMode));

/** tfjs's gradients know neither of rounding nor of dilations, and wasm has no kernels for them. */
const convolution: Condition = (attributes) =>
  isOn('wasm') || rounds(attributes) || [attributes.dilations].flat().some((rate) => Number(rate) > 1);

/** When tfjs's gradient of a kernel is wrong. In all other cases it is right, or throws. */
const wrong: Readonly<Record<string, Condition>> = {
  // Padding counts as pixels in tfjs's gradient, though not in the average.
  AvgPool: ({pad}) => pad !== 'valid',
  // wasm's kernel loses gradients.
  MaxPool: (attributes) => isOn('wasm') || rounds(attributes) || typeof attributes.pad !== 'string',
  AvgPool3D: always,
  MaxPool3D: always,
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2dNative: convolution,
  // Permutes axes that are in order already, unless the axis is the last.
  Cumsum: ({axis}, [x]) => axis !== (x as Tensor).rank - 1,
  GatherV2: ({batchDims}) => Boolean(batchDims),
  MirrorPad: always,
  Prod: always,
  ResizeBilinear: always,
  ResizeNearestNeighbor: always,
  // cpu refuses ids that are out of range, others read something else.
  UnsortedSegmentSum: () => !isOn('cpu'),
};

/** Guards tfjs's gradients of the kernels that an area has a rule for. */
export function guardAll(): void {
  for (const kernelName of guardable())
    if (Object.values(patterns).some((pattern) => pattern.test(kernelName))) guard(kernelName, guarded);
}

function guarded(config: GradConfig): GradConfig {
  const {kernelName, gradFunc} = config;
  const orRefuse = <T>(f: () => T): T => {
    try {
      return f();
    } catch (error) {
      throw refusal(kernelName, error);
    }
  };
  return {
    ...config,
    ...(kernelName === 'FusedBatchNorm' ? {inputsToSave: presentOf(config.inputsToSave ?? [])} : {}),
    gradFunc: (dy, saved, attributes) => {
      if (!isTaking()) return gradFunc(dy, saved, attributes);
      // A gradient that is recorded may be differentiated in its turn.
      const isWrong = kernelName in wrongFrom ? isRecording() : wrong[kernelName]?.(attributes, saved);
      if (isWrong === true) throw refusal(kernelName);
      const clean = kernelName === 'BatchMatMul' ? withoutOddRemainder(dy as Tensor) : dy;
      const gradients = orRefuse(() => gradFunc(clean, saved, attributes));
      return mapRecord(gradients, (gradient) => () => orRefuse(gradient));
    },
  };
}

/** tfjs's matMul on webgl adds in what its kernels leave behind the last of an odd number of rows or columns. */
function withoutOddRemainder(dy: Tensor): Tensor {
  return withoutRemainder(dy, dy.shape.slice(-2).every((size) => size % 2 === 0) ? 2 : 1);
}

/** Names of inputs that the engine takes the tensors of by `map`, without those that are absent, which it cannot save. */
function presentOf(names: string[]): string[] {
  const map = <T>(find: (name: string, index: number, all: string[]) => T): T[] =>
    names.map(find).filter((tensor) => tensor != null);
  return Object.assign([...names], {map});
}
