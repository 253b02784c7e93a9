import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {GraphTraceError} from '../../../src/graph/errors.js';
import type {Operand} from '../../../src/graph/program/program.js';
import {compareTraces} from '../../../src/graph/trace/compare.js';
import {releaseConstants, takeConstant} from '../../../src/graph/trace/captures.js';
import {Effects} from '../../../src/graph/trace/effects.js';
import {Draws} from '../../../src/graph/trace/draws.js';
import type {Trace} from '../../../src/graph/trace/recorder.js';
import {scoped} from '../../support.js';
import {Draft} from '../program/programs.js';

/** A trace of a program, whose nodes ran at file:1:1, file:2:1 and so on. */
function traceOf(
  make: (draft: Draft) => Operand,
  captured: readonly tf.Tensor[] = [],
  variables: readonly tf.Variable[] = [],
): Trace {
  const draft = new Draft();
  const program = draft.program(make(draft));
  const sources = program.nodes.map((_, index) => () => `file:${index + 1}:1`);
  const effects = new Effects();
  const draws = new Draws([]);
  return {program, constants: captured.map(takeConstant), variables, effects, draws, sources};
}

function expectDifference(first: Trace, second: Trace, how: string): void {
  const message = `graph: f cannot be replayed, as two traces of it differ: ${how}. Pass what`;
  try {
    expect(() => compareTraces(first, second)).to.throw(GraphTraceError, message);
  } finally {
    for (const {constants} of [first, second]) releaseConstants(constants);
  }
}

const exp = (draft: Draft): Operand => draft.node('Exp', {x: draft.input()});
const sinOfExp = (draft: Draft): Operand => draft.node('Sin', {x: exp(draft)});
const sum =
  (axis: number, shape: number[]) =>
  (draft: Draft): Operand =>
    draft.node('Sum', {x: draft.input([2, 2])}, {shape, attributes: {axis}});
const addTo = (draft: Draft, other: Operand): Operand => draft.node('Add', {a: draft.input(), b: other});

describe('two traces', () => {
  before(() => tf.setBackend(backends[0] as string));

  it(
    'agree where they are the same program of equal constants and the same variables',
    scoped(() => {
      const v = tf.variable(tf.scalar(1));
      const make = (draft: Draft): Operand =>
        draft.node('Mul', {a: addTo(draft, draft.constant([3])), b: draft.variable()});
      const traces = [0, 1].map(() => traceOf(make, [tf.tensor1d([1, NaN, 2])], [v])) as [Trace, Trace];
      expect(() => compareTraces(...traces)).not.to.throw();
      for (const {constants} of traces) releaseConstants(constants);
      v.dispose();
    }),
  );

  it('differ where a kernel makes another shape', () => {
    expectDifference(
      traceOf(sum(0, [2])),
      traceOf(sum(0, [1])),
      'Sum at file:1:1 makes a tensor of another shape',
    );
  });

  it('differ in attributes', () => {
    expectDifference(
      traceOf(sum(0, [2])),
      traceOf(sum(1, [2])),
      'Sum at file:1:1 ran with other operands or attributes',
    );
  });

  it('differ in kernels', () => {
    const cos = (draft: Draft): Operand => draft.node('Cos', {x: exp(draft)});
    expectDifference(traceOf(sinOfExp), traceOf(cos), 'Sin ran in the first, Cos in the second at file:2:1');
  });

  it('differ where the second ends before', () => {
    expectDifference(traceOf(sinOfExp), traceOf(exp), 'the second ends before Sin at file:2:1');
  });

  it('differ where the first ends before', () => {
    expectDifference(traceOf(exp), traceOf(sinOfExp), 'the first ends before Sin at file:2:1');
  });

  it('differ in what they return', () => {
    const unused = (draft: Draft): Operand => {
      const made = exp(draft);
      draft.node('Sin', {x: made});
      return made;
    };
    expectDifference(traceOf(unused), traceOf(sinOfExp), 'they return different values');
  });

  it('differ where one reads a captured tensor and the other a variable', () => {
    expectDifference(
      traceOf((draft) => addTo(draft, draft.constant())),
      traceOf((draft) => addTo(draft, draft.variable())),
      'what is captured or a variable in one is not in the other',
    );
  });

  for (const [what, other] of Object.entries<() => tf.Tensor>({
    'other elements': () => tf.tensor1d([1, 3]),
    'zeros of the other sign': () => tf.tensor1d([1, -0]),
    'another dtype': () => tf.tensor1d([1, 0], 'int32'),
    'another shape': () => tf.tensor2d([[1, 0]]),
  })) {
    it(
      `differ where a captured tensor has ${what}`,
      scoped(() => {
        const make = (draft: Draft): Operand => addTo(draft, draft.constant([2]));
        expectDifference(
          traceOf(make, [tf.tensor1d([1, 0])]),
          traceOf(make, [other()]),
          'a captured or random tensor has changed, which Add reads at file:1:1',
        );
      }),
    );
  }

  it(
    'differ where a captured tensor that they return has changed',
    scoped(() => {
      const make = (draft: Draft): Operand => draft.constant();
      expectDifference(
        traceOf(make, [tf.scalar(1)]),
        traceOf(make, [tf.scalar(2)]),
        'a captured or random tensor has changed',
      );
    }),
  );

  it(
    'differ in variables',
    scoped(() => {
      const variables = [1, 1].map((value) => tf.variable(tf.scalar(value))) as [tf.Variable, tf.Variable];
      const make = (draft: Draft): Operand => addTo(draft, draft.variable());
      expectDifference(
        traceOf(make, [], [variables[0]]),
        traceOf(make, [], [variables[1]]),
        'they use different variables',
      );
      tf.dispose(variables);
    }),
  );
});
