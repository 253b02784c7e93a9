/** A program: what it is given, what it does, and how it is called. */
import type {Body} from './expression.js';

export type Dtype = 'float32' | 'int32' | 'bool';

/** A tensor that a program is given: numbers from `low` to `high`, spread evenly, which begin elsewhere at every call. */
export interface Input {
  readonly id: number;
  readonly role: 'argument' | 'constant' | 'variable';
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly low: number;
  readonly high: number;
  /** Where the numbers begin, 0 to 1. */
  readonly start: number;
  /** True of an argument that is passed as a number or an array, rather than as a tensor. */
  readonly isLike: boolean;
}

export type Api =
  | 'value'
  | 'gradient'
  | 'jacobian'
  | 'hessian'
  | 'hessianVectorProduct'
  | 'batchJacobian'
  | 'valueAndBatchJacobian';

/** How arguments are arranged for `f`. */
export type Passing = 'list' | 'object' | 'nested' | 'kwargs' | 'variables';

export interface Form {
  readonly api: Api;
  readonly passing: Passing;
  readonly hasAux: boolean;
  readonly hasOutputGradients: boolean;
  readonly unconnectedGradients: 'none' | 'zero';
  /** Differentiates the float32 arguments alone; of a list. */
  readonly hasArgnums: boolean;
  /** Every so manieth float of the later calls is special, 0 for none. */
  readonly specials: number;
}

export interface Program {
  readonly inputs: readonly Input[];
  readonly body: Body;
  /** What of the body's result is aux, and what `y`. */
  readonly form: Form;
  /** Shapes of the float parts of `y`, for their weights. */
  readonly parts: ReadonlyArray<readonly number[]>;
  /** The operations that were drawn. */
  readonly operations: readonly string[];
  /** True where the last of its steps throws. */
  readonly throws: boolean;
}

export const argumentsOf = (program: Program): Input[] =>
  program.inputs.filter(({role}) => role === 'argument');
