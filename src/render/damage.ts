import { TIME_MARGIN } from '../compare/margins.js';
import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import type { RowFigure } from './sections/row-figure.js';
import { findBest, findWorse, isNoWorse, type TableCell } from './table-cell.js';
import type { View } from './view.js';

/** A row of figures, a cell for each mode; `control` is empty where there is no control run. */
interface Figures {
  figure: RowFigure;
  cells: readonly TableCell[];
  control: readonly TableCell[];
  /** What the figure comes to when all is well, if it is much more than what may be seen here. */
  usual?: number;
}

/**
 * Which figures of a row stand for damage: worse than another mode's and worse than the mode's own without the faults, beyond
 * noise. Where there is no control run, only what harms somebody whatever the reason. Never what means something else in
 * another mode, what is so by design, or what is told of the survivors alone.
 */
export function findDamage(
  { modes, spread }: Pick<View, 'modes' | 'spread'>,
  { figure, cells, control, usual }: Figures,
): boolean[] {
  const { better, marks, needsControl } = figure.entry;
  const hasControl = control.some(({ kind }) => kind !== 'none');
  if (marks === 'never' || (marks !== 'damage' && needsControl !== true && !hasControl))
    return cells.map(() => false);
  const value = valueIn(figure);
  const best = modes[findBest(cells, better)] ?? '';
  const worst = marks === 'growth' ? findMostGrown(cells, control) : findWorse(cells, better, usual);
  return worst.map((isWorst, index) => {
    const mode = modes[index] ?? '';
    if (!isWorst || spread?.difference(mode, best, value) === 'noise') return false;
    if (needsControl === true || !hasControl) return true;
    return !isNoWorse(cells[index], control[index], better) && spread?.excess(mode, value) !== 'noise';
  });
}

/** Those that have grown beside their control run, and by more than another mode's have. */
function findMostGrown(cells: readonly TableCell[], control: readonly TableCell[]): boolean[] {
  const growth = cells.map((cell, index) => {
    const before = control[index];
    if (before === undefined || !('value' in cell) || !('value' in before) || before.value === 0)
      return undefined;
    return cell.value / before.value;
  });
  const least = Math.min(...growth.filter((factor) => factor !== undefined));
  return growth.map((factor) => factor !== undefined && factor > TIME_MARGIN && factor > least * TIME_MARGIN);
}

/** The number in a figure's cell, if there is one. */
export function valueIn({ read }: RowFigure): (run: Measurements | RunMeasurements) => number | undefined {
  return (run) => {
    const cell = read(run);
    return 'value' in cell ? cell.value : undefined;
  };
}
