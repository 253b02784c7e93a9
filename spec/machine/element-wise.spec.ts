import {expect} from 'chai';

import {type Machine} from '../../src/machine/machine.js';
import {Opcode} from '../../src/machine/opcodes.js';
import {check, expectResult, type Place, run} from './element-wise-check.js';
import {elementWise} from './element-wise-functions.js';
import {operandsOf} from './element-wise-values.js';
import {array, Assembler, block, element, loop, machines} from './support.js';
import {operations} from './tfjs-operations.js';

const COUNTS = [1, 2, 3, 4, 5, 1023, 1024, 1025, 5000];

const names = Object.keys(elementWise) as (keyof typeof elementWise)[];

/** Both machines are compared with the same results, of the same operands. */
const computedByTfjs: Partial<Record<keyof typeof elementWise, ArrayLike<number>>> = {};

for (const [machineName, make] of Object.entries(machines)) {
  describe(`Element-wise instructions, in ${machineName}`, () => {
    const machine = make();

    for (const name of names) {
      const {operands} = elementWise[name];
      const all = (place: Place): Place[] => operands.map(() => place);

      it(`${name} is right for operands of every mode, special values among them, and any count`, () => {
        for (const [index, count] of COUNTS.entries()) {
          for (const place of ['array', 'block'] as const) check(machine, name, count, all(place), place);
          operands.forEach((_, single) => {
            const places = operands.map((_, i): Place => (i === single ? 'element' : 'array'));
            // A seed decides on the single element, whatever the count.
            check(machine, name, count, places, 'array', 1 + index);
          });
        }
      });

      it(`${name} of single elements fills the four lanes`, () => {
        for (let seed = 1; seed <= 10; seed++) check(machine, name, 1, all('element'), 'element', seed);
      });
    }

    for (const name of names) {
      const operation = operations[name];
      if (typeof operation !== 'function') continue;
      it(`${name} agrees with the cpu backend of tfjs`, () => {
        const expected = elementWise[name];
        const columns = operandsOf(expected.operands, 3000);
        const found = run(machine, name, columns, 3000, [], 'array');
        const theirs = (computedByTfjs[name] ??= operation(columns));
        found.forEach((value, i) => {
          const operands = columns.map((column) => column[i] ?? 0);
          expectResult(name, operands, value, {...expected, of: [() => theirs[i] ?? 0]});
        });
      });
    }

    it('SumInto adds the elements of all blocks, and none of the padding', () => {
      for (const count of COUNTS) {
        const values = Array.from({length: count}, (_, i) => (i % 7) - 1.75);
        expect(sumOf(machine, values, count)).to.deep.equal(Array(4).fill(values.reduce((a, b) => a + b)));
      }
    });

    it('SumInto adds a single element as often as the loop runs', () => {
      for (const count of COUNTS)
        expect(sumOf(machine, [0.75], count)).to.deep.equal(Array(4).fill(0.75 * count));
    });

    it('A sum keeps what float32 would lose', () => {
      const values = [2 ** 30, ...Array.from({length: 4096}, () => 1), -(2 ** 30)];
      expect(sumOf(machine, values, values.length)[0]).to.equal(4096);
    });

    it('A chain of instructions passes blocks from one to the next', () => {
      const assembler = new Assembler(machine);
      const x = assembler.place(Array.from({length: 3000}, (_, i) => i / 3000));
      const two = assembler.place([2]);
      const [buffer, out] = [assembler.reserveBlock(), assembler.reserve(3000)];
      assembler.run(
        loop(
          3000,
          [Opcode.Multiply, block(buffer), array(x), element(two)],
          [Opcode.Add, block(buffer), block(buffer), array(x)],
          [Opcode.Subtract, array(out), block(buffer), element(two)],
        ),
      );
      const expected = assembler
        .read(x)
        .map((value) => Math.fround(Math.fround(Math.fround(2 * value) + value) - 2));
      expect(assembler.read(out)).to.deep.equal(expected);
    });

    it('A loop over nothing writes nothing', () => {
      const assembler = new Assembler(machine);
      const out = assembler.place([5, 6]);
      assembler.run(loop(0, [Opcode.Add, array(out), array(out), array(out)]));
      expect(assembler.read(out)).to.deep.equal([5, 6]);
    });
  });
}

/** The four lanes of a sum over a loop. */
function sumOf(machine: Machine, values: readonly number[], count: number): number[] {
  const assembler = new Assembler(machine);
  const x = assembler.place(values);
  const [sum, out] = [assembler.reserve(4), assembler.reserve(1)];
  const reference = values.length === 1 ? element(x) : array(x);
  const body = loop(count, [Opcode.SumInto, sum.offset, reference]);
  assembler.run([Opcode.SumStart, sum.offset, ...body, Opcode.SumStore, out.offset, sum.offset]);
  return assembler.readLanes(out);
}
