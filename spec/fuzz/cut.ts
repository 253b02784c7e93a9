/**
 * Makes a failing program smaller than its recipe can: a step gives way to an argument of its shape, a list of results to
 * one of them, and a way of calling to a simpler one, as long as the program fails in the same way.
 */
import * as tf from '@tensorflow/tfjs-core';

import {usedInputs, withoutDead} from './elaborate.js';
import {run, type Environment, type Expression} from './expression.js';
import {tensorOf} from './instance.js';
import {library} from './library.js';
import type {Input, Program} from './program.js';
import {inScope} from './scope.js';

export type Fails = (program: Program) => boolean;

export function cut(program: Program, fails: Fails, until: number): Program {
  let smallest = program;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of candidates(smallest)) {
      if (performance.now() > until) return smallest;
      if (!fails(candidate)) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function* candidates(program: Program): Generator<Program> {
  if (program.throws) return;
  yield* withSimplerForm(program);
  yield* withOneResult(program);
  yield* withoutStep(program);
}

function* withSimplerForm(program: Program): Generator<Program> {
  const {form} = program;
  const simpler = [
    {hasOutputGradients: false},
    {unconnectedGradients: 'none' as const},
    {passing: 'list' as const},
    {specials: 0},
    {hasArgnums: true},
  ];
  for (const change of simpler) {
    const changed = {...form, ...change};
    if (JSON.stringify(changed) !== JSON.stringify(form)) yield {...program, form: changed};
  }
  if (form.hasAux && program.body.result.kind === 'list') {
    const [y] = program.body.result.items as [Expression];
    yield rebuilt(program, y, {...program, form: {...form, hasAux: false}});
  }
  const roles = program.inputs.map((input): Input =>
    input.role === 'variable' ? {...input, role: 'argument'} : input,
  );
  if (roles.some(({role}, index) => role !== program.inputs[index]?.role)) yield {...program, inputs: roles};
  if (roles.some(({isLike}) => isLike))
    yield {...program, inputs: roles.map((input) => ({...input, isLike: false}))};
}

/** One value in the place of all that is returned. */
function* withOneResult(program: Program): Generator<Program> {
  const {result} = program.body;
  if (result.kind === 'value' || program.form.hasAux) return;
  const shapes = shapesOf(program);
  for (const id of leavesOf(result)) {
    const tensor = shapes.get(id);
    if (tensor === undefined || (tensor.dtype !== 'float32' && program.form.api !== 'value')) continue;
    yield rebuilt(program, {kind: 'value', id}, {...program, parts: [tensor.shape]});
  }
}

function leavesOf(expression: Expression): number[] {
  if (expression.kind === 'value') return [expression.id];
  if (expression.kind === 'list') return expression.items.flatMap(leavesOf);
  return expression.kind === 'record' ? Object.values(expression.entries).flatMap(leavesOf) : [];
}

/** An argument in the place of a step. */
function* withoutStep(program: Program): Generator<Program> {
  const shapes = shapesOf(program);
  for (const {id} of [...program.body.steps].reverse()) {
    const tensor = shapes.get(id);
    // Integers may be indices, which are bound to what they are of.
    if (tensor?.dtype !== 'float32') continue;
    const input: Input = {
      id,
      role: 'argument',
      shape: tensor.shape,
      dtype: 'float32',
      low: -1,
      high: 1,
      start: 0.3,
      isLike: false,
    };
    const steps = program.body.steps.filter((step) => step.id !== id);
    const changed = {...program, inputs: [...program.inputs, input], body: {...program.body, steps}};
    yield rebuilt(changed, changed.body.result, changed);
  }
}

function rebuilt(program: Program, result: Expression, changed: Program): Program {
  const body = withoutDead({steps: program.body.steps, result});
  return {...changed, body, inputs: usedInputs(program.inputs, body)};
}

interface Shaped {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** Shapes and dtypes of the tensors among a program's values. */
function shapesOf({inputs, body}: Program): Map<number, Shaped> {
  return inScope(() => {
    const environment: Environment = new Map(inputs.map((input) => [input.id, tensorOf(input, 1)]));
    try {
      run(body, environment, library);
    } catch {
      return new Map();
    }
    const tensors = [...environment].filter(
      (entry): entry is [number, tf.Tensor] => entry[1] instanceof tf.Tensor,
    );
    return new Map(tensors.map(([id, {shape, dtype}]) => [id, {shape, dtype}]));
  });
}
