/**
 * A trace as a program for float64.
 */
import {expand} from '../graph/cpu/passes/expansion.js';
import {makeOperandsExplicit} from '../graph/cpu/passes/explicit-operands.js';
import {ProgramBuilder} from '../graph/passes/builder.js';
import {mergeCommonSubexpressions} from '../graph/passes/common-subexpressions.js';
import {removeDeadNodes} from '../graph/passes/dead-nodes.js';
import {rewriteNodes, sizeOf} from '../graph/passes/rewrite.js';
import {simplify} from '../graph/passes/simplification.js';
import {checkProgram, markOpaqueNodes} from '../graph/program/check.js';
import type {Operand, Program, Value} from '../graph/program/program.js';
import type {DoubleConstants} from './constants.js';
import {foldDoubles, withRanges} from './fold.js';

type Pass = (program: Program) => Program;

/** The passes of graph programs, but that constants are folded in float64. */
export function optimize(traced: Program, constants: DoubleConstants): Program {
  const {expanded, explicit} = passesWith(constants);
  return inOrder(traced, [
    markOpaqueNodes,
    removeViews,
    removeDeadNodes,
    mergeCommonSubexpressions,
    (program) => simplify(program, (index) => constants.uniformOf(index), true),
    mergeCommonSubexpressions,
    removeDeadNodes,
    expanded,
    // Before constants are folded, as they are by the same instructions, and after, as there are more of them.
    explicit,
    (program) => foldDoubles(program, constants),
    explicit,
    mergeCommonSubexpressions,
    removeDeadNodes,
  ]);
}

/** The passes without which the machine cannot run a program, and no others. */
export function lower(traced: Program, constants: DoubleConstants): Program {
  const {expanded, explicit} = passesWith(constants);
  const ranges: Pass = (program) => withRanges(program, constants);
  return inOrder(traced, [
    markOpaqueNodes,
    removeViews,
    fillLikes,
    removeDeadNodes,
    expanded,
    ranges,
    explicit,
  ]);
}

function passesWith(constants: DoubleConstants): {readonly expanded: Pass; readonly explicit: Pass} {
  const builder = (program: Program): ProgramBuilder =>
    new ProgramBuilder(program, (element) => constants.single(element));
  const uniformIn =
    ({values}: Program) =>
    ({value}: Operand): number | undefined => {
      const origin = values[value]?.origin;
      return origin?.kind === 'constant' ? constants.uniformOf(origin.index) : undefined;
    };
  return {
    expanded: (program) => expand(program, builder(program), uniformIn(program)),
    explicit: (program) => makeOperandsExplicit(program, builder(program), uniformIn(program)),
  };
}

/** Runs passes, and checks what each of them makes. */
function inOrder(traced: Program, passes: readonly Pass[]): Program {
  return passes.reduce((program, pass) => {
    const next = pass(program);
    checkProgram(next);
    return next;
  }, traced);
}

const likes: Readonly<Record<string, number>> = {OnesLike: 1, ZerosLike: 0};

/** What is like an operand in its shape alone does not read it. */
function fillLikes(program: Program): Program {
  return rewriteNodes(program, (node) => {
    const value = likes[node.kernel];
    const made = program.values[node.outputs[0] ?? -1];
    if (value === undefined || made === undefined) return node;
    const {shape, dtype} = made;
    return {...node, kernel: 'Fill', inputs: [], attributes: {shape, value, dtype}};
  });
}

const views: ReadonlySet<string> = new Set(['ExpandDims', 'Identity', 'Reshape']);

/** Backends on a GPU record views as nodes, as the operand may have to be packed anew; here they are the operand. */
function removeViews(program: Program): Program {
  return rewriteNodes(program, (node, redirection) => {
    const [out] = node.outputs;
    const x = node.inputs[0]?.[1];
    if (!views.has(node.kernel) || out == null || x === undefined) return node;
    if (sizeOf((program.values[out] as Value).shape) !== sizeOf(x.shape)) return node;
    redirection.replace(out, x.value);
    return undefined;
  });
}
