import {ExpressionError} from './expression-error.js';

export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly position: number;
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
const SIGN = /[-+*/^(),]/y;
const SPACE = /\s*/y;

/** The words of an expression. The last token is the end. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let index = matchAt(SPACE, source, 0)?.length ?? 0;
  while (index < source.length) {
    const token = tokenAt(source, index);
    tokens.push(token);
    index += token.text.length;
    index += matchAt(SPACE, source, index)?.length ?? 0;
  }
  return [...tokens, {kind: 'end', text: '', position: source.length + 1}];
}

function tokenAt(source: string, index: number): Token {
  const position = index + 1;
  const number = matchAt(NUMBER, source, index);
  if (number) return {kind: 'number', text: number, position};
  const name = matchAt(NAME, source, index);
  if (name) return {kind: 'name', text: name, position};
  const sign = matchAt(SIGN, source, index);
  if (sign) return {kind: 'sign', text: sign, position};
  const [unknown] = source.slice(index);
  throw new ExpressionError(position, `'${unknown}' has no meaning here.`);
}

function matchAt(pattern: RegExp, source: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(source)?.[0];
}
