import { DURATION_EXPECTED, RATE_EXPECTED, SHARE_EXPECTED } from './expected.js';
import { UsageProblem } from './problems.js';

const NUMBER = String.raw`(\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?`;

/** What a duration looks like, `0` alone included; anchored. */
export const DURATION_PATTERN = new RegExp(String.raw`^(?:${NUMBER}(us|ms|s|m|h)|0)$`);
/** What a rate looks like; anchored. */
export const RATE_PATTERN = new RegExp(String.raw`^${NUMBER}\/(ms|s|m|h)$`);
/** What a share written in percent looks like; anchored. */
export const PERCENT_PATTERN = new RegExp(String.raw`^${NUMBER}\s?%$`);

/** Each unit as a power of ten and a factor that is exact, so that `0.1s` is 100 and not 100.00000000000001. */
const DURATION_UNITS: Record<string, readonly [exponent: number, factor: number]> = {
  us: [-3, 1],
  ms: [0, 1],
  s: [3, 1],
  m: [3, 60],
  h: [3, 3600],
};
/** Per second: times a power of ten, by a divisor. */
const RATE_UNITS: Record<string, readonly [exponent: number, divisor: number]> = {
  ms: [3, 1],
  s: [0, 1],
  m: [0, 60],
  h: [0, 3600],
};

/**
 * Milliseconds.
 *
 * @throws {UsageProblem} when the text is no duration
 */
export function parseDuration(text: string): number {
  const match = DURATION_PATTERN.exec(text);
  if (match === null) throw new UsageProblem('invalid-duration', notA(text, DURATION_EXPECTED));
  const [, digits = '0', exponent = '0', unit = 'ms'] = match;
  const [shift, factor] = DURATION_UNITS[unit] ?? [0, 1];
  return shifted(digits, exponent, shift) * factor;
}

/**
 * Per second.
 *
 * @throws {UsageProblem} when the text is no rate
 */
export function parseRate(text: string): number {
  const match = RATE_PATTERN.exec(text);
  if (match === null) throw new UsageProblem('invalid-rate', notA(text, RATE_EXPECTED));
  const [, digits = '0', exponent = '0', unit = 's'] = match;
  const [shift, divisor] = RATE_UNITS[unit] ?? [0, 1];
  return shifted(digits, exponent, shift) / divisor;
}

/**
 * From 0 to 1, of `3%` or `0.03`.
 *
 * @throws {UsageProblem} when the value is no share, or beyond 0 to 1
 */
export function parseShare(value: string | number): number {
  const text = String(value);
  const match = PERCENT_PATTERN.exec(text);
  const share =
    match !== null ? shifted(match[1] ?? '', match[2] ?? '0', -2) : text.trim() === '' ? NaN : Number(text);
  if (!(share >= 0 && share <= 1)) throw new UsageProblem('invalid-share', notA(text, SHARE_EXPECTED));
  return share;
}

/** The shortest text that `parseDuration` reads back as the same number of milliseconds. */
export function formatDuration(milliseconds: number): string {
  const candidates = Object.entries(DURATION_UNITS).map(
    ([unit, [exponent, factor]]) => `${milliseconds / (10 ** exponent * factor)}${unit}`,
  );
  return shortest(candidates, (text) => parseDuration(text) === milliseconds) ?? `${milliseconds}ms`;
}

/** The shortest text that `parseRate` reads back as the same number per second. */
export function formatRate(perSecond: number): string {
  const candidates = ['s', 'm', 'h'].map((unit) => `${perSecond * (RATE_UNITS[unit]?.[1] ?? 1)}/${unit}`);
  return shortest(candidates, (text) => parseRate(text) === perSecond) ?? `${perSecond}/s`;
}

function shifted(digits: string, exponent: string, shift: number): number {
  return Number(`${digits}e${Number(exponent) + shift}`);
}

/** The first of the shortest. */
function shortest(candidates: string[], holds: (text: string) => boolean): string | undefined {
  return candidates.filter(holds).sort((a, b) => a.length - b.length)[0];
}

function notA(text: string, expected: string): string {
  return `${JSON.stringify(text)} is not ${expected}`;
}
