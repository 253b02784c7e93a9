/** Faults in every function of the machine in TypeScript. */
import {elementWiseKernels, rowsOf} from './tables.js';
import {ofKernel, PROGRAMS, WHOLE, WHOLE_OF_INTS} from './programs.js';

const FOLDER = 'src/machine/typescript';

/** Tables of functions of numbers, and how a wrong one is off: what makes bools makes the opposite. */
const FUNCTIONS = [
  ['float-functions.ts', 'export const floatUnary = {'],
  ['float-functions.ts', 'export const floatBinary = {'],
  ['float-functions.ts', 'export const floatTernary = {'],
  ['int-functions.ts', 'export const intUnary = {'],
  ['int-functions.ts', 'export const intBinary = {'],
  ['int-functions.ts', 'export const intComparisons = {'],
];

const OF_OTHERS = {
  Clip: ofKernel('ClipByValue', ['x'], ['float'], {clipValueMin: -0.5, clipValueMax: 0.7}),
  Select: PROGRAMS.select,
  Move: ofKernel('Cast', ['x'], ['float'], {dtype: 'float32'}),
  FloatToBool: ofKernel('Cast', ['x'], ['float'], {dtype: 'bool'}),
  FloatToInt: ofKernel('Cast', ['x'], ['float'], {dtype: 'int32'}),
  IntToBool: ofKernel('Cast', ['x'], ['int'], {dtype: 'bool'}),
  IntToFloat: PROGRAMS['mixed dtypes'],
  IntSelect: PROGRAMS['select of ints'],
  SumInto: PROGRAMS['sum of products'],
};

function programOf(opcode) {
  return OF_OTHERS[opcode] ?? elementWiseKernels().find((kernel) => kernel.opcode === opcode)?.program;
}

/** Each function, off by a thousandth of itself and a little, or by 1 if it makes integers or bools. */
function functions() {
  return FUNCTIONS.flatMap(([name, head]) => {
    const file = `${FOLDER}/${name}`;
    return rowsOf(file, head).map(({line, name: key, right}) => {
      const opcode = key.replace('Opcode.', '');
      const off = offBy(opcode, name);
      const wrong = `((f: (...given: number[]) => number) => (...given: number[]) => ${off})(${right})`;
      return {
        where: 'machine in TypeScript',
        what: `${opcode}: ${off.replace('f(...given)', 'f')}`,
        edits: [{file, find: line, replace: line.replace(right, wrong)}],
        machine: 'typescript',
        program: programOf(opcode),
      };
    });
  });
}

/** What makes bools makes the opposite. */
function offBy(opcode, name) {
  if (/^(Is|Logical)|Equal|Greater|Less/.test(opcode)) return '1 - f(...given)';
  return name.startsWith('int') ? '1 + f(...given)' : '0.01 + 1.001 * f(...given)';
}

function loops() {
  const file = `${FOLDER}/arithmetic.ts`;
  return Object.entries({Add: '+', Divide: '/', Multiply: '*', Subtract: '-'}).map(([opcode, sign]) => ({
    where: 'machine in TypeScript',
    what: `${opcode} leaves out the last element`,
    edits: [
      {
        file,
        find: `for (let i = 0; i < count; i++) {\n      floats[out + i] = (floats[a + i * aStride] as number) ${sign} `,
        replace: `for (let i = 0; i < count - 1; i++) {\n      floats[out + i] = (floats[a + i * aStride] as number) ${sign} `,
      },
    ],
    machine: 'typescript',
    program: programOf(opcode),
  }));
}

function steps() {
  const file = `${FOLDER}/steps.ts`;
  const rows = rowsOf(file, 'const table: Readonly<Record<ElementwiseOpcode, Step>> = {').filter(({name}) =>
    name.startsWith('Opcode.'),
  );
  return rows.map(({line, name, right}) => ({
    where: 'machine in TypeScript',
    what: `${name.replace('Opcode.', '')} does nothing`,
    edits: [{file, find: line, replace: line.replace(right, '() => undefined')}],
    machine: 'typescript',
    program: programOf(name.replace('Opcode.', '')),
  }));
}

function reducers() {
  const file = `${FOLDER}/reduce.ts`;
  const rivals = {sum: 'prod', prod: 'sum', max: 'min', min: 'max', argMax: 'argMin', argMin: 'argMax'};
  return rowsOf(file, 'const reducers: Readonly<Record<Reduction, readonly [Reducer, View, View]>> = {').map(
    ({line, name, right}) => {
      const reduction = name.replace('Reduction.', '');
      const own = /^\[(\w+)/.exec(right)[1];
      const kernel = reduction.replace('Int', '');
      return {
        where: 'machine in TypeScript',
        what: `Reduction.${reduction}: ${own} → ${rivals[own]}`,
        edits: [{file, find: line, replace: line.replace(`[${own},`, `[${rivals[own]},`)}],
        machine: 'typescript',
        program: reduction.startsWith('Int') ? WHOLE_OF_INTS[kernel] : WHOLE[kernel],
      };
    },
  );
}

/** The instructions of whole arrays. */
function whole() {
  const fault = (name, file, find, replace, program) => ({
    where: 'machine in TypeScript',
    what: name,
    edits: [{file: `${FOLDER}/${file}`, find, replace}],
    machine: 'typescript',
    program,
  });
  return [
    fault(
      'Loop: leaves out the last block',
      'whole.ts',
      'first < count; first +=',
      'first + BLOCK_ELEMENTS < count; first +=',
      PROGRAMS['long chain'],
    ),
    fault(
      'Loop: every block is the first',
      'whole.ts',
      'step(memory, at + 1, first, inBlock);',
      'step(memory, at + 1, 0, inBlock);',
      PROGRAMS['long chain'],
    ),
    fault('SumStart: from 1', 'whole.ts', '>>> 3] = 0;', '>>> 3] = 1;', PROGRAMS['sum of products']),
    fault(
      'SumStore: the word beside it',
      'whole.ts',
      'ints[word + 1] as number) >>> 3] as number, out, out + 4)',
      'ints[word + 1] as number) >>> 3] as number, out + 4, out + 8)',
      PROGRAMS['sum of products'],
    ),
    fault(
      'Fill: leaves out the last element',
      'whole.ts',
      '(count === 1 ? 4 : count)',
      '(count === 1 ? 4 : count - 1)',
      WHOLE.Fill,
    ),
    fault(
      'Copy: strides of the result for those of the operand',
      'copy.ts',
      'aStrides: part(2).map(inElements)',
      'aStrides: part(1).map(inElements)',
      WHOLE.Transpose,
    ),
    fault(
      'Copy: leaves out the last row',
      'copy.ts',
      'for (let i = 0; i < length; i++) {\n    nested',
      'for (let i = 0; i < length - 1; i++) {\n    nested',
      WHOLE.Transpose,
    ),
    fault(
      'Copy: a single element to one lane',
      'copy.ts',
      'splat(memory, out / 4);',
      'void 0;',
      PROGRAMS['sum as an image'],
    ),
    fault(
      'AddCopy: does not add',
      'copy.ts',
      'floats[at] = (floats[at] as number) + ',
      'floats[at] = ',
      WHOLE.WindowsSum,
    ),
    fault(
      'Gather: the first for all',
      'gather.ts',
      'const from = start + index * inner;',
      'const from = start + (wanted[0] as number) * inner;',
      WHOLE.GatherV2,
    ),
    fault(
      'MatrixProduct: rows for columns of the right',
      'matrix-product.ts',
      'k, n, rest.transposeB !== 0',
      'k, n, rest.transposeB === 0',
      WHOLE.BatchMatMul,
    ),
    fault(
      'MatrixProduct: every batch is the first',
      'matrix-product.ts',
      'matrix((a + index * rest.aStride) / 4',
      'matrix(a / 4',
      PROGRAMS['batches of products'],
    ),
    fault(
      'SegmentSum: rows of segments that do not exist',
      'segment-sum.ts',
      'const segment = ints[ids / 4 + row] as number;',
      'const segment = (ints[ids / 4 + row] as number) + 1;',
      WHOLE.UnsortedSegmentSum,
    ),
    fault(
      'Reduce: every outer one is the first',
      'reduce.ts',
      'const start = a / 4 + o * length * inner;',
      'const start = a / 4;',
      WHOLE.Sum,
    ),
  ];
}

export function mutantsOfTypeScript() {
  return [...functions(), ...loops(), ...steps(), ...reducers(), ...whole()];
}
