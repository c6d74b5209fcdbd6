import type { FigureKind } from '../measure/figures.js';
import type { Better } from '../measure/outcomes.js';
import { SHARE_MARGIN, TABLE_MARGIN, TIME_MARGIN } from '../compare/margins.js';
import {
  formatCount,
  formatExactCount,
  formatRate,
  formatRatio,
  formatShare,
  formatTime,
} from '../compare/quantities.js';

/** A cell of a table: the figure that it shows, not yet how it looks. Times in milliseconds, shares 0 to 1, rates per second. */
export type TableCell =
  /** `half`: of a mean, from it to either end of its 95 % interval. */
  | { kind: FigureKind; value: number; half?: number }
  | { kind: 'of'; value: number; total: number }
  /** A recovery that did not come: later than every time. In so many of the runs, where it did in others. */
  | { kind: 'never'; runs?: { count: number; of: number } }
  /** What does not apply, or was not measured. */
  | { kind: 'none' };

export const NONE: TableCell = { kind: 'none' };

export function formatCell(figure: TableCell): string {
  return formatMean(figure) + formatHalf(figure);
}

function formatMean(figure: TableCell): string {
  switch (figure.kind) {
    case 'none':
      return '–';
    case 'never':
      return figure.runs === undefined ? 'never' : `never in ${figure.runs.count} of ${figure.runs.of}`;
    case 'of':
      return `${formatExactCount(figure.value)} of ${formatExactCount(figure.total)}`;
    default:
      return Number.isFinite(figure.value) ? FORMATS[figure.kind](figure.value) : '–';
  }
}

/** What one of each unit is, in the units of the measurements. */
const UNITS = new Map([
  ['', 1],
  ['/s', 1],
  [' %', 0.01],
  [' µs', 0.001],
  [' ms', 1],
  [' s', 1000],
  [' min', 60_000],
  [' h', 3_600_000],
]);

/** ` ± 1.2`: in the unit of the mean, with as many decimal places, or a few more if it would be zero otherwise. */
function formatHalf(figure: TableCell): string {
  if (!('half' in figure) || figure.half === 0) return '';
  const parts = /^[\d,]+(\.\d+)?(.*)$/.exec(formatMean(figure));
  const [, fraction = '', unit = ''] = parts ?? [];
  const one = UNITS.get(unit);
  if (parts === null || one === undefined || !Number.isFinite(figure.half)) return '';
  const half = figure.half / one;
  const digits = Math.max(0, fraction.length - 1);
  const enough = [digits, digits + 1, digits + 2].find((more) => Number(half.toFixed(more)) > 0) ?? digits;
  const [whole = '', rest = ''] = half.toFixed(enough).split('.');
  return ` ± ${formatExactCount(Number(whole))}${rest === '' ? '' : `.${rest}`}`;
}

const FORMATS = {
  count: formatCount,
  share: formatShare,
  rate: formatRate,
  ratio: formatRatio,
  time: formatTime,
};

/** The figure says that something was there. */
export function saysSomething(figure: TableCell): boolean {
  return figure.kind === 'never' || ('value' in figure && figure.value !== 0);
}

/**
 * Which of a row's figures are worse than the best one, by more than a margin.
 *
 * @param usual the figure when all is well: where 80 is usual, 0.2 and 0.3 count as the same
 */
export function findWorse(figures: readonly TableCell[], better: Better, usual = 0): boolean[] {
  const ranks = figures.map(rank);
  const known = ranks.filter((value) => value !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const best = better === 'higher' ? high : low;
  const kinds = new Set(figures.map(({ kind }) => kind));
  const alike = (a: number, b: number): boolean => {
    if (a === b || a === Infinity || b === Infinity) return a === b;
    if (kinds.has('share')) return Math.abs(a - b) <= SHARE_MARGIN;
    const part = kinds.has('time') ? TIME_MARGIN - 1 : TABLE_MARGIN;
    return Math.abs(a - b) <= part * Math.max(Math.abs(a), Math.abs(b), usual);
  };
  if (better === 'neither') return ranks.map(() => false);
  return ranks.map((value) => value !== undefined && !alike(value, best));
}

/** Is the figure as good as the other one, or nearly so? */
export function isNoWorse(
  figure: TableCell | undefined,
  than: TableCell | undefined,
  better: Better,
): boolean {
  const [value, other] = [figure, than].map((each) => each && rank(each));
  if (value === undefined || other === undefined) return false;
  // Never is as bad as never.
  if (value === other) return true;
  const short = better === 'higher' ? other - value : value - other;
  return short <= TABLE_MARGIN * Math.abs(other);
}

/** Which of a row's figures is the best of it, or the lowest where none is; -1 where there is no figure. */
export function findBest(figures: readonly TableCell[], better: Better): number {
  const ranks = figures.map(rank);
  const known = ranks.filter((value) => value !== undefined);
  return ranks.indexOf(better === 'higher' ? Math.max(...known) : Math.min(...known));
}

function rank(figure: TableCell): number | undefined {
  if (figure.kind === 'never') return Infinity;
  return 'value' in figure && Number.isFinite(figure.value) ? figure.value : undefined;
}

/**
 * A column of figures under one another, with their decimal points and the halves of their intervals aligned, and words at
 * the right. All the texts have the same length.
 */
export function alignCells(figures: readonly TableCell[]): string[] {
  const halves = figures.map(formatHalf);
  const halfWidth = Math.max(0, ...halves.map((text) => text.length));
  return alignMeans(figures).map((mean, index) => mean + (halves[index] ?? '').padEnd(halfWidth));
}

function alignMeans(figures: readonly TableCell[]): string[] {
  const texts = figures.map(formatMean);
  const splits = texts.map((text, index) => {
    const figure = figures[index];
    const isNumber = figure !== undefined && 'value' in figure && figure.kind !== 'of' && text !== '–';
    const whole = isNumber ? (/^[<>-]?[\d,]+/.exec(text)?.[0] ?? '') : '';
    return whole === '' ? undefined : { whole, rest: text.slice(whole.length) };
  });
  const wholeWidth = Math.max(0, ...splits.map((split) => split?.whole.length ?? 0));
  const restWidth = Math.max(0, ...splits.map((split) => split?.rest.length ?? 0));
  const width = Math.max(wholeWidth + restWidth, ...texts.map((text) => text.length));
  return texts.map((text, index) => {
    const split = splits[index];
    const aligned =
      split === undefined ? text : split.whole.padStart(wholeWidth) + split.rest.padEnd(restWidth);
    return aligned.padStart(width);
  });
}
