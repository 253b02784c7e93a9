/** Runs snippets as programs that import the package by its name. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import ts from 'typescript';

import {withClaims} from './claims.js';
import type {Snippet} from './extract.js';

const FOLDER = '.specs/snippets';
const RUNTIME = pathToFileURL(resolve('spec/node/snippets/runtime.js')).href;

/** What a snippet printed, and what it threw; the number of its claims, each a check that throws. */
export interface Result {
  readonly lines: string[];
  readonly error?: string;
  readonly claims: number;
}

/** Runs snippets one after another in one process. */
export function run(snippets: readonly Snippet[]): Result[] {
  const checked = snippets.map(({program}) => withClaims(program, RUNTIME));
  const files = snippets.map((snippet, index) => {
    const {outputText} = ts.transpileModule(checked[index]?.program ?? '', {
      compilerOptions: {target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext},
    });
    return write(snippet, 'mjs', outputText);
  });
  const printed = execFileSync(process.execPath, ['spec/node/snippets/run-snippets.js', ...files], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const results = JSON.parse(printed) as Array<Omit<Result, 'claims'>>;
  return results.map((result, index) => ({...result, claims: checked[index]?.claims ?? 0}));
}

/** What the types of snippets are wrong about. */
export function typeErrors(snippets: readonly Snippet[]): string[] {
  const files = snippets.map((snippet) => write(snippet, 'mts', snippet.program));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({file, messageText}) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** Writes a file within the package, which is what makes its name known there. */
function write({title}: Snippet, extension: string, text: string): string {
  mkdirSync(FOLDER, {recursive: true});
  const file = `${FOLDER}/${title.replaceAll(/\W+/g, '-')}.${extension}`;
  writeFileSync(file, text);
  return file;
}
