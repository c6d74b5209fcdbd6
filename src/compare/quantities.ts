import type { FigureKind } from '../measure/figures.js';

/**
 * Numbers as people read them: three significant digits, the unit beside the figure, thousands grouped. Sentences and
 * tables take them from here, so the same figure reads the same everywhere.
 */

/** From here on a figure is written with a power of ten: it would take more room than it says. */
const HUGE = 1e10;

/** A whole number as it is, never rounded below ten thousand million; a mean of counts with three digits. */
export function formatCount(count: number): string {
  if (!Number.isInteger(count)) return formatRatio(count);
  return Math.abs(count) < HUGE ? grouped(String(count)) : withPower(count);
}

/** Every digit, however many: for figures that a reader adds up. */
export function formatExactCount(count: number): string {
  return grouped(Number.isInteger(count) ? BigInt(count).toString() : count.toFixed(1));
}

/** A plain number with three significant digits. */
export function formatRatio(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return value < 0 ? '-0.001' : '<0.001';
  if (size >= HUGE) return withPower(value);
  return size >= 999.5 ? grouped(value.toFixed(0)) : value.toPrecision(3);
}

/** Per second. Below one, digits that say nothing are left out: `0.1/s`. */
export function formatRate(perSecond: number): string {
  const text = `${formatRatio(perSecond)}/s`;
  return Math.abs(perSecond) < 1 ? withoutZeros(text) : text;
}

/** 0 to 1, in percent. Only all is 100 %, and only nothing is 0 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '<0.01 %';
  if (percent < 100 && percent >= 99.95) return '>99.9 %';
  return percent === 100 ? '100 %' : `${formatRatio(percent)} %`;
}

/** Milliseconds, in the unit that suits them. */
export function formatTime(milliseconds: number): string {
  if (milliseconds === 0) return '0 ms';
  if (milliseconds < 0.001) return '<1 µs';
  // Rounded before the unit is chosen: 999.7 ms is 1.00 s.
  const rounded = Number(milliseconds.toPrecision(3));
  if (rounded < 1) return `${formatRatio(milliseconds * 1000)} µs`;
  if (rounded < 1000) return `${formatRatio(milliseconds)} ms`;
  if (rounded < 600_000) return `${formatRatio(milliseconds / 1000)} s`;
  if (rounded < 36_000_000) return `${formatRatio(milliseconds / 60_000)} min`;
  return `${formatRatio(milliseconds / 3_600_000)} h`;
}

/** A moment or a length that somebody has chosen: `20 s`, `1.5 s`, no digits that are not needed. */
export function formatMoment(milliseconds: number): string {
  return milliseconds === 0 ? '0 s' : withoutZeros(formatTime(milliseconds));
}

/** From one chosen moment to another: `20–40 s`, `500 ms–2 s`, `from 20 s`, `whole run`. */
export function formatSpan({ from, until }: { from: number; until: number }): string {
  if (until === Infinity) return from === 0 ? 'whole run' : `from ${formatMoment(from)}`;
  const [first, last] = [formatMoment(from), formatMoment(until)];
  const unit = last.slice(last.indexOf(' '));
  if (from === 0) return `0–${last}`;
  return `${first.endsWith(unit) ? first.slice(0, -unit.length) : first}–${last}`;
}

/** A rate that somebody has chosen: `80/s`. */
export function formatChosenRate(perSecond: number): string {
  return withoutZeros(formatRate(perSecond));
}

/** A share that somebody has chosen: `5 %`. */
export function formatChosenShare(share: number): string {
  return withoutZeros(formatShare(share));
}

/** A factor that somebody has chosen: `5`. */
export function formatFactor(factor: number): string {
  return withoutZeros(formatRatio(factor));
}

/** A number that a scale has, of whatever kind. */
export function formatChosen(kind: FigureKind, value: number): string {
  switch (kind) {
    case 'time':
      return formatMoment(value);
    case 'rate':
      return formatChosenRate(value);
    case 'share':
      return formatChosenShare(value);
    default:
      return formatFactor(value);
  }
}

/** The same in a sentence, where a mean has no more digits than it says anything with. */
export function formatAbout(count: number, one: string, many = `${one}s`): string {
  return Number.isInteger(count) ? formatPlural(count, one, many) : `${formatCount(count)} ${many}`;
}

/** `1 request`, `2 requests`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatExactCount(count)} ${count === 1 ? one : many}`;
}

function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

/** `20.0 s` is `20 s`. */
function withoutZeros(text: string): string {
  return text.replace(/\.(\d*?)0+(?!\d)/, (_, digits: string) => (digits === '' ? '' : `.${digits}`));
}

function withPower(value: number): string {
  return value.toExponential(2).replace('e+', 'e');
}
