import { ahead } from '../../compare/ahead.js';
import type { Comparison } from '../../compare/comparison.js';
import type { TableCell } from '../table-cell.js';
import { plain } from '../text.js';
import { measured, type RowFigure, share } from './row-figure.js';
import { cellOf, judge } from './section.js';

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
  ahead: string;
}

const GROUPS: { title: string; figure: RowFigure }[] = [
  { title: 'completed', figure: share('completed') },
  { title: 'done, p99', figure: measured('completionTime', 'p99') },
  { title: 'collateral', figure: measured('collateral') },
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
        return { cells, worst: judge(view, cells, figure).worst };
      });
      return {
        title: plain(names[index] ?? comparison.scenario.title),
        cells: groups.map(({ cells }) => cells),
        worst: groups.map(({ worst }) => worst),
        ahead: ahead(comparison),
      };
    }),
  };
}

function sharedModes(comparisons: readonly Comparison[]): string[] {
  const all = [...new Set(comparisons.flatMap(({ scenario }) => scenario.modes))];
  const shared = all.filter(
    (mode) =>
      comparisons.filter(({ scenario }) => scenario.modes.includes(mode)).length * 2 >= comparisons.length,
  );
  return shared.length === 0 ? all : shared;
}
