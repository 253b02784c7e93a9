/**
 * Snippets say in comments what comes out. A statement with such a comment behind it becomes a check:
 *
 *     value; // [6, 12]                        numbers within the precision in which they are written
 *     const [y, dydx] = f(); // [3, null]      what the names then stand for
 *     value; // shape [2, 3]                   the shape of a tensor
 *     statement; // throws TypeError: text     an error; three dots at the end stand for the rest
 *
 * Any other comment is prose; so is what stands in parentheses behind a claim.
 */
import ts from 'typescript';

const RUNTIME = ['near', 'check', 'checkShape', 'checkThrows'];

export interface Checked {
  readonly program: string;
  readonly claims: number;
}

/** The program with its claims as checks, by functions of `runtime`, the address of a module. */
export function withClaims(program: string, runtime: string): Checked {
  const file = ts.createSourceFile('snippet.ts', program, ts.ScriptTarget.ES2022, true);
  let [checked, copied, claims] = [`import {${RUNTIME.join(', ')}} from '${runtime}';\n`, 0, 0];
  for (const statement of file.statements) {
    const comment = /^[ \t]*\/\/ (.*)$/.exec(program.slice(statement.getEnd()).split('\n')[0] ?? '')?.[1];
    const check = comment === undefined ? undefined : checkOf(statement, comment);
    if (check === undefined) continue;
    claims++;
    checked += program.slice(copied, statement.getStart()) + check;
    copied = statement.getEnd();
  }
  const written = [...program.matchAll(/\S.* \/\/ (.*)$/gm)].filter(([, comment]) => isClaim(comment ?? ''));
  if (written.length > claims)
    throw new Error(`a claim must stand behind a statement, and not within one:\n${program}`);
  return {program: checked + program.slice(copied), claims};
}

function isClaim(comment: string): boolean {
  return /^(throws |shape \[|[[{'-]|\d|(null|true|false|undefined|NaN|Infinity)\b)/.test(comment);
}

/** The statement with its check; undefined where the comment is prose. */
function checkOf(statement: ts.Statement, comment: string): string | undefined {
  if (!isClaim(comment)) return undefined;
  const claim = comment.replace(/ \([^()]*\)$/, '');
  const message = /^throws (.*)$/.exec(claim)?.[1];
  if (message !== undefined)
    return `checkThrows(() => { ${statement.getText()} }, ${JSON.stringify(message)});`;
  const shape = /^shape (\[.*\])$/.exec(claim)?.[1];
  if (shape !== undefined) return checkOfValue(statement, 'checkShape', shape);
  return checkOfValue(statement, 'check', withPrecision(claim));
}

function checkOfValue(statement: ts.Statement, check: string, expected: string): string {
  if (ts.isExpressionStatement(statement))
    return `${check}((${statement.expression.getText()}), ${expected});`;
  const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const [declaration, ...others] = declared;
  if (declaration === undefined || others.length > 0)
    throw new Error(`a claim needs an expression or one declaration: ${statement.getText()}`);
  return `${statement.getText()} ${check}((${declaration.name.getText()}), ${expected});`;
}

/** Numbers outside of strings become `near('1.50')`, which knows how precisely they are written. */
function withPrecision(claim: string): string {
  const number = /'[^']*'|(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)/g;
  return claim.replaceAll(number, (text) => (text.startsWith("'") ? text : `near('${text}')`));
}
