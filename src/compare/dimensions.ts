import type { ArithmeticOperator, Dimension } from './tokens.js';

type Compute = (left: number, right: number) => number;

const NAMES: Record<Dimension, string> = {
  time: 'a time',
  rate: 'a rate',
  share: 'a share',
  count: 'a count',
  ratio: 'a ratio',
  bare: 'a number',
};

/** What it is called in a sentence: `a time`. */
export function nameOf(dimension: Dimension): string {
  return NAMES[dimension];
}

/** Can two such numbers be compared, or added? A ratio may be written in percent, and may be one of counts. */
export function areAlike(left: Dimension, right: Dimension): boolean {
  if (left === right || left === 'bare' || right === 'bare') return true;
  return (left === 'ratio' && isPlain(right)) || (right === 'ratio' && isPlain(left));
}

/**
 * What is wrong with a number without a unit that stands beside one that has a unit, and what was probably meant;
 * `undefined` where nothing is. 0 is nothing in every unit, and a share may be written as 0.99: beyond 1 it cannot be meant so.
 */
export function unitMissing(value: number, beside: Dimension): string | undefined {
  switch (beside) {
    case 'time':
      return value === 0 ? undefined : `a time needs a unit: did you mean \`${value}ms\`?`;
    case 'rate':
      return value === 0 ? undefined : `a rate needs a unit: did you mean \`${value}/s\`?`;
    case 'share':
      if (Math.abs(value) <= 1) return undefined;
      return `a share is written from 0 to 1 or in percent: did you mean \`${value}%\`?`;
    default:
      return undefined;
  }
}

/**
 * What comes of two numbers, and how it is computed; `undefined` where it makes no sense. Times are in milliseconds and
 * rates per second: hence the 1000.
 */
export function ruleOf(
  operator: ArithmeticOperator,
  left: Dimension,
  right: Dimension,
): { dimension: Dimension; compute: Compute } | undefined {
  switch (operator) {
    case '+':
    case '-':
      if (!areAlike(left, right)) return undefined;
      return { dimension: sumOf(left, right), compute: operator === '+' ? plus : minus };
    case '*':
      if (right === 'bare') return { dimension: left, compute: times };
      if (left === 'bare') return { dimension: right, compute: times };
      if (isPlain(right)) return { dimension: isPlain(left) ? productOf(left, right) : left, compute: times };
      if (isPlain(left)) return { dimension: right, compute: times };
      return left === right ? undefined : { dimension: 'count', compute: (a, b) => (a * b) / 1000 };
    case '/':
      if (right === 'bare') return { dimension: left, compute: by };
      if (isPlain(right)) return { dimension: isTimed(left) ? left : 'ratio', compute: by };
      if (left === right) return { dimension: 'ratio', compute: by };
      if (isTimed(left)) return undefined;
      return { dimension: right === 'time' ? 'rate' : 'time', compute: (a, b) => (a / b) * 1000 };
  }
}

const plus: Compute = (left, right) => left + right;
const minus: Compute = (left, right) => left - right;
const times: Compute = (left, right) => left * right;
const by: Compute = (left, right) => left / right;

function isTimed(dimension: Dimension): dimension is 'time' | 'rate' {
  return dimension === 'time' || dimension === 'rate';
}

function isPlain(dimension: Dimension): boolean {
  return !isTimed(dimension) && dimension !== 'bare';
}

function sumOf(left: Dimension, right: Dimension): Dimension {
  if (left === 'bare') return right;
  return left === right || right === 'bare' ? left : 'ratio';
}

/** A share of a share is one, and a share of a count is a count. */
function productOf(left: Dimension, right: Dimension): Dimension {
  if (left === 'count' || right === 'count') return 'count';
  return left === right ? left : 'ratio';
}
