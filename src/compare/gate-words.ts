import { type Expectation, NEVER } from './comparison.js';
import { type Gate, parseGate } from './parse-gate.js';
import { resultsIn } from './result-names.js';
import { formatExactCount } from './quantities.js';
import { type Dimension, GateProblem } from './tokens.js';

/** An evaluated gate in words. The texts in it are as they were written, and have to be made safe where they are shown. */
export interface GateWords {
  verdict: 'PASS' | 'FAIL';
  text: string;
  /** What comes after the gate and a colon: both sides; the left one alone where the right one can be read in the gate. */
  outcome: string;
  /** `was 2.077 s`; or why there is no figure. */
  was: string;
  /** `expected < 200 ms`. */
  expected: string;
  /** `was 2.077 s`, and what was expected where that cannot be read in the gate. */
  brief: string;
}

/** Both sides of an evaluated gate, each with its unit. */
export function describeGate(expectation: Expectation): GateWords {
  const { text, held } = expectation;
  const verdict = held ? 'PASS' : 'FAIL';
  const gate = read(text);
  const { left, right } = sidesOf(expectation, gate);
  const was = left.isKnown ? `was ${left.text}` : left.text;
  const expected = right.isKnown ? `expected ${gate?.comparator ?? ''} ${right.text}` : right.text;
  const base = { verdict, text, was, expected } as const;
  if (!left.isKnown) return { ...base, outcome: left.text, brief: was };
  if (!right.isKnown)
    return { ...base, outcome: `${left.text}, but ${right.text}`, brief: `${was}, but ${right.text}` };
  if (gate === undefined || gate.right.kind === 'number') return { ...base, outcome: left.text, brief: was };
  const sides = `${gate.comparator} ${right.text}`;
  return { ...base, outcome: `${left.text}${held ? '' : ', not'} ${sides}`, brief: `${was}, ${expected}` };
}

interface Side {
  /** With its unit; or why there is no figure. */
  text: string;
  isKnown: boolean;
}

function sidesOf(
  { measured, asked, note }: Expectation,
  gate: Gate | undefined,
): { left: Side; right: Side } {
  const [leftUnit, rightUnit] = unitsOf(gate);
  const left = { text: inUnit(measured, leftUnit, asked), isKnown: true };
  const right = { text: inUnit(asked, rightUnit, measured), isKnown: true };
  if (note === NEVER && measured !== null) return { left, right: ASKED_NEVER };
  if (note === undefined || note === NEVER) return { left, right };
  const reason = { text: note, isKnown: false };
  // Of two sides that were not measured, the left one is told.
  return measured === null ? { left: reason, right } : { left, right: reason };
}

/** A gate fails where what it is held against never came to pass. */
const ASKED_NEVER: Side = { text: 'the asked side is never', isKnown: false };

/** Of one result, or of several by the names that `compare` gives them; `undefined` for what is no gate. */
function read(text: string): Gate | undefined {
  return tryToRead(text, []) ?? tryToRead(text, resultsIn(text));
}

function tryToRead(text: string, results: readonly string[]): Gate | undefined {
  try {
    return parseGate(text, 'any', results);
  } catch (error) {
    if (error instanceof GateProblem) return undefined;
    throw error;
  }
}

/** A number without a unit has that of the other side; a ratio that is compared with a share is shown in percent. */
function unitsOf(gate: Gate | undefined): [Dimension, Dimension] {
  if (gate === undefined) return ['ratio', 'ratio'];
  const { left, right } = gate;
  if (left.dimension === 'share' || right.dimension === 'share') return ['share', 'share'];
  return [
    left.dimension === 'bare' ? right.dimension : left.dimension,
    right.dimension === 'bare' ? left.dimension : right.dimension,
  ];
}

type Value = number | boolean | null;

function inUnit(value: Value, unit: Dimension, other: Value): string {
  if (value === null) return NEVER;
  if (typeof value === 'boolean') return String(value);
  const bounds = typeof other === 'number' ? [other] : [];
  switch (unit) {
    case 'time': {
      const { size, name } = TIME_UNITS.find(({ from }) => Math.abs(value) >= from) ?? MILLISECONDS;
      return `${digits(value, size, bounds)} ${name}`;
    }
    case 'rate':
      return `${digits(value, 1, bounds)}/s`;
    case 'share':
      return `${digits(value, 0.01, [...bounds, 0, 1])} %`;
    default:
      return Number.isInteger(value) ? formatExactCount(value) : digits(value, 1, bounds);
  }
}

/** Sizes in milliseconds. Nothing at all is 0 ms. */
const MILLISECONDS = { from: 1, size: 1, name: 'ms' };
const TIME_UNITS = [
  { from: 36_000_000, size: 3_600_000, name: 'h' },
  { from: 600_000, size: 60_000, name: 'min' },
  { from: 1000, size: 1000, name: 's' },
  MILLISECONDS,
  { from: Number.MIN_VALUE, size: 0.001, name: 'µs' },
];

const FEWEST_DIGITS = 4;
/** More say nothing about a number of 53 bits. */
const MOST_DIGITS = 15;

/** As many digits as it takes: what missed its bound by a hair must not read like the bound. */
function digits(value: number, size: number, bounds: readonly number[]): string {
  const others = bounds.filter((bound) => bound !== value);
  const rounded = (number: number, precision: number): number =>
    Number((number / size).toPrecision(precision));
  let precision = FEWEST_DIGITS;
  const readsLikeOne = (): boolean =>
    others.some((bound) => rounded(bound, precision) === rounded(value, precision));
  while (precision < MOST_DIGITS && readsLikeOne()) precision += 1;
  const shown = rounded(value, precision);
  return Number.isInteger(shown) ? formatExactCount(shown) : String(shown);
}
