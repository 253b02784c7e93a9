/** From a recipe to a program: operations are drawn one after the other, each on results of those before. */
import * as tf from '@tensorflow/tfjs-core';

import {Draft, isUsable, Operand, toExpression, type Shared} from './draft.js';
import {valuesIn, type Body, type Expression, type Step} from './expression.js';
import {tensorOf} from './instance.js';
import {chooser, sizeOf} from './numbers.js';
import type {Operation} from './operation.js';
import {inScope} from './scope.js';
import {operations} from './operations/index.js';
import type {Api, Form, Input, Program} from './program.js';
import type {Recipe, RecipeStep} from './recipe.js';

/** Beyond this a result is brought down, as rounding errors grow with it. */
const LARGE = 30;

export function elaborate(recipe: Recipe): Program {
  return inScope(() => {
    const shared: Shared = {nextId: 0, inputs: [], environment: new Map(), canHaveLikes: recipe.hasLikes};
    const draft = new Draft(shared, [], chooser(1));
    addArguments(draft, recipe);
    const drawn: string[] = [];
    let throws = false;
    for (const step of recipe.steps) {
      const twice = step.isTwice ? [0, 1] : [0];
      for (const turn of twice) {
        if (throws) break;
        const end = attempt(draft, step, turn, recipe.throws);
        if (end !== 'dropped') drawn.push(step.operation);
        throws = end === 'throws';
      }
    }
    return finish(recipe, draft, drawn, throws || (recipe.throws && endBadly(draft)));
  });
}

function addArguments(draft: Draft, recipe: Recipe): void {
  const add = (input: Omit<Input, 'id' | 'role'>): void => {
    const full: Input = {...input, id: draft.shared.nextId++, role: 'argument'};
    draft.shared.inputs.push(full);
    const operand = new Operand(full.id, tensorOf(full, 0));
    draft.shared.environment.set(full.id, operand.sample);
    draft.pool.push(operand);
  };
  recipe.shapes.forEach((shape, index) => {
    add({
      shape,
      dtype: 'float32',
      low: -1.5,
      high: 1.5,
      start: 0.2 + index / 2,
      isLike: recipe.hasLikes && index === 1,
    });
  });
  // Discrete ones first, so that the latest in the pool are floats.
  for (const {shape, dtype} of recipe.discrete) {
    add({
      shape,
      dtype,
      low: dtype === 'bool' ? 0 : -5,
      high: dtype === 'bool' ? 1 : 6,
      start: 0.4,
      isLike: false,
    });
    draft.pool.unshift(draft.pool.pop() as Operand);
  }
}

/** Writes an operation into a draft, or leaves it as it was; a step that throws stays in where that is asked for. */
function attempt(
  draft: Draft,
  {operation, operands, seed}: RecipeStep,
  turn: number,
  mayThrow: boolean,
): 'drawn' | 'dropped' | 'throws' {
  const {draw, skip} = operations[operation] as Operation;
  if (skip !== undefined && tf.getBackend() in skip) return 'dropped';
  const before = [draft.steps.length, draft.shared.inputs.length, draft.pool.length] as const;
  draft.choose = chooser(seed + turn);
  draft.backs = operands.map((back) => back + turn);
  const takeBack = (): 'dropped' => {
    draft.steps.length = before[0];
    draft.shared.inputs.length = before[1];
    draft.pool.length = before[2];
    return 'dropped';
  };
  try {
    const result = draw(draft);
    if (result === undefined || !isUsable(result)) return takeBack();
    return tame(draft, result) ? 'drawn' : takeBack();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('internal')) throw error;
    return mayThrow ? 'throws' : takeBack();
  }
}

/** A step that throws, where none has done so by itself: a shape of other elements, or of none. */
function endBadly(draft: Draft): true {
  try {
    draft.call('tf.reshape', draft.pool.at(-1), [7919]);
  } catch {
    return true;
  }
  throw new Error('internal: a reshape to other elements did not throw');
}

/** Brings down what is large. False where a result is not finite. */
function tame(draft: Draft, result: Operand): boolean {
  if (result.dtype === 'string' || result.dtype === 'complex64') return false;
  const largest = Array.from(result.tensor.dataSync()).reduce(
    (most, value) => Math.max(most, Math.abs(value)),
    0,
  );
  if (!Number.isFinite(largest)) return false;
  if (result.dtype === 'float32' && largest > LARGE)
    draft.call('tf.mul', draft.tanh(draft.call('tf.mul', result, 1 / 16)), 4);
  return true;
}

const MANY = ['jacobian', 'hessian', 'batchJacobian', 'valueAndBatchJacobian'];

/** What is returned, arranged, and a call that suits the sizes. */
function finish(recipe: Recipe, draft: Draft, drawn: string[], throws: boolean): Program {
  const usable = draft.pool.filter((value) => isUsable(value) && value.dtype !== 'complex64');
  const floats = usable.filter(({dtype}) => dtype === 'float32').reverse();
  const api = suitable(recipe, draft, floats);
  const isPlain = api === 'gradient' || api === 'value';
  const ends = unread(draft, floats);
  const wanted = isPlain && recipe.outputs === 'tensor' ? floats.slice(0, 1) : ends;
  const parts = isPlain ? wanted : [reduced(draft, ends, api, recipe)];
  const y = arranged(parts, isPlain ? recipe.outputs : 'tensor');
  const hasAux = recipe.hasAux && api === 'gradient';
  // Of any dtype: what nothing else shows, and the latest.
  const others = usable.filter(({dtype}) => dtype !== 'float32');
  const aux = [...unread(draft, others), ...usable.slice(-1)];
  const result: Expression = toExpression(hasAux || api === 'value' ? [y, aux] : y);
  const operands = parts.map(({shape}) => shape);
  const form: Form = {
    api,
    passing: api === 'value' || api === 'gradient' ? recipe.passing : 'list',
    hasAux,
    hasOutputGradients: recipe.hasOutputGradients && api === 'gradient',
    unconnectedGradients: recipe.hasZeros ? 'zero' : 'none',
    hasArgnums: recipe.hasArgnums || recipe.passing === 'list',
    specials: canBeSpecial(recipe, drawn) ? recipe.specials : 0,
  };
  const body = throws ? {steps: draft.steps, result} : withoutDead({steps: draft.steps, result});
  const inputs = usedInputs(draft.shared.inputs, body).map((input) => withoutLikes(input, form));
  return {inputs, body, form, parts: operands, operations: drawn, throws};
}

function suitable({api}: Recipe, draft: Draft, floats: readonly Operand[]): Api {
  const args = draft.shared.inputs.filter(({role}) => role === 'argument');
  const size = args.reduce((sum, {shape}) => sum + sizeOf(shape), 0);
  const rank = Math.max(...args.map(({shape}) => shape.length));
  const isFloat = args.every(({dtype, isLike}) => dtype === 'float32' && !isLike);
  if (floats.length === 0) return 'value';
  if (!MANY.includes(api))
    return api === 'hessianVectorProduct' && (!isFloat || size > 2100) ? 'gradient' : api;
  if (!isFloat || size > 40 || rank > 3) return 'gradient';
  const batch = args[0]?.shape[0];
  const isBatched = args.every(({shape}) => shape.length > 0 && shape[0] === batch);
  return api.includes('atch') && !isBatched ? 'jacobian' : api;
}

/** Values that no step reads: what is returned shows all that was drawn. */
function unread({steps}: Draft, values: readonly Operand[]): Operand[] {
  const read = new Set(steps.flatMap(({expression}) => valuesIn(expression)));
  const ends = values.filter(({id}) => !read.has(id) && steps.some((step) => step.id === id));
  return ends.length > 0 ? ends.slice(0, 6) : values.slice(0, 1);
}

/** The one result of the Jacobian family: a scalar for second derivatives, otherwise something small. */
function reduced(draft: Draft, ends: readonly Operand[], api: Api, recipe: Recipe): Operand {
  const means = draft.call(
    'tf.stack',
    ends.map((end) => draft.call('tf.mean', end)),
  );
  if (api === 'hessian' || api === 'hessianVectorProduct')
    return draft.call('tf.sum', draft.call('tf.sin', means));
  if (api === 'jacobian') return means;
  return draft.fit(draft.call('tf.sin', ends[0]), [recipe.shapes[0][0] as number, 2]);
}

function arranged(parts: readonly Operand[], outputs: Recipe['outputs']): unknown {
  const [first, ...rest] = parts;
  switch (outputs) {
    case 'tensor':
      return first ?? [];
    case 'list':
    case 'all':
      return parts;
    case 'object':
      return {loss: first ?? [], rest};
    case 'nested':
      return [{first: first ?? [], rest: [rest]}];
  }
}

function canBeSpecial({specials, throws}: Recipe, drawn: readonly string[]): boolean {
  return specials > 0 && !throws && drawn.every((name) => operations[name]?.notSpecial === undefined);
}

export function withoutDead({steps, result}: Body): Body {
  const live = new Set(valuesIn(result));
  const kept: Step[] = [];
  for (const step of [...steps].reverse()) {
    if (!live.has(step.id)) continue;
    kept.unshift(step);
    for (const id of valuesIn(step.expression)) live.add(id);
  }
  return {steps: kept, result};
}

/**
 * Where nothing is differentiated, a number is part of the signature; in a list, numbers or arrays make one array.
 */
function withoutLikes(input: Input, {api, passing}: Form): Input {
  const isPartOfSignature = api === 'value' && input.shape.length === 0;
  const isInList = passing === 'object' || passing === 'nested';
  return isPartOfSignature || isInList ? {...input, isLike: false} : input;
}

/** The two first arguments stay, used or not. */
export function usedInputs(inputs: readonly Input[], {steps, result}: Body): Input[] {
  const used = new Set([...steps.flatMap(({expression}) => valuesIn(expression)), ...valuesIn(result)]);
  return inputs.filter(({id, role}, index) => used.has(id) || (role === 'argument' && index < 2));
}
