import {expect} from 'chai';
import {readdirSync} from 'node:fs';

import {snippetsOfDocComments, snippetsOfPage, type Snippet} from './extract.js';
import {run, typeErrors, type Result} from './run.js';

const inReadme = snippetsOfPage('README.md', 'js');
const inGuides = readdirSync('docs/guides').map((name) => snippetsOfPage(`docs/guides/${name}`, 'ts'));
const inDocComments = snippetsOfDocComments('src/index.ts');

/** What the lines `// => ...` of a snippet say that it prints. */
function expectedLines({program}: Snippet): string[] {
  return [...program.matchAll(/^\/\/ => (.*)$/gm)].map(([, line]) => line as string);
}

/** A test for each snippet: that it claims something, and that what it claims comes out. */
function itHolds(snippets: readonly Snippet[]): void {
  let results: Result[] = [];
  before(() => {
    results = run(snippets);
  });
  snippets.forEach((snippet, index) => {
    it(`says what comes out, in ${snippet.title}`, () => {
      const {lines, error, claims} = results[index] as Result;
      expect(error).to.equal(undefined);
      const expected = expectedLines(snippet);
      expect(lines.filter((line) => line !== '')).to.deep.equal(expected);
      expect(claims + expected.length, 'claims').to.be.greaterThan(0);
    });
  });
}

for (const snippet of inReadme) {
  // Each in a process of its own, as it is copied out of the page.
  describe('the README', () => itHolds([snippet]));
}
for (const snippets of inGuides) describe('a guide', () => itHolds(snippets));
describe('the doc comments', () => itHolds(inDocComments));

describe('the guides and the doc comments', () => {
  it('have snippets', () => {
    expect(inGuides.map(({length}) => length)).not.to.include(0);
    expect(inDocComments.length).to.be.greaterThan(8);
  });

  it('are right in their types', () => {
    expect(typeErrors([...inGuides.flat(), ...inDocComments])).to.deep.equal([]);
  });
});
