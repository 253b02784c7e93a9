/**
 * The morphological dilation: the maximum of `x + filter` over a window, each channel by itself. It is linear but
 * where the winner of a window changes, so the winners count as constants.
 */
import {
  add,
  argMax,
  backend_util,
  cast,
  clipByValue,
  customGrad,
  depthwiseConv2d,
  equal,
  expandDims,
  eye,
  mul,
  onesLike,
  range,
  reshape,
  sub,
  sum,
  tile,
  transpose,
  zerosLike,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import {spatialDilations, withHoles, type Dilations} from '../operations/dilated-filter.js';
import {runOrElse} from '../operations/kernels.js';
import {runBackward2D} from '../operations/convolution-2d.js';
import {rule} from '../rule.js';

type DilationAttributes = NamedAttrMap & {
  strides: number | [number, number];
  pad: number | 'valid' | 'same';
  dilations?: Dilations;
};

/** Below everything that takes part in a maximum, and finite, as zeros are multiplied with it. */
const FAR_BELOW = -1e30;

/**
 * How the windows lie. A tensor over the windows is of shape [windows, channels, places in the window].
 */
class Windows {
  readonly outputShape: number[];
  private readonly channels: number;
  private readonly places: number;
  private readonly filterShape: [number, number, number];
  /** A depthwise filter that brings each place of a window into a channel of its own. */
  private readonly filter: Tensor4D;

  constructor(
    private readonly x: Tensor,
    filter: Tensor,
    private readonly attributes: DilationAttributes,
  ) {
    const {strides, pad, dilations} = attributes;
    const holes = spatialDilations(dilations, 2);
    const [height, width, channels] = (this.filterShape = filter.shape as [number, number, number]);
    this.channels = channels;
    this.places = height * width;
    this.outputShape = backend_util.computeDilation2DInfo(
      x.shape as [number, number, number, number],
      this.filterShape,
      strides,
      pad,
      'NHWC',
      holes as [number, number],
    ).outShape;
    const places = reshape(eye(this.places), [height, width, 1, this.places]);
    this.filter = withHoles(tile(places, [1, 1, channels, 1]), holes) as Tensor4D;
  }

  /** What of a tensor of the shape of `x` stands in the windows; zeros where they reach beyond it. */
  ofInput(input: Tensor): Tensor {
    const {strides, pad} = this.attributes;
    const patches = depthwiseConv2d(input as Tensor4D, this.filter, strides, pad);
    return reshape(patches, [-1, this.channels, this.places]);
  }

  /** The transpose of {@link ofInput}. */
  toInput(overWindows: Tensor): Tensor {
    const {strides, pad} = this.attributes;
    const [batch, height, width] = this.outputShape as [number, number, number];
    const dy = reshape(overWindows, [batch, height, width, this.channels * this.places]);
    return runBackward2D(
      'DepthwiseConv2dNativeBackpropInput',
      {dy, filter: this.filter},
      {strides, pad, dilations: [1, 1], inputShape: this.x.shape},
    );
  }

  /** A tensor of the shape of the filter, the same in all windows. */
  ofFilter(filter: Tensor): Tensor {
    return transpose(reshape(filter, [1, this.places, this.channels]), [0, 2, 1]);
  }

  /** The transpose of {@link ofFilter}. */
  toFilter(overWindows: Tensor): Tensor {
    return reshape(transpose(sum(overWindows, 0)), this.filterShape);
  }

  /** A tensor of the shape of the output, the same in all places of a window. */
  ofOutput(output: Tensor): Tensor {
    return reshape(output, [-1, this.channels, 1]);
  }

  /** The transpose of {@link ofOutput}. */
  toOutput(overWindows: Tensor): Tensor {
    return reshape(sum(overWindows, 2), this.outputShape);
  }

  /** 1 at the place of each window where `x + filter` is largest, the first of them; a constant to every gradient. */
  winners(x: Tensor, filter: Tensor): Tensor {
    const choose = customGrad(() => {
      const sums = add(this.ofInput(clipByValue(x, FAR_BELOW, -FAR_BELOW)), this.ofFilter(filter));
      const outside = sub(1, this.ofInput(onesLike(x)));
      const places: Tensor = argMax(add(sums, mul(outside, 2 * FAR_BELOW)), 2);
      // Not by oneHot, which refuses a single place.
      const value = cast(equal(expandDims(places, -1), range(0, this.places, 1, 'int32')), 'float32');
      return {value, gradFunc: () => [zerosLike(x), zerosLike(filter)]};
    });
    return choose(x, filter);
  }
}

const dilation = rule<DilationAttributes>(
  'Dilation2D',
  {inputs: ['x', 'filter']},
  (dy, saved, attributes) => {
    // The kernels' results are of the dtype of x.
    const [x, filter] = saved.map((input) => cast(input, 'float32')) as [Tensor, Tensor];
    const inputs = {x, filter, dy};
    const windows = new Windows(x, filter, attributes);
    const toWinners = (): Tensor => mul(windows.winners(x, filter), windows.ofOutput(dy));
    return {
      x: () => runOrElse('Dilation2DBackpropInput', inputs, attributes, () => windows.toInput(toWinners())),
      filter: () =>
        runOrElse('Dilation2DBackpropFilter', inputs, attributes, () => windows.toFilter(toWinners())),
    };
  },
);

/** The gradient of a backward kernel: linear in `dy`, and flat in the rest. */
function backwardRule(
  kernelName: string,
  overWindows: (windows: Windows, gradient: Tensor) => Tensor,
): GradConfig {
  const saves = {inputs: ['x', 'filter']};
  return rule<DilationAttributes>(kernelName, saves, (gradient, saved, attributes) => {
    const [x, filter] = saved as [Tensor, Tensor];
    const windows = new Windows(x, filter, attributes);
    return {
      x: () => zerosLike(x),
      filter: () => zerosLike(filter),
      dy: () => windows.toOutput(mul(windows.winners(x, filter), overWindows(windows, gradient))),
    };
  });
}

export const rules: readonly GradConfig[] = [
  dilation,
  backwardRule('Dilation2DBackpropInput', (windows, gradient) => windows.ofInput(gradient)),
  backwardRule('Dilation2DBackpropFilter', (windows, gradient) => windows.ofFilter(gradient)),
];
