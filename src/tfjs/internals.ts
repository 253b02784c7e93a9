/**
 * What tfjs does not document and this package uses: the members, with their types. For the files of this folder alone;
 * `check.ts` refuses a tfjs that has them otherwise. Read off `engine.js` and `tape.js` of tfjs-core 4.3 to 4.22.
 */
import {
  engine,
  type DataId,
  type DataType,
  type KernelBackend,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type TensorInfo,
  type TypedArray,
  type Variable,
} from '@tensorflow/tfjs-core';

/** What the engine hands to its kernel runner: a registered kernel, or the body of a `tf.customGrad`. */
export interface KernelCall {
  readonly kernelName?: string;
  readonly inputs: Record<string, Tensor>;
  readonly attrs?: NamedAttrMap | undefined;
  readonly backwardsFunc?: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;
  readonly forwardFunc?: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
}

/** One recorded operation. */
export interface TapeNode {
  readonly id: number;
  /** The kernel; of a customGrad the scope that it ran in: `softmaxCrossEntropy__op`. */
  readonly kernelName: string;
  inputs: Readonly<Record<string, Tensor>>;
  outputs: Tensor[];
  /** What the engine saved for the backward pass. */
  saved?: readonly Tensor[];
  /** Missing of a kernel without a gradient. */
  gradient?: (dys: Tensor[]) => Readonly<Record<string, () => Tensor>>;
}

export interface Scope {
  readonly id: number;
  readonly name: string;
  /** What the scope disposes of at its end. */
  readonly track: Tensor[];
}

export interface State {
  readonly gradientDepth: number;
  readonly kernelDepth: number;
  readonly nextTapeNodeId: number;
  readonly scopeStack: readonly Scope[];
  readonly tensorInfo: WeakMap<DataId, {readonly backend: KernelBackend}>;
  readonly registeredVariables: Readonly<Record<string, Variable>>;
}

/** Members of the state that are missing until a tape or a scope begins. */
export interface StateWhileRunning {
  readonly activeTape?: TapeNode[] | null;
  readonly activeScope?: Scope | null;
}

export interface Gradients {
  readonly value: Tensor;
  /** One for each of the `xs`; undefined where the value does not depend on it. */
  readonly grads: ReadonlyArray<Tensor | undefined>;
}

type Values = TypedArray | number[] | string[] | Uint8Array[];

export interface Running {
  readonly state: State & StateWhileRunning;
  runKernel(name: string, inputs: NamedTensorMap, attributes?: NamedAttrMap): unknown;
  runKernelFunc(call: KernelCall): unknown;
  gradients(f: () => Tensor, xs: Tensor[], dy: Tensor | undefined, allowNoGradients: boolean): Gradients;
  startScope(name?: string): void;
  endScope(): void;
  track(tensor: Tensor): Tensor;
  keep(tensor: Tensor): Tensor;
  makeTensor(values: Values, shape: number[], dtype: DataType): Tensor;
  makeTensorFromTensorInfo(info: TensorInfo, backend: KernelBackend): Tensor;
  removeDataId(dataId: DataId, backend: KernelBackend): void;
  readSync(dataId: DataId): TypedArray;
  read(dataId: DataId): Promise<unknown>;
  moveData(backend: KernelBackend, dataId: DataId): void;
}

/** Where the engine has its backend. Missing until one is set. */
export interface BackendOfEngine {
  readonly backendName?: string | null;
  readonly backendInstance?: KernelBackend | null;
  readonly pendingBackendInit?: Promise<boolean> | null;
}

/** The members of `tf.Tensor` that decide when a scope disposes of it. */
export interface TensorInScope {
  readonly kept: boolean;
  scopeId: number;
}

type Writable<T> = {-readonly [Member in keyof T]: T[Member]};

/** The engine with its undocumented members. Never kept: `tf.engine().reset()` replaces the state. */
export function internals(): Running {
  return engine() as unknown as Running;
}

/** The engine's state, to be written to. */
export function writableState(): Writable<State & StateWhileRunning> {
  return internals().state;
}
