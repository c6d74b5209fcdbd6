import { parseDuration, parseRate } from '../scenario/units.js';
import type { FigureKind } from '../measure/figures.js';

/** What kind of number something is: that of a figure, or `bare`, a number that is written without a unit. */
export type Dimension = FigureKind | 'bare';

/**
 * A gate that cannot be read or that makes no sense. How it is shown is decided elsewhere: `position` is where in
 * `text` the problem is, `found` and `known` are for "did you mean"; `all` is where every name stands that there is.
 */
export class GateProblem extends Error {
  override name = 'GateProblem';

  constructor(
    message: string,
    readonly text: string,
    readonly position: number,
    readonly found?: string,
    readonly known: readonly string[] = [],
    readonly all?: string,
  ) {
    super(message);
  }
}

export type Comparator = '>=' | '<=' | '>' | '<' | '==' | '!=';
export type ArithmeticOperator = '+' | '-' | '*' | '/';

export interface Word {
  text: string;
  position: number;
}

export type Token = Word &
  (
    | { kind: 'number'; value: number; dimension: Dimension }
    | { kind: 'path'; words: Word[] }
    | { kind: 'comparator'; comparator: Comparator }
    | { kind: 'operator'; operator: ArithmeticOperator }
    | { kind: 'bracket'; bracket: '(' | ')' }
    | { kind: 'end' }
  );

/** A unit belongs to the number before it, with one space between them at most: `80/s`, `250ms`, `99 %`. */
const NUMBER = /((?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?)(?: ?(%|\/(?:ms|s|m|h)\b|(?:us|ms|s|m|h)\b))?/y;
/**
 * A dash inside a name is part of it, as services are called `card-payment`: a minus wants spaces. What else a name may
 * have is quoted: `event.services["card payment"].attempts`.
 */
const PATH =
  /[\p{L}_][\p{L}\p{N}_]*(?:[-:][\p{L}\p{N}_]+)*(?:\.[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*|\[(?:\d+|"[^"]+")\])*/uy;
const WORD = /"[^"]+"|[^.[\]]+/g;
const COMPARATOR = />=|<=|==|!=|>|</y;
const OPERATOR = /[-+*/]/y;
const BRACKET = /[()]/y;
const SPACE = /\s+/y;

/** What people write in other languages. */
const SLIPS: readonly [RegExp, message: string][] = [
  [/=>/y, 'unexpected `=>`; did you mean `>=`?'],
  [/=</y, 'unexpected `=<`; did you mean `<=`?'],
  [/≥/y, 'unexpected `≥`; write `>=`'],
  [/≤/y, 'unexpected `≤`; write `<=`'],
  [/=/y, 'unexpected `=`; did you mean `==`?'],
  [/&&|\|\|/y, 'a gate is one comparison: make this two gates'],
];

/** @throws GateProblem */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text) ?? undefined;
  };
  for (;;) {
    position += take(SPACE)?.[0].length ?? 0;
    if (position === text.length) {
      tokens.push({ kind: 'end', text: '', position });
      return tokens;
    }
    const token =
      readNumber(text, position, take(NUMBER)) ??
      readPath(position, take(PATH)) ??
      readSymbol(position, take(COMPARATOR), take(OPERATOR), take(BRACKET));
    if (token === undefined) {
      const slip = SLIPS.find(([pattern]) => take(pattern) !== undefined);
      const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
      throw new GateProblem(slip?.[1] ?? `unexpected ${JSON.stringify(character)}`, text, position);
    }
    tokens.push(token);
    position += token.text.length;
  }
}

function readNumber(text: string, position: number, match: RegExpExecArray | undefined): Token | undefined {
  if (match === undefined) return undefined;
  const [whole, digits = '', unit] = match;
  const strange = /^[\p{L}_%][\p{L}\p{N}_/]*/u.exec(text.slice(position + whole.length));
  if (strange !== null) {
    const units = ['us', 'ms', 's', 'm', 'h', '%', '/s', '/m'];
    throw new GateProblem(
      `\`${strange[0]}\` is no unit: there are ${units.join(', ')}`,
      text,
      position + whole.length,
      strange[0],
    );
  }
  const base = { kind: 'number', text: whole, position } as const;
  if (unit === undefined) return { ...base, value: Number(digits), dimension: 'bare' };
  if (unit === '%') return { ...base, value: percent(digits), dimension: 'share' };
  if (unit.startsWith('/')) return { ...base, value: parseRate(digits + unit), dimension: 'rate' };
  return { ...base, value: parseDuration(digits + unit), dimension: 'time' };
}

/** The decimal point is moved, not the number divided: so that 99.9 % is 0.999 exactly. */
function percent(digits: string): number {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  return Number(`${mantissa}e${Number(exponent) - 2}`);
}

function readPath(position: number, match: RegExpExecArray | undefined): Token | undefined {
  if (match === undefined) return undefined;
  const words = [...match[0].matchAll(WORD)].map((word) => ({
    text: word[0].replaceAll('"', ''),
    position: position + word.index,
  }));
  return { kind: 'path', text: match[0], position, words };
}

function readSymbol(
  position: number,
  comparator: RegExpExecArray | undefined,
  operator: RegExpExecArray | undefined,
  bracket: RegExpExecArray | undefined,
): Token | undefined {
  if (comparator !== undefined) {
    const [text] = comparator;
    return { kind: 'comparator', text, position, comparator: text as Comparator };
  }
  if (operator !== undefined) {
    const [text] = operator;
    return { kind: 'operator', text, position, operator: text as ArithmeticOperator };
  }
  if (bracket === undefined) return undefined;
  const [text] = bracket;
  return { kind: 'bracket', text, position, bracket: text as '(' | ')' };
}
