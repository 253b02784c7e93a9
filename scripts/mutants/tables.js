/** Faults in every row of the machine's tables: another instruction, other operands, other words. */
import {readFileSync} from 'node:fs';
import {ofKernel, PROGRAMS, WHOLE, WHOLE_OF_INTS} from './programs.js';

const ELEMENT_WISE = 'src/graph/cpu/lowering/element-wise.ts';
const WHOLE_TABLE = 'src/graph/cpu/lowering/whole.ts';

/** Of so many operands, what stands for an instruction that it is not. */
const RIVALS = {
  float: ['Abs', 'Neg', 'Subtract', 'Add'],
  int: ['IntAbs', 'IntNeg', 'IntSubtract', 'IntAdd'],
};
const OWN_RIVALS = {
  IntEqual: 'IntNotEqual',
  IntGreater: 'IntLess',
  IntGreaterEqual: 'IntLess',
  IntLess: 'IntGreater',
  IntLessEqual: 'IntGreater',
  IntNotEqual: 'IntEqual',
  LogicalAnd: 'LogicalOr',
  LogicalOr: 'LogicalAnd',
  Clip: 'Select',
  FloatToBool: 'Move',
  FloatToInt: 'Move',
  IntToBool: 'Move',
  IntToFloat: 'Move',
  LeakyRelu: 'Step',
  LogicalNot: 'Move',
  Move: 'Neg',
  Step: 'LeakyRelu',
};
const REDUCTIONS = {
  ArgMax: 'ArgMin',
  ArgMin: 'ArgMax',
  IntArgMax: 'IntArgMin',
  IntArgMin: 'IntArgMax',
  IntMax: 'IntMin',
  IntMin: 'IntMax',
  IntProd: 'IntSum',
  IntSum: 'IntProd',
  Max: 'Min',
  Min: 'Max',
  Prod: 'Sum',
  Sum: 'Prod',
};

/** Attributes of the kernels whose instructions have literals. */
const ATTRIBUTES = {
  ClipByValue: {clipValueMin: -0.5, clipValueMax: 0.7},
  LeakyRelu: {alpha: 0.2},
  Step: {alpha: 0.3},
};

/** The rows of a table, by its first line: name and right side. */
export function rowsOf(file, head) {
  const text = readFileSync(file, 'utf8');
  const body = text.slice(text.indexOf(head) + head.length);
  const end = body.search(/^\}/m);
  return [...body.slice(0, end).matchAll(/^ {2}(?:'([\w ]+)'|\[?([\w.]+)\]?): (.+),$/gm)].map(
    ([line, quoted, name, right]) => ({line, name: quoted ?? name, right}),
  );
}

const TABLE_HEAD = 'const table: Readonly<Record<string, Entry>> = {';

/** Each kernel of the element-wise table, in each kind that it has an instruction for. */
export function elementWiseKernels() {
  return rowsOf(ELEMENT_WISE, TABLE_HEAD).flatMap(({line, name, right}) =>
    [...right.matchAll(/Opcode\.(\w+)/g)].map(([, opcode]) => ({
      line,
      name,
      opcode,
      kind: opcode.startsWith('Int') ? 'int' : 'float',
      inputs: inputsOf(right),
      program: programFor(name, opcode, inputsOf(right)),
    })),
  );
}

function inputsOf(right) {
  const named = /inputs: \[([^\]]+)\]/.exec(right)?.[1];
  if (named !== undefined) return named.split(', ').map((name) => name.slice(1, -1));
  return right.startsWith('binary') ? ['a', 'b'] : ['x'];
}

function programFor(name, opcode, inputs) {
  const kind = name.startsWith('Logical') ? 'bool' : opcode.startsWith('Int') ? 'int' : 'float';
  return ofKernel(
    name,
    inputs,
    inputs.map(() => kind),
    ATTRIBUTES[name],
  );
}

function rivalOf(opcode, operands) {
  const [first, second] = RIVALS[opcode.startsWith('Int') ? 'int' : 'float'].slice(operands === 1 ? 0 : 2);
  return (
    OWN_RIVALS[opcode] ??
    (opcode === second ? first : second === undefined ? first : opcode === first ? second : first)
  );
}

const ASSEMBLER = 'src/graph/cpu/assembler.ts';

/** Another word for an instruction: what the table itself would refuse, as the dtypes of the two differ. */
function otherWord(opcode, rival) {
  return {
    file: ASSEMBLER,
    find: 'return [lowering.rule.opcode, reference',
    replace: `return [lowering.rule.opcode === Opcode.${opcode} ? Opcode.${rival} : lowering.rule.opcode, reference`,
  };
}

function otherWords() {
  const ofOneOperand = ['x'];
  const castOf = (from, to) => ofKernel('Cast', ofOneOperand, [from], {dtype: to});
  return [
    ['LogicalNot', 'Move', ofKernel('LogicalNot', ofOneOperand, ['bool'])],
    ['FloatToInt', 'Move', castOf('float', 'int32')],
    ['FloatToBool', 'Move', castOf('float', 'bool')],
    ['IntToBool', 'Move', castOf('int', 'bool')],
    ['IntToFloat', 'Move', PROGRAMS['mixed dtypes']],
    ['FloatToInt', 'Neg', PROGRAMS['bools among ints']],
    ['IntSelect', 'Clip', PROGRAMS['select of ints']],
  ].map(([opcode, rival, program]) => ({
    where: 'assembler',
    what: `${opcode} is written as ${rival}${program === PROGRAMS['bools among ints'] ? ', of bools' : ''}`,
    edits: [otherWord(opcode, rival)],
    program,
  }));
}

function otherInstructions() {
  return elementWiseKernels().map(({line, name, opcode, inputs, program}) => {
    const rival = rivalOf(opcode, inputs.length);
    return {
      where: 'element-wise table',
      what: `${name}: ${opcode} → ${rival}`,
      edits: [{file: ELEMENT_WISE, find: line, replace: line.replace(`Opcode.${opcode}`, `Opcode.${rival}`)}],
      program,
    };
  });
}

function casts() {
  const values = {float32: 'float', int32: 'int', bool: 'bool'};
  return rowsOf(ELEMENT_WISE, 'const casts: Readonly<Record<string, Opcode>> = {').map(
    ({line, name, right}) => {
      const [from, to] = name.split(' ');
      const opcode = right.replace('Opcode.', '');
      return {
        where: 'element-wise table',
        what: `Cast, ${name}: ${opcode} → ${OWN_RIVALS[opcode]}`,
        edits: [
          {file: ELEMENT_WISE, find: line, replace: line.replace(right, `Opcode.${OWN_RIVALS[opcode]}`)},
        ],
        program: {
          f: (x) => castWithin(x, to),
          args: ofKernel('Cast', ['x'], [values[from]]).args,
        },
      };
    },
  );
}

/** The kernel itself, which `tf.cast` leaves out where nothing changes. */
const castWithin = (x, dtype) => ofKernel('Cast', ['x'], [], {dtype}).f(x);

function selects() {
  const line = "const opcode = {float: Opcode.Select, int: Opcode.IntSelect}[storageOf(t.dtype) ?? 'float'];";
  return [
    ['Select', 'Clip', PROGRAMS.select],
    ['IntSelect', 'Clip', PROGRAMS['select of ints']],
  ].map(([opcode, rival, program]) => ({
    where: 'element-wise table',
    what: `Select: ${opcode} → ${rival}`,
    edits: [{file: ELEMENT_WISE, find: line, replace: line.replace(`Opcode.${opcode}`, `Opcode.${rival}`)}],
    program,
  }));
}

function literals() {
  const line = 'literals: names.map((name) => attributes[name] as number)';
  return Object.keys(ATTRIBUTES).map((name) => ({
    where: 'element-wise table',
    what: `${name}: a wrong literal`,
    edits: [
      {
        file: ELEMENT_WISE,
        find: line,
        replace: line
          .replace(' as number)', ' as number + 0.01)')
          .replace('attributes[name]', '(attributes[name]')
          .replace('as number +', 'as number) +'),
      },
    ],
    program: ofKernel(name, ['x'], ['float'], ATTRIBUTES[name]),
  }));
}

function reductions() {
  return rowsOf(WHOLE_TABLE, TABLE_HEAD).flatMap(({line, name, right}) =>
    [...right.matchAll(/Reduction\.(\w+)/g)].map(([, reduction]) => ({
      where: 'reductions',
      what: `${name}: ${reduction} → ${REDUCTIONS[reduction]}`,
      edits: [
        {
          file: WHOLE_TABLE,
          find: line,
          replace: line.replace(
            new RegExp(`Reduction\\.${reduction}\\b`),
            `Reduction.${REDUCTIONS[reduction]}`,
          ),
        },
      ],
      program: reduction.startsWith('Int') ? WHOLE_OF_INTS[name] : WHOLE[name],
    })),
  );
}

/** What may happen to the words of the last instruction of a row. */
const CORRUPTIONS = {
  'the last instruction is missing': '(made) => made.slice(0, -1)',
  'an operand is read one element further':
    '(made) => made.map((words, i) => i < made.length - 1 ? words : words.map((word, at) => at === SOURCE ? word + 4 : word))',
};

/** Where the word of what is read stands in a row's last instruction. */
const SOURCES = {reduce: 3, Fill: 1, default: 2};

function otherWordsOfWhole() {
  return rowsOf(WHOLE_TABLE, TABLE_HEAD).flatMap(({line, name, right}) =>
    Object.entries(CORRUPTIONS).map(([what, corruption]) => {
      const source = right.includes('Reduction') ? SOURCES.reduce : (SOURCES[name] ?? SOURCES.default);
      const wrapped = `((entry) => ({...entry, rule: (...given) => {
        const made = entry.rule(...given);
        return made === undefined ? made : (${corruption.replace('SOURCE', source)})(made);
      }}))(${right})`;
      return {
        where: 'table of whole arrays',
        what: `${name}: ${name === 'Fill' ? what.replace('an operand is read', 'the result is written') : what}`,
        edits: [{file: WHOLE_TABLE, find: line, replace: line.replace(right, wrapped)}],
        program: WHOLE[name],
      };
    }),
  );
}

/** Wrong words for what the assembler writes, whatever the row. */
function assembled() {
  const edit = (find, replace) => [{file: ASSEMBLER, find, replace}];
  const body = '...[Opcode.Loop, count, body.length, ...body],';
  return [
    [
      'operands in the reverse order',
      edit(
        'const operands = lowering.operands.map(reference);',
        'const operands = lowering.operands.map(reference).reverse();',
      ),
      'difference',
    ],
    [
      'the operands are both the first',
      edit(
        'const operands = lowering.operands.map(reference);',
        'const operands = lowering.operands.map(() => reference(lowering.operands[0]));',
      ),
      'difference',
    ],
    [
      'literals in the reverse order',
      edit(
        'const literals = lowering.rule.literals.map(',
        'const literals = [...lowering.rule.literals].reverse().map(',
      ),
      'literals',
    ],
    [
      'a loop ends one vector early',
      edit(body, '...[Opcode.Loop, Math.max(1, count - 4), body.length, ...body],'),
      'chain',
    ],
    [
      'a loop runs its first instruction alone',
      edit(body, '...[Opcode.Loop, count, 3, ...body.slice(0, 3)],'),
      'chain',
    ],
    [
      'a sum is not set to 0',
      edit('...sums.flatMap(({sum}) => [Opcode.SumStart, sum]),', ''),
      'sum of products',
    ],
    [
      'a sum is not stored',
      edit(
        '...sums.flatMap(({value, sum}) => [Opcode.SumStore, layout.offsets.get(value) as number, sum]),',
        '',
      ),
      'sum of products',
    ],
    [
      'no instruction adds to a sum',
      edit('return [Opcode.SumInto, layout.sums.get(value) as number, ...operands];', 'return [];'),
      'sum of products',
    ],
  ].map(([what, edits, program]) => ({where: 'assembler', what, edits, program: PROGRAMS[program]}));
}

export function mutantsOfTables() {
  return [
    ...otherInstructions(),
    ...casts(),
    ...selects(),
    ...literals(),
    ...reductions(),
    ...otherWordsOfWhole(),
    ...otherWords(),
    ...assembled(),
  ];
}
