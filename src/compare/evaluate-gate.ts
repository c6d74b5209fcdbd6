import { type Comparison, type Expectation, NEVER } from './comparison.js';
import type { Expression, Gate } from './parse-gate.js';
import type { Unmeasured } from '../measure/read-figure.js';
import { type FigurePath, readFigure } from './figure-path.js';
import type { Comparator } from './tokens.js';

type Result = Pick<Comparison, 'modes' | 'control'>;

/** What a gate is over: one result, or several by their names. */
type Results = Result | { readonly results: Readonly<Record<string, Result>> };

/**
 * Does the gate hold? `measured` is its left side and `asked` its right one, in the JSON's units. A gate on something that
 * was never measured fails, with a note that says why. Figures are compared exactly, without a tolerance.
 *
 * What never came to pass is later than every time: it is `>` and `>=` any, `==` only `never`, and `<` or `<=` nothing, not
 * even another never.
 */
export function evaluateGate(gate: Gate, comparison: Results): Expectation {
  const left = evaluate(gate.left, comparison);
  const right = evaluate(gate.right, comparison);
  const sides = { text: gate.text, measured: inJson(left), asked: inJson(right) };
  if (typeof left === 'object') return { ...sides, held: false, note: left.why };
  if (typeof right === 'object') return { ...sides, held: false, note: right.why };
  const held = holds(left, gate.comparator, right);
  return { ...sides, held, ...(left === Infinity ? { note: NEVER } : {}) };
}

function inJson(value: number | Unmeasured): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function evaluate(expression: Expression, comparison: Results): number | Unmeasured {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'figure':
      return read(comparison, expression.figure);
    case 'arithmetic': {
      const left = evaluate(expression.left, comparison);
      if (typeof left === 'object') return left;
      const right = evaluate(expression.right, comparison);
      if (typeof right === 'object') return right;
      return checked(expression.compute(left, right), left, right);
    }
  }
}

function read(over: Results, figure: FigurePath): number | Unmeasured {
  if (!('results' in over)) return readFigure(over, figure);
  const { of = '' } = figure;
  const result = Object.hasOwn(over.results, of) ? over.results[of] : undefined;
  return result === undefined ? { why: `there is no such scenario in ${of}` } : readFigure(result, figure);
}

/** A result is `never` only if one of the sides is; anything else that is not finite comes from a division by zero. */
function checked(result: number, left: number, right: number): number | Unmeasured {
  if (Number.isFinite(result)) return result;
  if (result === Infinity && (left === Infinity || right === Infinity)) return result;
  const ofNever = Math.abs(left) === Infinity || Math.abs(right) === Infinity;
  return { why: ofNever ? 'there is no reckoning with never' : 'it divides by zero' };
}

function holds(left: number, comparator: Comparator, right: number): boolean {
  switch (comparator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right && left !== Infinity;
    case '>':
      return left > right;
    case '>=':
      return left >= right && right !== Infinity;
    case '==':
      return left === right;
    case '!=':
      return left !== right;
  }
}
