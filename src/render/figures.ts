import {
  formatCount,
  formatExactCount,
  formatRate,
  formatRatio,
  formatShare,
  formatTime,
} from '../compare/quantities.js';

/** A figure of a table: what it is, not yet how it looks. Times in milliseconds, shares 0 to 1, rates per second. */
export type Figure =
  | { kind: 'count' | 'share' | 'rate' | 'ratio' | 'time'; value: number }
  | { kind: 'of'; value: number; total: number }
  /** A recovery that did not come: later than every time. */
  | { kind: 'never' }
  /** What does not apply, or was not measured. */
  | { kind: 'none' };

/** Which way is better. */
export type Better = 'higher' | 'lower';

export const NONE: Figure = { kind: 'none' };

/** A mean, a percentile: `none` where there was nothing to measure. */
export function timeOf(times: { count: number }, value: number): Figure {
  return times.count === 0 ? NONE : { kind: 'time', value };
}

export function formatFigure(figure: Figure): string {
  switch (figure.kind) {
    case 'none':
      return '–';
    case 'never':
      return 'never';
    case 'of':
      return `${formatExactCount(figure.value)} of ${formatExactCount(figure.total)}`;
    default:
      return Number.isFinite(figure.value) ? FORMATS[figure.kind](figure.value) : '–';
  }
}

const FORMATS = {
  count: formatCount,
  share: formatShare,
  rate: formatRate,
  ratio: formatRatio,
  time: formatTime,
};

/** The figure says that something was there. */
export function saysSomething(figure: Figure): boolean {
  return figure.kind === 'never' || ('value' in figure && figure.value !== 0);
}

/** Figures closer than this part of the larger one are taken for equal, and so are shares within half a point. */
const MARGIN = 0.01;
const SHARE_MARGIN = 0.005;

/**
 * Which of a row's figures are the worst of it: none where they do not differ in a way that means something.
 *
 * @param usual what such a figure comes to when all is well: 0.2 or 0.3 is all the same where 80 is usual
 */
export function findWorst(figures: readonly Figure[], better: Better, usual = 0): boolean[] {
  const ranks = figures.map(rank);
  const known = ranks.filter((value) => value !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const [best, worst] = better === 'higher' ? [high, low] : [low, high];
  const isShare = figures.some(({ kind }) => kind === 'share');
  const alike = (a: number, b: number): boolean => {
    if (a === b || a === Infinity || b === Infinity) return a === b;
    return Math.abs(a - b) <= (isShare ? SHARE_MARGIN : MARGIN * Math.max(Math.abs(a), Math.abs(b), usual));
  };
  if (known.length < 2 || alike(best, worst)) return ranks.map(() => false);
  return ranks.map((value) => value !== undefined && alike(value, worst) && !alike(value, best));
}

function rank(figure: Figure): number | undefined {
  if (figure.kind === 'never') return Infinity;
  return 'value' in figure && Number.isFinite(figure.value) ? figure.value : undefined;
}

/**
 * A column of figures under one another: decimal points in one place, words to the right. All come back equally long.
 */
export function alignFigures(figures: readonly Figure[]): string[] {
  const texts = figures.map(formatFigure);
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
