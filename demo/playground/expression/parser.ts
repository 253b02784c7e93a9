import {ExpressionError} from './expression-error.js';
import {constants, functions, isConstant, isFunction, isOperator, type FunctionName} from './functions.js';
import {tokensOf, type Token} from './tokens.js';
import type {Tree} from './tree.js';

/** Longer ones could nest deeper than the stack of a browser. */
const MOST_SIGNS = 500;

/**
 * Reads an expression of x and y by recursive descent:
 *
 *     sum     = product {("+" | "-") product}
 *     product = signed {("*" | "/") signed}
 *     signed  = ("-" | "+") signed | power
 *     power   = atom [("^" | "**") signed]
 *     atom    = number | "x" | "y" | "pi" | "e" | function "(" sum {"," sum} ")" | "(" sum ")"
 *
 * A true minus sign will do as well. Throws an ExpressionError that says what is wrong, and at which sign.
 */
export function parse(source: string): Tree {
  if (source.length > MOST_SIGNS) {
    throw new ExpressionError(MOST_SIGNS + 1, `an expression has at most ${MOST_SIGNS} characters.`);
  }
  return new Parser(tokensOf(source)).whole();
}

class Parser {
  #next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Tree {
    if (this.#isDone()) throw this.#error('enter an expression in x and y.');
    const tree = this.#sum();
    if (!this.#isDone()) throw this.#surplus();
    return tree;
  }

  #sum(): Tree {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): Tree {
    return this.#chain(['*', '/'], () => this.#signed());
  }

  /** Operands between signs of one precedence, grouped from the left. */
  #chain(signs: readonly string[], operand: () => Tree): Tree {
    let left = operand();
    while (this.#token.kind === 'sign' && signs.includes(this.#token.text)) {
      const {text} = this.#take();
      if (isOperator(text)) left = {kind: 'operation', operator: text, left, right: operand()};
    }
    return left;
  }

  #signed(): Tree {
    if (this.#accept('+')) return this.#signed();
    return this.#accept('-') ? {kind: 'negation', operand: this.#signed()} : this.#power();
  }

  #power(): Tree {
    const left = this.#atom();
    return this.#accept('^') ? {kind: 'operation', operator: '^', left, right: this.#signed()} : left;
  }

  #atom(): Tree {
    const token = this.#token;
    if (token.kind === 'number') return this.#number();
    if (token.kind === 'name') return this.#name();
    if (!this.#accept('(')) throw this.#expected("a number, a name or '('");
    const inner = this.#sum();
    this.#close();
    return inner;
  }

  #number(): Tree {
    const value = Number(this.#token.text);
    if (!Number.isFinite(value)) throw this.#error(`the number ${this.#token.text} is too large.`);
    this.#take();
    return {kind: 'number', value};
  }

  #name(): Tree {
    const {text} = this.#token;
    if (isFunction(text)) return this.#call(text);
    if (text !== 'x' && text !== 'y' && !isConstant(text)) throw this.#unknownName(text);
    this.#take();
    return isConstant(text) ? {kind: 'number', value: constants[text]} : {kind: 'variable', name: text};
  }

  #call(name: FunctionName): Tree {
    const {position} = this.#take();
    if (!this.#accept('(')) throw this.#expected(`'(' after ${name}`);
    const operands = [this.#sum()];
    while (this.#accept(',')) operands.push(this.#sum());
    this.#close();
    const {arity} = functions[name];
    if (operands.length === arity) return {kind: 'call', name, operands};
    const wanted = arity === 1 ? '1 argument' : `${arity} arguments`;
    throw new ExpressionError(position, `${name} takes ${wanted}, got ${operands.length}.`);
  }

  #close() {
    if (!this.#accept(')')) throw this.#expected("')'");
  }

  get #token(): Token {
    const token = this.tokens[this.#next];
    if (!token) throw new Error('internal: the parser has read beyond the end.');
    return token;
  }

  #isDone(): boolean {
    return this.#token.kind === 'end';
  }

  #take(): Token {
    const token = this.#token;
    this.#next++;
    return token;
  }

  #accept(sign: string): boolean {
    const isIt = this.#token.kind === 'sign' && this.#token.text === sign;
    if (isIt) this.#next++;
    return isIt;
  }

  #error(what: string): ExpressionError {
    return new ExpressionError(this.#token.position, what);
  }

  #expected(what: string): ExpressionError {
    return this.#error(`expected ${what}, got ${described(this.#token)}.`);
  }

  #surplus(): ExpressionError {
    const {kind, text} = this.#token;
    if (text === ')' || text === ',') return this.#error(`this ${described(this.#token)} belongs to no '('.`);
    const isFactor = kind === 'number' || kind === 'name' || text === '(';
    const hint = isFactor ? ' Write products with a sign: 2 * x.' : '';
    return this.#error(`expected an operator, got ${described(this.#token)}.${hint}`);
  }

  #unknownName(name: string): ExpressionError {
    const known = ['x', 'y', ...Object.keys(constants), ...Object.keys(functions)].join(', ');
    return this.#error(`'${name}' is not known. Known names: ${known}.`);
  }
}

function described(token: Token): string {
  return token.kind === 'end' ? 'the end' : `'${token.text}'`;
}
