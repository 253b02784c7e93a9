/**
 * What `inspect()` tells of a graph function.
 */
import type {RunsOn} from './proof/prove.js';

/** What a graph function has compiled for one signature. */
export interface CompiledSignature {
  /** Structure, shapes and dtypes of the arguments, other values, options, backend. */
  readonly signature: string;
  /**
   * What runs it: the machine of the cpu backend, or the backend's kernels, as always on other backends. Undefined as long as
   * `f` itself runs (before the second call, and while a comparison on the graphics card is under way), and where it was
   * refused.
   */
  readonly runsOn: RunsOn | undefined;
  /**
   * What there is to say of how it runs; undefined if nothing is out of the ordinary. Before a program is used, its results
   * are compared with the tape's: this says why it does not run on the machine (which differed, and on what kernel), that
   * rounding alone changes its results (it is ill-conditioned), or why `f` was refused.
   */
  readonly reason: string | undefined;
  /** How many kernels one run of `f` ran, with the walk back; 0 before the second call. */
  readonly kernelsTraced: number;
  /** How many kernels of the backend a compiled call runs. */
  readonly kernelsRun: number;
  /** How many of the program's nodes run without a kernel of the backend. */
  readonly fused: number;
  /** How often it was called, the two traces among it. */
  readonly calls: number;
  /** The program as text, empty before the second call. */
  readonly program: string;
  /** What the CPU machine runs for it, as text; empty on other backends. */
  readonly instructions: string;
}
