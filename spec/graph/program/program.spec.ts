import {expect} from 'chai';

import {printProgram, serialize, type Program} from '../../../src/graph/program/program.js';
import {checkProgram} from '../../../src/graph/program/check.js';
import {Draft} from './programs.js';

/** A program with its nodes in the opposite order. */
const reversed = (program: Program): Program => ({...program, nodes: [...program.nodes].reverse()});

describe('programs', () => {
  it('are printed one node a line', () => {
    const draft = new Draft();
    const y = draft.node('Exp', {x: draft.input()});
    expect(printProgram(draft.program(y))).to.equal(
      '%0:float32[] = input\n%1 = Exp(x=%0:float32[]) {}\nreturn %1:float32[]',
    );
  });

  it('are refused where a value is used before it is made', () => {
    const draft = new Draft();
    const y = draft.node('Exp', {x: draft.node('Log', {x: draft.input()})});
    expect(() => checkProgram(reversed(draft.program(y)))).to.throw(
      'internal: node 0 (Exp) uses %1 before it is made',
    );
  });

  it('are refused where a value is made twice, or an output is not made', () => {
    const draft = new Draft();
    const y = draft.node('Exp', {x: draft.input()});
    const program = draft.program(y);
    expect(() => checkProgram({...program, nodes: [...program.nodes, ...program.nodes]})).to.throw(
      'internal: node 1 (Exp) makes %1 again',
    );
    expect(() => checkProgram({...program, nodes: []})).to.throw('internal: output 0 uses %1');
  });

  it('are refused where a node makes what is no value', () => {
    const draft = new Draft();
    const program = draft.program(draft.node('Exp', {x: draft.input()}));
    expect(() => checkProgram({...program, values: program.values.slice(0, 1)})).to.throw(
      'internal: node 0 (Exp) makes %1, which is no value',
    );
  });

  it('have attributes that are told apart where JSON does not', () => {
    const texts = [NaN, Infinity, -Infinity, 0, -0, null].map((value) => serialize({value}));
    expect(new Set(texts).size).to.equal(6);
  });
});
