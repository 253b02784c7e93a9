/** A program as source that runs: tensors, `f`, and the calls. */
import {argnumsOf} from './answer.js';
import type {Body, Expression} from './expression.js';
import {numbersOf, pack, startAt} from './instance.js';
import {helpers} from './library.js';
import {argumentsOf, type Input, type Program} from './program.js';
import {sizeOf} from './numbers.js';

/** So many elements are written out; more are written as the formula that they come from. */
const WRITTEN_OUT = 8;

const nameOf = (id: number): string => `v${id}`;

/** Calls at which tape and graph are compared, or one at which a slope is checked. */
export function print(
  program: Program,
  calls: readonly number[],
  backend: string,
  isOfSlope: boolean,
): string {
  const {inputs, body, form} = program;
  const text = [
    `import * as tf from '@tensorflow/tfjs-core';`,
    `import '@tensorflow/tfjs-backend-${backend === 'webgl' || backend === 'wasm' ? backend : 'cpu'}';`,
    `import * as package_ from 'tfjs-value-and-gradient';`,
    `const {${['graph', ...imported(program)].join(', ')}} = package_;`,
    `await tf.setBackend('${backend === 'webgl' || backend === 'wasm' ? backend : 'cpu'}');`,
    FORMULA,
    ...usedHelpers(body).map((name) => `const ${name} = ${String(helpers[name])};`),
    ...inputs
      .filter(({role}) => role === 'constant')
      .map((input) => `const ${nameOf(input.id)} = ${tensorSource(input, 0, 0)};`),
    ...inputs
      .filter((input) => isVariable(program, input))
      .map((input) => `const ${variableName(input)} = tf.variable(${tensorSource(input, 0, 0)});`),
    `const f = (${parameters(program)}) => ${block(body, 0)};`,
    'const calls = [',
    ...calls.map((call) => `  ${callSource(program, call)},`),
    '];',
    ...(isOfSlope ? ['package_.checkGradients(f, calls[0]().args);'] : comparison(form.api)),
  ];
  return text.join('\n');
}

function comparison(api: Program['form']['api']): string[] {
  return [
    'const g = graph(f);',
    `const show = (result) => JSON.stringify(result, (_, x) => (x instanceof tf.Tensor ? [x.dtype, x.shape, [...x.dataSync()].map(String).join(' ')] : x));`,
    'for (const given of calls) {',
    `  console.log('tape ', show(${asked(api, 'f')}));`,
    `  console.log('graph', show(${asked(api, 'g')}));`,
    '}',
  ];
}

const FORMULA =
  'const numbers = (count, start, low, high) => Array.from({length: count}, (_, i) => low + (high - low) * ((start + i * 0.6180339887) % 1));';

/** `f` takes the variables among its arguments by names of its own. */
const variableName = (input: Input): string =>
  input.role === 'argument' ? `variable${input.id}` : nameOf(input.id);

const isVariable = ({form}: Program, {role}: Input): boolean =>
  role === 'variable' || (role === 'argument' && form.passing === 'variables');

function imported(program: Program): string[] {
  const names = [
    'valueAndGradient',
    'jacobian',
    'hessian',
    'hessianVectorProduct',
    'batchJacobian',
    'valueAndBatchJacobian',
  ];
  const text = block(program.body, 0) + asked(program.form.api, 'f');
  return names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
}

function usedHelpers(body: Body): string[] {
  const text = block(body, 0);
  return Object.keys(helpers).filter((name) => text.includes(`${name}(`));
}

function asked(api: Program['form']['api'], name: string): string {
  if (api === 'value') return `${name}(...given().parameters)`;
  const callee = api === 'gradient' ? 'valueAndGradient' : api;
  const vectors = api === 'hessianVectorProduct' ? ', given().vectors' : '';
  return `${callee}(${name}, given().args${vectors}, given().options)`;
}

function parameters(program: Program): string {
  const names = argumentsOf(program).map(({id}) => nameOf(id));
  const [first = '', ...rest] = names;
  switch (program.form.passing) {
    case 'list':
    case 'variables':
      return names.join(', ');
    case 'object':
      return `{a: ${first}, b: [${rest.join(', ')}]}`;
    case 'nested':
      return [`{w: ${first}, b: [${rest[0] ?? ''}]}`, ...rest.slice(1)].join(', ');
    case 'kwargs':
      return [
        first,
        ...(rest.length > 0 ? [`{${rest.map((name, index) => `k${index}: ${name}`).join(', ')}}`] : []),
      ].join(', ');
  }
}

/** One call: assigns the variables, and makes the arguments. */
function callSource(program: Program, call: number): string {
  const {inputs, form} = program;
  const assigned = inputs
    .filter((input) => isVariable(program, input))
    .map((input) => `${variableName(input)}.assign(${tensorSource(input, call, form.specials)});`);
  const values = argumentsOf(program).map((input) =>
    isVariable(program, input)
      ? {code: variableName(input)}
      : {code: argumentSource(input, call, form.specials)},
  );
  const {args, kwargs} = pack(form, values);
  const options = optionsSource(program, call, kwargs);
  const list = Array.isArray(args) ? codeOf(args) : `[${codeOf(args)}]`;
  const given = [
    form.api === 'value'
      ? `parameters: ${kwargs === undefined ? list : `[...${list}, ${codeOf(kwargs)}]`}`
      : `args: ${codeOf(args)}, options: ${options}`,
    ...(form.api === 'hessianVectorProduct' ? [`vectors: ${vectorsSource(program, call)}`] : []),
  ];
  return `() => { ${assigned.join(' ')} return {${given.join(', ')}}; }`;
}

function optionsSource(program: Program, call: number, kwargs: unknown): string {
  const {form, parts} = program;
  const argnums = form.api === 'gradient' ? argnumsOf(program) : undefined;
  const weights = parts.map((shape, index) => ({code: tensorSource(weightAt(shape, index), call, 0)}));
  const entries = [
    ...(form.hasAux ? ['hasAux: true'] : []),
    ...(kwargs === undefined ? [] : [`kwargs: ${codeOf(kwargs)}`]),
    ...(argnums === undefined ? [] : [`argnums: ${JSON.stringify(argnums)}`]),
    ...(form.api === 'gradient' && form.unconnectedGradients === 'zero'
      ? [`unconnectedGradients: 'zero'`]
      : []),
    ...(form.hasOutputGradients ? [`outputGradients: ${weightsSource(program, weights)}`] : []),
  ];
  return `{${entries.join(', ')}}`;
}

const weightAt = (shape: readonly number[], index: number): Input => ({
  id: index,
  role: 'argument',
  shape,
  dtype: 'float32',
  low: -1,
  high: 1,
  start: ((index + 1) * 0.29) % 1,
  isLike: false,
});

function weightsSource({body, form}: Program, weights: ReadonlyArray<{code: string}>): string {
  const {result} = body;
  const y = form.hasAux && result.kind === 'list' ? result.items[0] : result;
  let next = 0;
  return source(y ?? result, () => weights[next++]?.code ?? 'undefined', 0);
}

function vectorsSource(program: Program, call: number): string {
  const values = argumentsOf(program).map(({shape}, index) => ({
    code: tensorSource(weightAt(shape, index), call, 0),
  }));
  return codeOf(pack(program.form, values).args);
}

/** A structure of pieces of source. */
function codeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(codeOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('code' in value) return String(value.code);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}: ${codeOf(member)}`)
    .join(', ')}}`;
}

function argumentSource(input: Input, call: number, specials: number): string {
  const tensor = tensorSource(input, call, specials);
  return input.isLike ? `${tensor}.arraySync()` : tensor;
}

function tensorSource(input: Input, call: number, specials: number): string {
  const {shape, dtype, low, high} = input;
  const count = sizeOf(shape);
  const type = dtype === 'float32' ? '' : `, '${dtype}'`;
  if (count <= WRITTEN_OUT || specials > 0 || dtype !== 'float32') {
    const numbers = numbersOf(input, call, specials).map((value) =>
      Object.is(value, -0) ? '-0' : String(Number(value.toPrecision(9))),
    );
    return `tf.tensor([${numbers.join(', ')}], ${JSON.stringify(shape)}${type})`;
  }
  return `tf.tensor(numbers(${count}, ${startAt(input, call)}, ${low}, ${high}), ${JSON.stringify(shape)}${type})`;
}

function block({steps, result}: Body, depth: number): string {
  const indent = '  '.repeat(depth + 1);
  const lines = steps.map(
    ({id, expression}) => `${indent}const ${nameOf(id)} = ${source(expression, nameOf, depth + 1)};`,
  );
  return [
    '{',
    ...lines,
    `${indent}return ${source(result, nameOf, depth + 1)};`,
    `${'  '.repeat(depth)}}`,
  ].join('\n');
}

function source(expression: Expression, name: (id: number) => string, depth: number): string {
  const inside = (inner: Expression): string => source(inner, name, depth);
  switch (expression.kind) {
    case 'value':
      return name(expression.id);
    case 'literal':
      return literalSource(expression.value);
    case 'list':
      return `[${expression.items.map(inside).join(', ')}]`;
    case 'record':
      return `{${Object.entries(expression.entries)
        .map(([key, member]) => `${key}: ${inside(member)}`)
        .join(', ')}}`;
    case 'call':
      return `${expression.callee}(${expression.args.map(inside).join(', ')})`;
    case 'member':
      return `${inside(expression.of)}${typeof expression.key === 'number' ? `[${expression.key}]` : `.${expression.key}`}`;
    case 'lambda':
      return `(${expression.parameters.map(nameOf).join(', ')}) => ${block(expression.body, depth)}`;
  }
}

function literalSource(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalSource).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
