/** Faults in every pass, and in what lays programs out in the machine's memory and carries values in and out. */
import {PROGRAMS, WHOLE} from './programs.js';

/** For each file: what the fault is, the text that it is planted in, the text with it, and a program that uses it. */
const FAULTS = {
  'src/graph/passes/dead-nodes.ts': [
    [
      'a node is used by its first output alone',
      'outputs.some((id) => id !== null && used.has(id))',
      'outputs.slice(0, 1).some((id) => id !== null && used.has(id))',
      'one part of a split',
    ],
    ['what nodes read is not used', 'for (const [, {value}] of inputs) used.add(value);', '', 'chain'],
  ],
  'src/graph/passes/common-subexpressions.ts': [
    [
      'attributes are not compared',
      'serialize([node.kernel, node.inputs, node.attributes, results(node)])',
      'serialize([node.kernel, node.inputs, results(node)])',
      'two slices',
    ],
    [
      'operands are not compared',
      'serialize([node.kernel, node.inputs, node.attributes, results(node)])',
      'serialize([node.kernel, node.attributes, results(node)])',
      'equal terms',
    ],
    [
      'kernels are not compared',
      'serialize([node.kernel, node.inputs, node.attributes, results(node)])',
      'serialize([node.inputs, node.attributes, results(node)])',
      'long chain',
    ],
    ['every output is the first', 'earlier.outputs[index]', 'earlier.outputs[0]', 'two splits'],
  ],
  'src/graph/passes/constant-folding.ts': [
    ['every output is the first', 'indices[output] as number', 'indices[0] as number', 'constants'],
    ['one constant operand is enough', 'node.inputs.every(', 'node.inputs.some(', 'constants'],
  ],
  'src/graph/passes/rewrite.ts': [
    ['nothing is redirected', 'value === undefined ? operand : {...operand, value}', 'operand', 'two splits'],
    ['outputs are not redirected', 'outputs.map(redirection.operand)', 'outputs', 'sums over one element'],
  ],
  'src/graph/passes/simplification.ts': [
    ['Add: 1 is neutral', 'Add: neutral(0, true)', 'Add: neutral(1, true)', 'x + 1'],
    ['Multiply: 2 is neutral', 'Multiply: neutral(1, true)', 'Multiply: neutral(2, true)', '2 x'],
    ['Pow: 2 is neutral', 'Pow: neutral(1, false)', 'Pow: neutral(2, false)', 'x ^ 2'],
    ['RealDiv: 3 is neutral', 'RealDiv: neutral(1, false)', 'RealDiv: neutral(3, false)', 'x / 3'],
    ['RealDiv commutes', 'RealDiv: neutral(1, false)', 'RealDiv: neutral(1, true)', '1 / x'],
    ['Sub: 1 is neutral', 'Sub: neutral(0, false)', 'Sub: neutral(1, false)', 'x - 1'],
    ['Sub commutes', 'Sub: neutral(0, false)', 'Sub: neutral(0, true)', '1 - x'],
    ['Neg: exp is undone', "?.kernel === 'Neg'", "?.kernel === 'Exp'", '- exp x'],
    ...['Cast', 'Identity', 'Slice', 'Sum', 'Tile'].map((row) => [
      `${row}: the operand of the operand`,
      `${row}: whereSizeIsKept`,
      `${row}: ([x], {maker}) => maker(x)?.inputs[0]?.[1]`,
      {
        Cast: 'cast to the same',
        Identity: 'chain',
        Slice: 'sliced whole',
        Sum: 'sums over one element',
        Tile: 'tiled once',
      }[row],
    ]),
    ['a cast to another dtype is none', 'made.dtype === operand.dtype &&', '', 'to bool'],
    [
      'a sum over several elements is none',
      '(sharesViews && sizeOf(made.shape) === sizeOf(shape))',
      'sharesViews',
      'sum along rows',
    ],
    ['zeros for ones', '{OnesLike: 1, ZerosLike: 0}', '{OnesLike: 0, ZerosLike: 1}', 'zeros like x'],
    [
      'a fill of 1 is one of 0',
      'as {value: number}).value : undefined',
      'as {value: number}).value - 1 : undefined',
      'x + ones like x',
    ],
  ],
  'src/graph/constants.ts': [
    [
      'every constant is uniform',
      'values.every((value) => Object.is(value, first)) ? first : undefined',
      'first',
      'constants',
    ],
    [
      'made constants are off',
      'Float32Array.of(element), [], ',
      'Float32Array.of(element + 1), [], ',
      'mean',
    ],
  ],
  'src/graph/cpu/passes/expansion.ts': [
    ['AddN: adds nothing', '{a: sum, b: operand}', '{a: sum, b: sum}', 'addN'],
    ['Mean: one too many', 'builder.constant(count)', 'builder.constant(count + 1)', 'mean'],
    ['Softmax: not shifted by the largest', '{a: logits, b: largest}', '{a: logits, b: logits}', 'softmax'],
    ['Softmax: not divided', '{a: exponentials, b: total}', '{a: exponentials, b: exponentials}', 'softmax'],
    ['_FusedMatMul: bias', '{a: product, b: bias}', '{a: product, b: product}', 'fused product'],
    ['_FusedMatMul: not transposed', '{transposeA, transposeB}, last', '{transposeA}, last', 'fused product'],
    ['_FusedMatMul: no slope', '{alpha: leakyreluAlpha}', '{alpha: 0}', 'fused product, leaky'],
    ...Object.entries({
      elu: 'Elu',
      leakyrelu: 'LeakyRelu',
      prelu: 'Prelu',
      relu: 'Relu',
      relu6: 'Relu6',
      sigmoid: 'Sigmoid',
    }).map(([name, kernel]) => [
      `_FusedMatMul: ${name}`,
      `${name}: '${kernel}'`,
      `${name}: 'Exp'`,
      `fused ${name}`,
    ]),
    [
      'Multiply: a constant is ones',
      'uniformOf(operand) === 1)',
      'uniformOf(operand) === 2.5)',
      'fill times a sum',
    ],
    ['RealDiv: by half', 'builder.constant(1 / divisor)', 'builder.constant(2 / divisor)', 'x / 4'],
    ...Object.entries({
      All: 'all of axes apart',
      Any: 'any of axes apart',
      Max: 'max of axes apart',
      Min: 'min of axes apart',
      Prod: 'product of axes apart',
      Sum: 'sum of axes apart',
    }).map(([kernel, program]) => [
      `${kernel}: along the first axis, not the last ones`,
      '{[name]: last, keepDims: false}',
      `{[name]: node.kernel === '${kernel}' ? [0, 1] : last, keepDims: false}`,
      program,
    ]),
    ['axes in the reverse order', '.concat(axes)', '.concat([...axes].reverse())', 'sum of axes apart'],
  ],
  'src/graph/cpu/passes/convolution.ts': [
    ['Conv2D: the filter is transposed', '[false, false], out);', '[false, true], out);', 'conv2d'],
    [
      'Conv2DBackpropFilter: not transposed',
      '[true, false], out)',
      '[false, false], out)',
      'gradients of conv2d',
    ],
    [
      'Conv2DBackpropInput: not transposed',
      '    [false, true],',
      '    [false, false],',
      'gradients of conv2d',
    ],
    [
      'MaxPool: a border of 100',
      'windowsOf(given.x, info, -Infinity, builder)',
      'windowsOf(given.x, info, 100, builder)',
      'maxPool',
    ],
    ['MaxPoolGrad: to the smallest', "builder.emit('ArgMax'", "builder.emit('ArgMin'", 'gradient of maxPool'],
    ['borders are exchanged', '[left, right],\n', '[right, left],\n', 'conv2d'],
    ['the sum is not cropped', 'begin: [0, top, left, 0]', 'begin: [0, 0, 0, 0]', 'gradients of conv2d'],
    [
      'strides for dilations',
      'steps: [strideHeight, strideWidth, dilationHeight, dilationWidth]',
      'steps: [dilationHeight, dilationWidth, strideHeight, strideWidth]',
      'conv2d',
    ],
  ],
  'src/graph/cpu/passes/explicit-operands.ts': [
    [
      'nothing is cast',
      'if (storageOf(dtype) === storageOf(operand.dtype)) return operand;',
      'return operand;',
      'mixed dtypes',
    ],
    [
      'nothing is broadcast',
      'if (sizeOf(operand.shape) === sizeOf(shape)) return operand;',
      'return operand;',
      'broadcast',
    ],
    [
      'a fill of another number',
      'as {value: number}).value))',
      'as {value: number}).value + 1))',
      'times a large fill',
    ],
    [
      'a tile of several is one of one',
      '&& first !== undefined && isSingle(first[1])',
      '&& first !== undefined',
      'tile of rows',
    ],
    [
      'a uniform constant is another',
      'this.builder.constant(uniform)',
      'this.builder.constant(uniform + 1)',
      'uniform constant',
    ],
  ],
  'src/graph/cpu/passes/regions.ts': [
    [
      'a loop before its operands',
      'Math.max(0, ...node.inputs.map(([, {value}]) => ready.get(value) ?? 0))',
      '0',
      'scaled by its sum',
    ],
    ['a loop beside its sum', "lowering.kind === 'whole' ? at + 1 : at", 'at', 'scaled by its sum'],
    ['loops of every size are one', '|| region.count !== count', '', 'two sizes'],
    ['sums along an axis are of all', 'as Value).shape) === 1;', 'as Value).shape) >= 1;', 'sum along rows'],
  ],
  'src/graph/cpu/layout.ts': [
    [
      'what outlives a loop in a buffer',
      'this.#last.get(value) === index && lastInLoop.has(value)',
      'lastInLoop.has(value)',
      'scaled by its sum',
    ],
    ['places are free after the first use', '|| this.#last.get(value) !== index', '', 'many sizes'],
    ['buffers are free after the first use', '&& lastInLoop.get(read) === position', '', 'chain'],
    ['places of constants are free', 'if (isGiven ||', 'if (', 'constants late'],
    ['outputs are free after the last use', 'this.#last.set(value, Infinity);', 'void value;', 'many sizes'],
    [
      'all are as long as the loop',
      'size === 1 && count > 1 ? Mode.element : Mode.array',
      'Mode.array',
      'a number times a vector',
    ],
  ],
  'src/graph/cpu/memory-plan.ts': [
    ['every hole fits', 'hole.bytes >= bytes', 'hole.bytes > 0', 'many sizes'],
    [
      'more is given back than was taken',
      'start + bytesOf(elements)]',
      'start + bytesOf(elements + 16)]',
      'many sizes',
    ],
    [
      'half of what is asked for',
      'Math.ceil(elements / 4) * 16',
      'Math.ceil(elements / 8) * 16',
      'many sizes',
    ],
  ],
  'src/graph/cpu/arena.ts': [
    [
      'a single element in one lane',
      'if (size === 1) writeSingle(machine, start, storage, elements[0] as number);\n  else ',
      '',
      'a number times a vector',
    ],
    [
      'results one element further',
      'memory.subarray(start, start + size)',
      'memory.subarray(start + 1, start + 1 + size)',
      'chain',
    ],
    [
      'a single result of the word beside it',
      'single(memory[start] as number)',
      'single(memory[start + 4] as number)',
      'sum',
    ],
  ],
  'src/graph/cpu/machine-runner.ts': [
    [
      'variables are not copied',
      'for (const place of this.#variables) {',
      'for (const place of [] as Place[]) {',
      'a variable and a constant',
    ],
    [
      'constants are not loaded',
      "for (const place of this.#placesOf('constant'))",
      'for (const place of [] as Place[])',
      'a variable and a constant',
    ],
    [
      'literals are not loaded',
      'for (const [literal, offset] of literals)',
      'for (const [literal, offset] of [] as number[][])',
      'literals',
    ],
    [
      'inputs are not copied',
      'for (const place of this.#inputs) {',
      'for (const place of this.#inputs.slice(1)) {',
      'chain',
    ],
  ],
  'src/graph/cpu/kernel-memory.ts': [
    [
      "kernels' results are not copied in",
      'if (place !== undefined) copyIn(',
      'if (place === null) copyIn(',
      'kernel in between',
    ],
    [
      'kernels read the place beside',
      'elementsAt(this.machine, place, dtype)',
      'elementsAt(this.machine, {...place, start: place.start + 4}, dtype)',
      'kernel in between',
    ],
  ],
};

export function mutantsOfPasses() {
  return Object.entries(FAULTS).flatMap(([file, faults]) =>
    faults.map(([what, find, replace, program]) => ({
      where: file.replace('src/graph/', '').replace('.ts', ''),
      what,
      edits: [{file, find, replace}],
      program: PROGRAMS[program] ?? WHOLE[program],
    })),
  );
}
