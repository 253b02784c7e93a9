import {ExpressionError} from './expression-error.js';

export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly position: number;
  /** How many signs it takes up. */
  readonly length: number;
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
const SIGN = /\*\*|[-−+*/^(),]/y;
/** What means the same. */
const synonyms: Readonly<Record<string, string>> = {'**': '^', '−': '-'};
const SPACE = /\s*/y;

/** The words of an expression. The last token is the end. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let index = matchAt(SPACE, source, 0)?.length ?? 0;
  while (index < source.length) {
    const token = tokenAt(source, index);
    tokens.push(token);
    index += token.length;
    index += matchAt(SPACE, source, index)?.length ?? 0;
  }
  return [...tokens, {kind: 'end', text: '', position: source.length + 1, length: 0}];
}

function tokenAt(source: string, index: number): Token {
  const position = index + 1;
  const number = matchAt(NUMBER, source, index);
  if (number) return {kind: 'number', text: number, position, length: number.length};
  const name = matchAt(NAME, source, index);
  if (name) return {kind: 'name', text: name, position, length: name.length};
  const sign = matchAt(SIGN, source, index);
  if (sign) return {kind: 'sign', text: synonyms[sign] ?? sign, position, length: sign.length};
  const [unknown] = source.slice(index);
  throw new ExpressionError(position, `'${unknown}' has no meaning here.`);
}

function matchAt(pattern: RegExp, source: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(source)?.[0];
}
