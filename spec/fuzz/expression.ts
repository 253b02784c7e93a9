/** Programs as data: what is evaluated is what is printed, so that a failure's source is the failure. */

/** What a program is made of. A value is known by its number. */
export type Expression =
  | {readonly kind: 'value'; readonly id: number}
  | {readonly kind: 'literal'; readonly value: unknown}
  | {readonly kind: 'list'; readonly items: readonly Expression[]}
  | {readonly kind: 'record'; readonly entries: Readonly<Record<string, Expression>>}
  | {readonly kind: 'call'; readonly callee: string; readonly args: readonly Expression[]}
  | {readonly kind: 'member'; readonly of: Expression; readonly key: string | number}
  | {readonly kind: 'lambda'; readonly parameters: readonly number[]; readonly body: Body};

/** Statements, each of which gives its result a number, and what they return. */
export interface Body {
  readonly steps: readonly Step[];
  readonly result: Expression;
}

export interface Step {
  readonly id: number;
  readonly expression: Expression;
}

export type Environment = Map<number, unknown>;

/** Functions by the path under which a program calls them: `tf.image.resizeBilinear`. */
export type Library = Readonly<Record<string, unknown>>;

/** The expression of a JavaScript value in which operands stand. */
export function expressionOf(
  value: unknown,
  asOperand: (value: unknown) => Expression | undefined,
): Expression {
  const operand = asOperand(value);
  if (operand !== undefined) return operand;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => expressionOf(item, asOperand));
    return items.every(({kind}) => kind === 'literal') ? {kind: 'literal', value} : {kind: 'list', items};
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, member]) => [key, expressionOf(member, asOperand)] as const,
    );
    return {kind: 'record', entries: Object.fromEntries(entries)};
  }
  return {kind: 'literal', value};
}

export function evaluate(expression: Expression, environment: Environment, library: Library): unknown {
  const inside = (inner: Expression): unknown => evaluate(inner, environment, library);
  switch (expression.kind) {
    case 'value':
      return environment.get(expression.id);
    case 'literal':
      return copyOf(expression.value);
    case 'list':
      return expression.items.map(inside);
    case 'record':
      return Object.fromEntries(
        Object.entries(expression.entries).map(([key, member]) => [key, inside(member)]),
      );
    case 'member':
      return (inside(expression.of) as Record<string, unknown>)[expression.key];
    case 'call':
      return callByPath(expression.callee, expression.args.map(inside), library);
    case 'lambda': {
      const {parameters, body} = expression;
      return (...given: unknown[]) => {
        const scope = new Map(environment);
        parameters.forEach((id, index) => scope.set(id, given[index]));
        return run(body, scope, library);
      };
    }
  }
}

/** Runs statements in an environment, which keeps their values, and evaluates what they return. */
export function run({steps, result}: Body, environment: Environment, library: Library): unknown {
  for (const {id, expression} of steps) environment.set(id, evaluate(expression, environment, library));
  return evaluate(result, environment, library);
}

function callByPath(path: string, args: readonly unknown[], library: Library): unknown {
  let [holder, callee]: [unknown, unknown] = [undefined, library];
  for (const name of path.split('.')) [holder, callee] = [callee, (callee as Library)[name]];
  if (typeof callee !== 'function') throw new Error(`internal: there is no ${path} to call`);
  return Reflect.apply(callee, holder, args) as unknown;
}

/** Every evaluation makes its literals anew, as a run of the printed source does. */
function copyOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(copyOf) : value;
}

/** The numbers of the values that an expression reads. */
export function valuesIn(expression: Expression): number[] {
  switch (expression.kind) {
    case 'value':
      return [expression.id];
    case 'literal':
      return [];
    case 'list':
      return expression.items.flatMap(valuesIn);
    case 'record':
      return Object.values(expression.entries).flatMap(valuesIn);
    case 'member':
      return valuesIn(expression.of);
    case 'call':
      return expression.args.flatMap(valuesIn);
    case 'lambda': {
      const {steps, result} = expression.body;
      return [...steps.flatMap((step) => valuesIn(step.expression)), ...valuesIn(result)];
    }
  }
}
