/** Runs an element-wise instruction on operands of every mode, and compares its results with what it should compute. */
import {expect} from 'chai';

import {type Machine} from '../../src/machine/machine.js';
import {Opcode} from '../../src/machine/opcodes.js';
import {type ElementWise, elementWise, type Kind} from './element-wise-functions.js';
import {operandsOf} from './element-wise-values.js';
import {array, Assembler, block, element, loop, type Placed, ulpDistance} from './support.js';

export type Place = 'array' | 'block' | 'element';

const typeOf = (kind: Kind): 'float' | 'int' => (kind === 'float' || kind === 'bool' ? 'float' : 'int');

/** Runs one instruction, and compares each result with the function. */
export function check(
  machine: Machine,
  name: keyof typeof elementWise,
  count: number,
  places: readonly Place[],
  outPlace: Place,
  seed = 1,
): void {
  const expected = elementWise[name];
  const columns = operandsOf(expected.operands, count, seed).map((column, i) =>
    places[i] === 'element' ? column.slice(0, 1) : column,
  );
  const found = run(machine, name, columns, count, places, outPlace);
  const of = (column: readonly number[], i: number): number => column[column.length === 1 ? 0 : i] ?? 0;
  found.forEach((value, i) => {
    const operands = columns.map((column) => of(column, i));
    expectResult(name, operands, value, expected);
  });
}

export function expectResult(
  name: string,
  operands: readonly number[],
  found: number,
  expected: ElementWise,
): void {
  const right = expected.of.map((of) => stored(of(...operands), expected.result));
  const distance = Math.min(...right.map((value) => distanceOf(found, value, expected.result)));
  if (distance <= expected.ulps) return;
  expect.fail(
    `${name}(${operands.join(', ')}) is ${found}, expected ${right.join(' or ')}: ${distance} apart.`,
  );
}

const stored = (value: number, type: 'float' | 'int'): number =>
  type === 'float' ? Math.fround(value) : value | 0;

const distanceOf = (a: number, b: number, type: 'float' | 'int'): number =>
  type === 'float' ? ulpDistance(a, b) : Math.abs(a - b);

/** The results; operands and result in blocks are moved there and from there. */
export function run(
  machine: Machine,
  name: keyof typeof elementWise,
  columns: readonly (readonly number[])[],
  count: number,
  places: readonly Place[],
  outPlace: Place,
): number[] {
  const {operands, result} = elementWise[name];
  const assembler = new Assembler(machine);
  const body: number[][] = [];
  const references = columns.map((column, i) => {
    const place = places[i] ?? 'array';
    const placed = assembler.place(column, typeOf(operands[i] ?? 'float'));
    return place === 'block'
      ? moved(assembler, placed, body)
      : place === 'array'
        ? array(placed)
        : element(placed);
  });
  const out = assembler.reserve(outPlace === 'element' ? 1 : count, result);
  const target =
    outPlace === 'block' ? block(assembler.reserveBlock()) : outPlace === 'array' ? array(out) : element(out);
  body.push([Opcode[name], target, ...references]);
  if (outPlace === 'block') body.push([Opcode.Move, array(out), target]);
  assembler.run(loop(count, ...body));
  return out.count === 1 ? sameLanes(assembler.readLanes(out)) : assembler.read(out);
}

function moved(assembler: Assembler, placed: Placed, body: number[][]): number {
  const buffer = block(assembler.reserveBlock());
  body.push([Opcode.Move, buffer, array(placed)]);
  return buffer;
}

function sameLanes(lanes: readonly number[]): number[] {
  for (const lane of lanes) expect(lane).to.deep.equal(lanes[0]);
  return lanes.slice(0, 1);
}
