import type { Comparison } from '../../compare/comparison.js';
import { columnNames } from '../../modes/registry.js';
import type { TableCell } from '../table-cell.js';
import { plain } from '../text.js';
import { measured, type RowFigure } from './row-figure.js';
import { findDamage } from '../damage.js';
import { cellOf, withSpreads } from './section.js';

/** Several comparisons, a line each. */
export interface Summary {
  /** Those that half of them have, or more: a variant that one scenario asks for has no column among twenty others. */
  modes: string[];
  /** Titles of the groups of columns; a group has a column for each mode. */
  groups: string[];
  lines: SummaryLine[];
}

interface SummaryLine {
  title: string;
  /** By group, then by mode. */
  cells: TableCell[][];
  worst: boolean[][];
  /** A mode, or `none`. */
  winner: string;
}

const GROUPS: { title: string; figure: RowFigure }[] = [
  { title: 'goodput', figure: measured('goodput') },
  { title: 'completion p99', figure: measured('endToEnd', 'p99') },
  { title: 'collateral failures', figure: measured('collateral') },
];

/** @param names of them, where they have better ones than their titles */
export function summaryOf(comparisons: readonly Comparison[], names: readonly string[] = []): Summary {
  const modes = sharedModes(comparisons);
  return {
    modes,
    groups: GROUPS.map(({ title }) => title),
    lines: comparisons.map((comparison, index) => {
      const { spread } = comparison;
      const view = { modes, ...(spread === undefined ? {} : { spread }) };
      const groups = GROUPS.map(({ figure }) => {
        const cells = modes.map((mode) => cellOf(figure, comparison.modes[mode]));
        const control = modes.map((mode) => cellOf(figure, comparison.control?.[mode]));
        const worst = findDamage(view, { figure, cells, control });
        return { cells: withSpreads(view, cells, figure).cells, worst };
      });
      return {
        title: plain(names[index] ?? comparison.scenario.title),
        cells: groups.map(({ cells }) => cells),
        worst: groups.map(({ worst }) => worst),
        winner: comparison.better.mode,
      };
    }),
  };
}

function sharedModes(comparisons: readonly Comparison[]): string[] {
  const all = [...new Set(comparisons.flatMap(({ scenario }) => columnNames(scenario.modes)))];
  const shared = all.filter(
    (mode) =>
      comparisons.filter(({ scenario }) => columnNames(scenario.modes).includes(mode)).length * 2 >=
      comparisons.length,
  );
  return shared.length === 0 ? all : shared;
}
