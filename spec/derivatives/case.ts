import type {Tensor} from '@tensorflow/tfjs-core';

export type Backend = 'cpu' | 'webgl' | 'wasm';

/** A function of tensors whose derivatives the sweep checks. */
export interface DerivativeCase {
  /** The operation and what is special about this case: `conv2d, stride 2, same`. */
  readonly title: string;
  readonly f: (...args: Tensor[]) => Tensor | Tensor[];
  /** Makes the arguments: a point around which `f` is smooth, with no two entries alike where `f` compares them. */
  readonly args: () => Tensor[];
  /** The highest order to check. Default: 3. */
  readonly order?: 1 | 2 | 3;
  /** Step of the central differences. Default: that of checkGradients. */
  readonly epsilon?: number;
  /** Relative tolerance where it is not the sweep's own, by backend; with the reason in a comment. */
  readonly tolerance?: Partial<Record<Backend, number>>;
  /** Backends that cannot run it, each with the reason: a kernel that is not there, or a fault of tfjs. */
  readonly skip?: Partial<Record<Backend, string>>;
  /** True where tfjs's own gradient never returns, so that the sweep without this package has to leave it out. */
  readonly hangsInTfjs?: boolean;
}
