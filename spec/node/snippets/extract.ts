/** The snippets of pages and of doc comments, as programs. */
import {readFileSync} from 'node:fs';
import ts from 'typescript';

export interface Snippet {
  /** The page, or the function whose doc comment it is in, and the number of the snippet there. */
  readonly title: string;
  readonly program: string;
}

/** What the examples of doc comments leave out. */
const DOC_COMMENT_IMPORTS = `import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as api from 'tfjs-value-and-gradient';
import type {
  Arguments,
  DifferentiableArguments,
  DifferentiableFunction,
  Gradients,
  ValueAndGradientResult,
} from 'tfjs-value-and-gradient';
const {${[
  'batchJacobian',
  'checkGradients',
  'clipByGlobalNorm',
  'compilePrediction',
  'compileTraining',
  'graph',
  'hessian',
  'hessianVectorProduct',
  'jacobian',
  'namedGradients',
  'objective',
  'stopGradient',
  'valueAndBatchJacobian',
  'valueAndGradient',
].join(', ')}} = api;
`;

/** The fenced blocks of a page in a language. A block without imports has those of the last one that has some. */
export function snippetsOfPage(file: string, language: 'js' | 'ts'): Snippet[] {
  const blocks = fencedBlocks(readFileSync(file, 'utf8'), language);
  return blocks.map((block, index) => {
    const importing = blocks.slice(0, index + 1).findLast((earlier) => earlier.startsWith('import ')) ?? '';
    return {
      title: `${file}, snippet ${index + 1}`,
      program: block === importing ? block : importsOf(importing) + block,
    };
  });
}

/** The `ts` examples in the doc comments of everything that an entry point exports. */
export function snippetsOfDocComments(entryPoint: string): Snippet[] {
  const program = ts.createProgram([entryPoint], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const checker = program.getTypeChecker();
  return publicSymbols(program, entryPoint).flatMap((symbol) => {
    const declarations = symbol.declarations ?? [];
    const comments = new Set(declarations.flatMap((declaration) => docCommentsOf(declaration)));
    return [...comments]
      .flatMap((comment) => fencedBlocks(comment, 'ts'))
      .map((block, index) => ({
        title: `the doc comment of ${checker.symbolToString(symbol)}, example ${index + 1}`,
        program: DOC_COMMENT_IMPORTS + block,
      }));
  });
}

/** The names that an entry point exports. */
export function publicNames(entryPoint: string): string[] {
  const program = ts.createProgram([entryPoint], {module: ts.ModuleKind.NodeNext, types: []});
  return publicSymbols(program, entryPoint).map(({name}) => name);
}

function publicSymbols(program: ts.Program, entryPoint: string): ts.Symbol[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entryPoint);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entryPoint} should be a module`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

/** Doc comments of a declaration and of its members, without the stars. */
function docCommentsOf(declaration: ts.Declaration): string[] {
  const text = declaration.getSourceFile().text.slice(declaration.getFullStart(), declaration.getEnd());
  return [...text.matchAll(/\/\*\*(.*?)\*\//gs)].map(([, comment]) =>
    (comment as string).replaceAll(/^ *\* ?/gm, ''),
  );
}

function fencedBlocks(text: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...text.matchAll(fence)].map(([, block]) => block as string);
}

function importsOf(block: string): string {
  return [...block.matchAll(/^import .*?;\n/gms)].map(([text]) => text).join('');
}
