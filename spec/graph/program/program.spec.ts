import {expect} from 'chai';

import {mergeCommonSubexpressions} from '../../../src/graph/passes/common-subexpressions.js';
import {removeDeadNodes} from '../../../src/graph/passes/dead-nodes.js';
import {
  checkProgram,
  printProgram,
  type Node,
  type Operand,
  type Program,
} from '../../../src/graph/program/program.js';

const scalar = (value: number): Operand => ({value, shape: [], dtype: 'float32'});
const node = (kernel: string, inputs: number[], output: number, attributes: unknown = {}): Node => ({
  kernel,
  inputs: inputs.map((value, index) => [`x${index}`, scalar(value)] as const),
  isList: false,
  attributes,
  outputs: [output],
});

/** A program of one input, %0, and these nodes. */
function program(nodes: readonly Node[], outputs: readonly number[]): Program {
  const values = [
    {id: 0, shape: [], dtype: 'float32', origin: {kind: 'input', index: 0}} as const,
    ...nodes.map(
      (_, index) =>
        ({id: index + 1, shape: [], dtype: 'float32', origin: {kind: 'node', output: 0}}) as const,
    ),
  ];
  return {values, nodes, outputs: outputs.map(scalar)};
}

const kernelsOf = ({nodes}: Program): string[] => nodes.map(({kernel}) => kernel);

describe('programs', () => {
  it('are printed one node a line', () => {
    expect(printProgram(program([node('Exp', [0], 1)], [1]))).to.equal(
      '%0:float32[] = input\n%1 = Exp(x0=%0:float32[]) {}\nreturn %1:float32[]',
    );
  });

  it('are refused where a value is used before it is made, or made twice', () => {
    expect(() => checkProgram(program([node('Exp', [2], 1), node('Log', [0], 2)], [1]))).to.throw(
      'internal: node 0 (Exp) uses %2 before it is made',
    );
    expect(() => checkProgram(program([node('Exp', [0], 1), node('Log', [0], 1)], [1]))).to.throw(
      'makes %1 again',
    );
    expect(() => checkProgram(program([], [1]))).to.throw('internal: output 0 uses %1');
  });
});

describe('removeDeadNodes', () => {
  it('drops what nobody uses, and what only that used', () => {
    const before = program([node('Exp', [0], 1), node('Log', [1], 2), node('Sin', [0], 3)], [3]);
    const after = removeDeadNodes(before);
    checkProgram(after);
    expect(kernelsOf(after)).to.deep.equal(['Sin']);
  });
});

describe('mergeCommonSubexpressions', () => {
  it('runs the same kernel on the same operands once, also where they become the same', () => {
    const nodes = [
      node('Exp', [0], 1),
      node('Exp', [0], 2),
      node('Sin', [1], 3),
      node('Sin', [2], 4),
      node('Add', [3, 4], 5),
    ];
    const after = mergeCommonSubexpressions(program(nodes, [5, 4]));
    checkProgram(after);
    expect(kernelsOf(after)).to.deep.equal(['Exp', 'Sin', 'Add']);
    expect(after.outputs.map(({value}) => value)).to.deep.equal([5, 3]);
  });

  it('keeps apart what differs in attributes, and what is random', () => {
    const nodes = [
      node('Sum', [0], 1, {axis: 0}),
      node('Sum', [0], 2, {axis: 1}),
      node('Multinomial', [0], 3),
      node('Multinomial', [0], 4),
    ];
    const after = mergeCommonSubexpressions(program(nodes, [1, 2, 3, 4]));
    expect(kernelsOf(after)).to.deep.equal(['Sum', 'Sum', 'Multinomial', 'Multinomial']);
  });
});
