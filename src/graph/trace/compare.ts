/**
 * Two traces of one function, at different arguments, have to be the same program of the same constants.
 */
import {engine, type TensorInfo} from '@tensorflow/tfjs-core';

import {GraphTraceError} from '../errors.js';
import {serialize} from '../program/program.js';
import type {Trace} from './recorder.js';
import {atSource} from './source.js';

/** Throws where the second trace shows that the first cannot be replayed. */
export function compareTraces(first: Trace, second: Trace): void {
  const [a, b] = [first.program, second.program];
  a.nodes.forEach((node, index) => {
    const twin = b.nodes[index];
    if (serialize(node) === serialize(twin)) return;
    const where = atSource(second.sources[index]?.() ?? first.sources[index]?.());
    throw differing(
      twin === undefined
        ? `the second ends before ${node.kernel}${where}`
        : node.kernel === twin.kernel
          ? `${node.kernel}${where} ran with other operands or attributes`
          : `${node.kernel} ran in the first, ${twin.kernel} in the second${where}`,
    );
  });
  if (a.nodes.length !== b.nodes.length || serialize(a) !== serialize(b)) {
    throw differing('they return different values');
  }
  first.constants.forEach((constant, index) => {
    if (!sameConstant(constant, second.constants[index]))
      throw differing(`a captured or random tensor has changed${userOf(index, second)}`);
  });
  if (first.variables.some((variable, index) => variable !== second.variables[index])) {
    throw differing('they use different variables');
  }
}

/** The kernel that reads a constant, and where it ran. */
function userOf(index: number, {program, sources}: Trace): string {
  const constant = program.values.find(({origin}) => origin.kind === 'constant' && origin.index === index);
  const user = program.nodes.findIndex(({inputs}) => inputs.some(([, {value}]) => value === constant?.id));
  const node = program.nodes[user];
  return node === undefined ? '' : `, which ${node.kernel} reads${atSource(sources[user]?.())}`;
}

function sameConstant(one: TensorInfo, other: TensorInfo | undefined): boolean {
  if (other === undefined || one.dtype !== other.dtype || String(one.shape) !== String(other.shape))
    return false;
  if (one.dataId === other.dataId) return true;
  const [a, b] = [one, other].map(({dataId}) => engine().readSync(dataId) as ArrayLike<number>);
  return (
    a !== undefined &&
    b !== undefined &&
    a.length === b.length &&
    Array.from(a).every((value, index) => Object.is(value, b[index]))
  );
}

function differing(how: string): GraphTraceError {
  return new GraphTraceError(
    `f cannot be replayed, as two traces of it differ: ${how}`,
    'Pass what is random or changes as an argument, or pass {useGradientTape: true}',
  );
}
