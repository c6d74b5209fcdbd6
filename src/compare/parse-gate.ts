import { areAlike, nameOf, ruleOf, unitMissing } from './dimensions.js';
import { type Columns, type FigurePath, FigureProblem, findFigure } from './figure-path.js';
import {
  type ArithmeticOperator,
  type Comparator,
  type Dimension,
  GateProblem,
  type Token,
  tokenize,
  type Word,
} from './tokens.js';

export type Expression = { dimension: Dimension } & (
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
 *     path    = [ result "." ] [ "control" "." ] mode { "." name }
 *
 * @param columns of the scenario, which may have names of their own; `any` where the gate has been read before
 * @param results the names of several results that it is over, as `base` and `new`; none where it is over one
 * @throws GateProblem when it cannot be read, names what no run can have, compares a time with a share, or leaves out a unit
 */
export function parseGate(text: string, columns: Columns = [], results: readonly string[] = []): Gate {
  if (text.length > LONGEST)
    throw new GateProblem(`a gate is ${LONGEST} characters long at most`, text, LONGEST);
  return new Parser(text, columns, results).gate();
}

class Parser {
  private readonly tokens: Token[];
  private place = 0;

  constructor(
    private readonly text: string,
    private readonly columns: Columns,
    private readonly results: readonly string[],
  ) {
    this.tokens = tokenize(text);
  }

  gate(): Gate {
    const start = this.peek();
    const left = this.sum();
    const token = this.next();
    if (token.kind !== 'comparator') {
      const help =
        token.kind === 'end' ? 'a gate compares two sides, as in' : 'a comparison has to follow, as in';
      throw this.problem(`${help} event.completed >= 99%`, token);
    }
    const middle = this.peek();
    const right = this.sum();
    const rest = this.next();
    if (rest.kind === 'comparator') throw this.problem('a gate is one comparison: make this two gates', rest);
    if (rest.kind !== 'end') throw this.problem(`unexpected \`${rest.text}\``, rest);
    if (!areAlike(left.dimension, right.dimension)) {
      throw this.problem(
        `${nameOf(left.dimension)} cannot be compared with ${nameOf(right.dimension)}`,
        token,
      );
    }
    this.checkUnits(left, start, right, middle);
    return { text: this.text, left, comparator: token.comparator, right };
  }

  private sum(): Expression {
    const start = this.peek();
    let left = this.product();
    for (let token = this.peek(); isOperator(token, '+', '-'); token = this.peek()) {
      this.next();
      const middle = this.peek();
      const right = this.product();
      left = this.combine(left, token, right, () => this.checkUnits(left, start, right, middle));
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
      return this.combine({ kind: 'number', value: 0, dimension: operand.dimension }, token, operand);
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
      const figure = findFigure(
        words.map((word) => word.text),
        this.columns,
        this.results,
      );
      return { kind: 'figure', figure, dimension: figure.entry.kind };
    } catch (error) {
      if (!(error instanceof FigureProblem)) throw error;
      const word = words[error.word];
      const last = words.at(-1);
      const position = word?.position ?? (last === undefined ? 0 : last.position + last.text.length);
      throw new GateProblem(error.message, this.text, position, word?.text, error.known, error.all);
    }
  }

  private combine(
    left: Expression,
    token: Token & { kind: 'operator' },
    right: Expression,
    check?: () => void,
  ): Expression {
    const rule = ruleOf(token.operator, left.dimension, right.dimension);
    if (rule === undefined) {
      const [one, other] = [nameOf(left.dimension), nameOf(right.dimension)];
      throw this.problem(`${one} \`${token.text}\` ${other} makes no sense`, token);
    }
    check?.();
    const dimension = isLarger(token.operator, left, right) ? 'ratio' : rule.dimension;
    if (left.kind === 'number' && right.kind === 'number') {
      const value = rule.compute(left.value, right.value);
      if (Number.isFinite(value)) return { kind: 'number', value, dimension };
    }
    return { kind: 'arithmetic', left, right, compute: rule.compute, dimension };
  }

  /** Of two that are compared or added, none may leave out the unit that the other one has. */
  private checkUnits(left: Expression, atLeft: Token, right: Expression, atRight: Token): void {
    const sides = [
      { bare: left, at: atLeft, beside: right },
      { bare: right, at: atRight, beside: left },
    ];
    for (const { bare, at, beside } of sides) {
      if (bare.kind !== 'number' || bare.dimension !== 'bare') continue;
      const wrong = unitMissing(bare.value, beside.dimension);
      if (wrong !== undefined) throw this.problem(wrong, at);
    }
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

function isOperator(token: Token, ...operators: ArithmeticOperator[]): token is Token & { kind: 'operator' } {
  return token.kind === 'operator' && operators.includes(token.operator);
}

/** A share times more than 1 is no share any more: it may be beyond 1. */
function isLarger(operator: ArithmeticOperator, left: Expression, right: Expression): boolean {
  const isBeyond = (one: Expression, other: Expression, holds: (size: number) => boolean): boolean =>
    one.dimension === 'share' &&
    other.kind === 'number' &&
    other.dimension === 'bare' &&
    holds(Math.abs(other.value));
  if (operator === '*')
    return isBeyond(left, right, (size) => size > 1) || isBeyond(right, left, (size) => size > 1);
  return operator === '/' && isBeyond(left, right, (size) => size < 1);
}
