import {expect} from 'chai';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import ts from 'typescript';

import {withClaims} from './claims.js';
import {snippetsOfDocComments, snippetsOfPage, type Snippet} from './extract.js';

const FOLDER = '.specs/snippets';
const RUNTIME = pathToFileURL(resolve('spec/node/snippets/runtime.js')).href;

const inReadme = snippetsOfPage('README.md', 'js');
const inGuides = readdirSync('docs/guides').map((name) => snippetsOfPage(`docs/guides/${name}`, 'ts'));
const inDocComments = snippetsOfDocComments('src/index.ts');
const typed = [...inGuides.flat(), ...inDocComments];

/** What a snippet printed, and what it threw. */
interface Result {
  readonly lines: string[];
  readonly error?: string;
}

/** Runs snippets in one process; their claims are checks that throw. */
function run(snippets: readonly Snippet[]): Result[] {
  const files = snippets.map((snippet) => {
    const {outputText} = ts.transpileModule(withClaims(snippet.program, RUNTIME).program, {
      compilerOptions: {target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext},
    });
    return write(snippet, 'mjs', outputText);
  });
  const printed = execFileSync(process.execPath, ['spec/node/snippets/run-snippets.js', ...files], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(printed) as Result[];
}

/** Writes a file in the package, so that it imports the package by its name. */
function write({title}: Snippet, extension: string, text: string): string {
  mkdirSync(FOLDER, {recursive: true});
  const file = `${FOLDER}/${title.replaceAll(/\W+/g, '-')}.${extension}`;
  writeFileSync(file, text);
  return file;
}

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
      const {lines, error} = results[index] as Result;
      expect(error).to.equal(undefined);
      const expected = expectedLines(snippet);
      expect(lines.filter((line) => line !== '')).to.deep.equal(expected);
      expect(withClaims(snippet.program, RUNTIME).claims + expected.length, 'claims').to.be.greaterThan(0);
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
    const files = typed.map((snippet) => write(snippet, 'mts', snippet.program));
    const program = ts.createProgram(files, {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({file, messageText}) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      );
    expect(problems).to.deep.equal([]);
  });
});
