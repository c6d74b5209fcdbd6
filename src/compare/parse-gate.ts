import { type FigurePath, FigureProblem, findFigure } from './figure-path.js';
import { type Dimension, dimensionOf } from '../measure/figures.js';
import {
  type ArithmeticOperator,
  type Comparator,
  GateProblem,
  type Token,
  tokenize,
  type Word,
} from './tokens.js';

/** A bare number takes the dimension of what it is compared or combined with. */
type AnyDimension = Dimension | 'any';

export type Expression = { dimension: AnyDimension } & (
  | { kind: 'number'; value: number }
  | { kind: 'figure'; figure: FigurePath }
  | { kind: 'arithmetic'; left: Expression; right: Expression; compute: Compute }
);

type Compute = (left: number, right: number) => number;

/** A comparison of two expressions. */
export interface Gate {
  text: string;
  left: Expression;
  comparator: Comparator;
  right: Expression;
}

/** Nobody writes longer ones by hand, and the parser is recursive: deep nesting would overflow the stack. */
const LONGEST = 1000;

/**
 * Reads one gate.
 *
 *     gate    = sum comparator sum
 *     sum     = product { ("+" | "-") product }
 *     product = sign { ("*" | "/") sign }
 *     sign    = "-" sign | "(" sum ")" | number [ unit ] | "never" | path
 *     path    = [ "control" "." ] mode { "." name }
 *
 * @throws GateProblem when it cannot be read, names what no run can have, or compares a time with a share
 */
export function parseGate(text: string): Gate {
  if (text.length > LONGEST)
    throw new GateProblem(`a gate is ${LONGEST} characters long at most`, text, LONGEST);
  return new Parser(text).gate();
}

class Parser {
  private readonly tokens: Token[];
  private place = 0;

  constructor(private readonly text: string) {
    this.tokens = tokenize(text);
  }

  gate(): Gate {
    const left = this.sum();
    const token = this.next();
    if (token.kind !== 'comparator') {
      const help =
        token.kind === 'end' ? 'a gate compares two sides, as in' : 'a comparison has to follow, as in';
      throw this.problem(`${help} event.completed >= 99%`, token);
    }
    const right = this.sum();
    const rest = this.next();
    if (rest.kind === 'comparator') throw this.problem('a gate is one comparison: make this two gates', rest);
    if (rest.kind !== 'end') throw this.problem(`unexpected \`${rest.text}\``, rest);
    if (left.dimension !== right.dimension && left.dimension !== 'any' && right.dimension !== 'any') {
      throw this.problem(`${nameOf(left)} cannot be compared with ${nameOf(right)}`, token);
    }
    return { text: this.text, left, comparator: token.comparator, right };
  }

  private sum(): Expression {
    let left = this.product();
    for (let token = this.peek(); isOperator(token, '+', '-'); token = this.peek()) {
      this.next();
      left = this.combine(left, token, this.product());
    }
    return left;
  }

  private product(): Expression {
    let left = this.sign();
    for (let token = this.peek(); isOperator(token, '*', '/'); token = this.peek()) {
      this.next();
      left = this.combine(left, token, this.sign());
    }
    return left;
  }

  private sign(): Expression {
    const token = this.next();
    if (isOperator(token, '-')) {
      const operand = this.sign();
      const { dimension } = operand;
      return {
        kind: 'arithmetic',
        dimension,
        left: { kind: 'number', value: 0, dimension },
        right: operand,
        compute: minus,
      };
    }
    if (token.kind === 'bracket' && token.bracket === '(') {
      const inner = this.sum();
      const end = this.next();
      if (end.kind !== 'bracket') throw this.problem('a `)` is missing', end);
      return inner;
    }
    if (token.kind === 'number') return { kind: 'number', value: token.value, dimension: token.dimension };
    if (token.kind === 'path') return this.path(token.words);
    const found = token.kind === 'end' ? 'nothing' : `\`${token.text}\``;
    throw this.problem(`a figure or a number has to stand here, not ${found}`, token);
  }

  private path(words: Word[]): Expression {
    if (words.length === 1 && words[0]?.text === 'never')
      return { kind: 'number', value: Infinity, dimension: 'time' };
    try {
      const figure = findFigure(words.map((word) => word.text));
      return { kind: 'figure', figure, dimension: dimensionOf(figure.entry.kind) };
    } catch (error) {
      if (!(error instanceof FigureProblem)) throw error;
      const word = words[error.word];
      const last = words.at(-1);
      const position = word?.position ?? (last === undefined ? 0 : last.position + last.text.length);
      throw new GateProblem(error.message, this.text, position, word?.text, error.known);
    }
  }

  private combine(left: Expression, token: Token & { kind: 'operator' }, right: Expression): Expression {
    const rule = ruleOf(token.operator, left.dimension, right.dimension);
    if (rule === undefined) {
      throw this.problem(`${nameOf(left)} \`${token.text}\` ${nameOf(right)} makes no sense`, token);
    }
    return { kind: 'arithmetic', left, right, ...rule };
  }

  private peek(): Token {
    const token = this.tokens[Math.min(this.place, this.tokens.length - 1)];
    if (token === undefined) throw new RangeError('no token');
    return token;
  }

  private next(): Token {
    const token = this.peek();
    this.place += 1;
    return token;
  }

  private problem(message: string, token: Token): GateProblem {
    return new GateProblem(message, this.text, token.position);
  }
}

const plus: Compute = (left, right) => left + right;
const minus: Compute = (left, right) => left - right;

function isOperator(token: Token, ...operators: ArithmeticOperator[]): token is Token & { kind: 'operator' } {
  return token.kind === 'operator' && operators.includes(token.operator);
}

/** The dimension of the result, and how it is computed. Times are in milliseconds and rates per second: hence the 1000. */
function ruleOf(
  operator: ArithmeticOperator,
  left: AnyDimension,
  right: AnyDimension,
): { dimension: AnyDimension; compute: Compute } | undefined {
  const leftIsNumber = left === 'any' || left === 'plain';
  const rightIsNumber = right === 'any' || right === 'plain';
  const numbers = left === 'any' ? right : left;
  switch (operator) {
    case '+':
    case '-': {
      if (left !== right && left !== 'any' && right !== 'any') return undefined;
      return { dimension: numbers, compute: operator === '+' ? plus : minus };
    }
    case '*':
      if (rightIsNumber) return { dimension: leftIsNumber ? numbers : left, compute: (a, b) => a * b };
      if (leftIsNumber) return { dimension: right, compute: (a, b) => a * b };
      return left === right ? undefined : { dimension: 'plain', compute: (a, b) => (a * b) / 1000 };
    case '/':
      if (rightIsNumber) return { dimension: leftIsNumber ? numbers : left, compute: (a, b) => a / b };
      if (left === right) return { dimension: 'plain', compute: (a, b) => a / b };
      if (!leftIsNumber) return undefined;
      return { dimension: right === 'time' ? 'rate' : 'time', compute: (a, b) => (a / b) * 1000 };
  }
}

const NAMES: Record<AnyDimension, string> = {
  time: 'a time',
  rate: 'a rate',
  plain: 'a share or a count',
  any: 'a number',
};

function nameOf(expression: Expression): string {
  return NAMES[expression.dimension];
}
