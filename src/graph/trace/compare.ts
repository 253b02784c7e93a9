/**
 * Two traces of one function, at different arguments, have to be the same program of the same constants.
 */
import {GraphTraceError} from '../errors.js';
import {serialize, type Program} from '../program/program.js';
import {sameElements, type Constant} from './captures.js';
import type {Trace} from './recorder.js';
import {atSource} from './source.js';

/**
 * Throws if the second trace shows that the first cannot be replayed.
 *
 * @param explains True of a constant that need not be the same in both, as what makes it anew at every call is known.
 */
export function compareTraces(
  first: Trace,
  second: Trace,
  explains: (constant: number) => boolean = () => false,
): void {
  const [a, b] = [first.program, second.program];
  a.nodes.forEach((node, index) => {
    const twin = b.nodes[index];
    const isSame = serialize(node) === serialize(twin);
    if (isSame && serialize(shapesMadeBy(index, a)) === serialize(shapesMadeBy(index, b))) return;
    const where = atSource(second.sources[index]?.() ?? first.sources[index]?.());
    if (isSame) throw differing(`${node.kernel}${where} makes a tensor of another shape`);
    throw differing(
      twin === undefined
        ? `the second ends before ${node.kernel}${where}`
        : node.kernel === twin.kernel
          ? `${node.kernel}${where} ran with other operands or attributes`
          : `${node.kernel} ran in the first, ${twin.kernel} in the second${where}`,
    );
  });
  const extra = b.nodes[a.nodes.length];
  if (extra !== undefined)
    throw differing(`the first ends before ${extra.kernel}${atSource(second.sources[a.nodes.length]?.())}`);
  if (serialize(a.outputs) !== serialize(b.outputs)) throw differing('they return different values');
  if (serialize(a.values) !== serialize(b.values))
    throw differing('what is captured or a variable in one is not in the other');
  first.constants.forEach((constant, index) => {
    if (!sameConstant(constant, second.constants[index]) && !explains(index))
      throw differing(`a captured or random tensor has changed${userOf(index, second)}`);
  });
  if (first.variables.some((variable, index) => variable !== second.variables[index]))
    throw differing('they use different variables');
  if (!areSame(first.effects.variables, second.effects.variables))
    throw differing('they assign different variables');
  const [steps, others] = [first, second].map(({effects}) => effects.steps.map(({optimizer}) => optimizer));
  if (!areSame(steps as readonly unknown[], others as readonly unknown[]))
    throw differing('they step different optimizers');
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

/** The kernel that reads a constant, and where it ran. */
function userOf(index: number, {program, sources}: Trace): string {
  const constant = program.values.find(({origin}) => origin.kind === 'constant' && origin.index === index);
  const user = program.nodes.findIndex(({inputs}) => inputs.some(([, {value}]) => value === constant?.id));
  const node = program.nodes[user];
  return node === undefined ? '' : `, which ${node.kernel} reads${atSource(sources[user]?.())}`;
}

function shapesMadeBy(node: number, {nodes, values}: Program): unknown[] {
  return (nodes[node]?.outputs ?? []).map((value) => value !== null && values[value]?.shape);
}

function sameConstant(one: Constant, other: Constant | undefined): boolean {
  if (other === undefined || one.dtype !== other.dtype || String(one.shape) !== String(other.shape))
    return false;
  return sameElements(one, other);
}

export function differing(how: string): GraphTraceError {
  return new GraphTraceError(
    `f cannot be replayed, as two traces of it differ: ${how}`,
    'Pass what is random or changes as an argument, or pass {useGradientTape: true}',
  );
}
