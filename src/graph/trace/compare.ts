/**
 * Two traces of one function, at different arguments, have to be the same program of the same constants.
 */
import {engine, type TensorInfo} from '@tensorflow/tfjs-core';

import {GraphTraceError} from '../errors.js';
import {serialize} from '../program/program.js';
import type {Trace} from './recorder.js';

/** Throws where the second trace shows that the first cannot be replayed. */
export function compareTraces(first: Trace, second: Trace): void {
  const [a, b] = [first.program, second.program];
  a.nodes.forEach((node, index) => {
    const twin = b.nodes[index];
    if (serialize(node) === serialize(twin)) return;
    throw differing(
      twin === undefined
        ? `the second ends before ${node.kernel}`
        : node.kernel === twin.kernel
          ? `${node.kernel} ran with other operands or attributes`
          : `${node.kernel} ran in the first, ${twin.kernel} in the second`,
    );
  });
  if (a.nodes.length !== b.nodes.length || serialize(a) !== serialize(b)) {
    throw differing('they return different values');
  }
  first.constants.forEach((constant, index) => {
    if (!sameConstant(constant, second.constants[index]))
      throw differing('a captured or random tensor has changed');
  });
  if (first.variables.some((variable, index) => variable !== second.variables[index])) {
    throw differing('they use different variables');
  }
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
