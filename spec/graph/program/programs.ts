/** Small programs made by hand. */
import {
  type Node,
  type Operand,
  type Origin,
  type Program,
  type Value,
} from '../../../src/graph/program/program.js';
import {checkProgram} from '../../../src/graph/program/check.js';
import {ProgramBuilder} from '../../../src/graph/passes/builder.js';

interface Made {
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly attributes?: unknown;
}

/** A program in the making. */
export class Draft {
  readonly #values: Value[] = [];
  readonly #nodes: Node[] = [];
  readonly #counts = {input: 0, variable: 0, constant: 0};

  input(shape: readonly number[] = [], dtype = 'float32'): Operand {
    return this.#value({kind: 'input', index: this.#counts.input++}, shape, dtype);
  }

  variable(shape: readonly number[] = [], dtype = 'float32'): Operand {
    return this.#value({kind: 'variable', index: this.#counts.variable++}, shape, dtype);
  }

  constant(shape: readonly number[] = [], dtype = 'float32'): Operand {
    return this.#value({kind: 'constant', index: this.#counts.constant++}, shape, dtype);
  }

  /** Adds a node of one output, which is like the first operand where nothing else is said. */
  node(
    kernel: string,
    inputs: Readonly<Record<string, Operand>> | readonly Operand[],
    made: Made = {},
  ): Operand {
    const [output] = this.nodeOfMany(kernel, inputs, [made], made.attributes);
    return output as Operand;
  }

  /** Adds a node of several outputs; null for one that has the memory of an operand. */
  nodeOfMany(
    kernel: string,
    inputs: Readonly<Record<string, Operand>> | readonly Operand[],
    outputs: ReadonlyArray<Made | null>,
    attributes: unknown = {},
  ): Array<Operand | null> {
    const named = Object.entries(inputs) as Array<[string, Operand]>;
    const first = named[0]?.[1];
    const made = outputs.map((output, index) =>
      output === null
        ? null
        : this.#value(
            {kind: 'node', output: index},
            output.shape ?? first?.shape ?? [],
            output.dtype ?? first?.dtype ?? 'float32',
          ),
    );
    this.#nodes.push({
      kernel,
      inputs: named,
      isList: Array.isArray(inputs),
      attributes,
      outputs: made.map((output) => output?.value ?? null),
    });
    return made;
  }

  program(...outputs: readonly Operand[]): Program {
    return {values: [...this.#values], nodes: [...this.#nodes], outputs};
  }

  #value(origin: Origin, shape: readonly number[], dtype: string): Operand {
    const value = this.#values.length;
    this.#values.push({id: value, shape, dtype, origin});
    return {value, shape, dtype};
  }
}

/** A program, which has to be a right one. */
export function checked(program: Program): Program {
  checkProgram(program);
  return program;
}

export const kernelsOf = ({nodes}: Program): string[] => nodes.map(({kernel}) => kernel);

export const valuesOf = (operands: readonly Operand[]): number[] => operands.map(({value}) => value);

/** A builder that makes no tensors, and the elements of the constants that it was asked for. */
export function builderOf(program: Program): {builder: ProgramBuilder; elements: Map<number, number>} {
  const elements = new Map<number, number>();
  const builder = new ProgramBuilder(program, (element) => {
    const index = 100 + elements.size;
    elements.set(index, element);
    return index;
  });
  return {builder, elements};
}
