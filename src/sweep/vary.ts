import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { parseDuration, parseRate } from '../scenario/units.js';

/** What is varied: a path in the scenario, and the values it takes, as a scenario has them. */
export interface Axis {
  path: string;
  values: string[];
  /** How far along the axis a value stands, and the value that stands at a place; not for words. */
  scale: Scale | undefined;
}

/** Between texts such as `20/s` and numbers. */
export interface Scale {
  read(text: string): number;
  write(value: number): string;
}

/** The most points that a sweep may have. */
export const MOST_POINTS = 1000;

/** Room for all the points there may be. */
const LONGEST = 20_000;

const EXPECTED = 'expected path=from..to/points or path=a,b,c, such as load.rate=20/s..200/s/10';

/**
 * Reads `load.rate=20/s..200/s/10` (from, to, number of points) or `services.payment.concurrency=8,16,32`.
 *
 * @throws {UsageProblem}
 */
export function readAxis(text: string): Axis {
  if (text.length > LONGEST) throw problem(text, `it is ${LONGEST} characters long at most`);
  const [, path = '', values = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (path.trim() === '') throw problem(text, EXPECTED);
  const range = partsOf(values);
  if (range !== undefined) return { path: path.trim(), ...readRange(text, range) };
  const list = values.split(',').map((value) => value.trim());
  if (values.includes('..') || list.includes('')) throw problem(text, EXPECTED);
  if (list.length > MOST_POINTS) throw problem(text, `at most ${MOST_POINTS} points`);
  return { path: path.trim(), values: list, scale: scaleFor(list) };
}

/** From, to and how many, of `20/s..200/s/10`. A pattern would try all dots with all slashes. */
function partsOf(values: string): [from: string, to: string, count: string] | undefined {
  const dots = values.indexOf('..', 1);
  const slash = values.lastIndexOf('/');
  const count = values.slice(slash + 1);
  if (dots === -1 || slash < dots + 3 || !/^\d+$/.test(count)) return undefined;
  return [values.slice(0, dots), values.slice(dots + 2, slash), count];
}

function readRange(text: string, [from, to, count]: [string, string, string]): Omit<Axis, 'path'> {
  const points = Number(count);
  if (points < 2 || points > MOST_POINTS) throw problem(text, `expected 2 to ${MOST_POINTS} points`);
  const scale = scaleFor([from.trim(), to.trim()]);
  if (scale === undefined) throw problem(text, 'both ends have to be numbers with the same kind of unit');
  const first = scale.read(from.trim());
  const step = (scale.read(to.trim()) - first) / (points - 1);
  const values = Array.from({ length: points }, (_, index) => scale.write(first + step * index));
  return { values, scale };
}

/** The value of a number with a unit; NaN, or an error, if it is not of this kind. */
const READERS: readonly ((text: string) => number)[] = [
  Number,
  (text) => (text.endsWith('%') ? Number(text.slice(0, -1)) : NaN),
  parseRate,
  parseDuration,
];

/** Writes in the unit of the first value that has one, so that a column of them can be read. */
function scaleFor(values: readonly string[]): Scale | undefined {
  const read = READERS.find((reader) => values.every((value) => isNumber(reader, value)));
  if (read === undefined) return undefined;
  const unit = values.map((value) => /[^\d.]*$/.exec(value)?.[0] ?? '').find((found) => found !== '') ?? '';
  const one = read(`1${unit}`);
  // Nobody wants to read 66.66666666666667.
  return { read, write: (value) => `${Number((value / one).toPrecision(6))}${unit}` };
}

function isNumber(read: (text: string) => number, text: string): boolean {
  try {
    return Number.isFinite(read(text));
  } catch (error) {
    if (error instanceof UsageProblem) return false;
    throw error;
  }
}

function problem(text: string, because: string): UsageProblem {
  return new UsageProblem('bad-flag', `--vary ${printable(text, 120)}: ${because}`);
}
