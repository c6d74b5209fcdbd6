import { UsageProblem } from '../scenario/problems.js';
import { formatDuration, formatRate, parseDuration, parseRate } from '../scenario/units.js';

/** What is varied: a path in the scenario, and the values it takes, as a scenario has them. */
export interface Axis {
  path: string;
  values: string[];
  /** How far along the axis a value stands, and the value that stands at a place; not for words. */
  scale: Scale | undefined;
}

/** Between texts such as `20/s` and numbers. */
interface Scale {
  read(text: string): number;
  write(value: number): string;
}

/** No sweep is worth more points than this. */
const MOST = 1000;

const EXPECTED = 'expected path=from..to/points or path=a,b,c, such as load.rate=20/s..200/s/10';

/**
 * Reads `load.rate=20/s..200/s/10` (from, to, number of points) or `services.payment.concurrency=8,16,32`.
 *
 * @throws {UsageProblem}
 */
export function readAxis(text: string): Axis {
  const [, path = '', values = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (path === '') throw problem(text, EXPECTED);
  const range = /^(.+?)\.\.(.+)\/(\d+)$/s.exec(values);
  if (range === null) {
    if (values.includes('..')) throw problem(text, EXPECTED);
    const list = values.split(',').map((value) => value.trim());
    if (list.length > MOST) throw problem(text, `at most ${MOST} points`);
    return { path, values: list, scale: SCALES.find((scale) => list.every((value) => isOn(scale, value))) };
  }
  const [, from = '', to = '', count = ''] = range;
  const points = Number(count);
  if (points < 2 || points > MOST) throw problem(text, `expected 2 to ${MOST} points`);
  const scale = SCALES.find((one) => isOn(one, from) && isOn(one, to));
  if (scale === undefined) throw problem(text, 'both ends have to be numbers with the same kind of unit');
  const first = scale.read(from);
  const step = (scale.read(to) - first) / (points - 1);
  return {
    path,
    values: Array.from({ length: points }, (_, index) => scale.write(first + step * index)),
    scale,
  };
}

const plain: Scale = {
  read: (text) => (text.trim() === '' ? NaN : Number(text)),
  write: (value) => round(value).toString(),
};
const percent: Scale = {
  read: (text) => (text.endsWith('%') ? plain.read(text.slice(0, -1)) : NaN),
  write: (value) => `${round(value)}%`,
};
const duration: Scale = { read: parseDuration, write: (value) => formatDuration(round(value)) };
const rate: Scale = { read: parseRate, write: (value) => formatRate(round(value)) };

const SCALES: readonly Scale[] = [plain, percent, rate, duration];

function isOn(scale: Scale, text: string): boolean {
  try {
    return Number.isFinite(scale.read(text));
  } catch (error) {
    if (error instanceof UsageProblem) return false;
    throw error;
  }
}

/** Nobody wants to read 66.66666666666667. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function problem(text: string, because: string): UsageProblem {
  return new UsageProblem('bad-flag', `--vary ${JSON.stringify(text)}: ${because}`);
}
