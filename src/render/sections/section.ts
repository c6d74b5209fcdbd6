import type { Spread } from '../../compare/spread.js';
import type { Measurements, RunMeasurements } from '../../measure/measurements.js';
import { findDamage, valueIn } from '../damage.js';
import { type TableCell, NONE, saysSomething } from '../table-cell.js';
import type { RowFigure } from './row-figure.js';
import type { View } from '../view.js';

/** A table of figures, a column for each mode: what terminal and Markdown draw, each in its way. */
export interface Section {
  title: string;
  lines: TableLine[];
}

/** A heading over the rows below it, a note on those above it, or a row. */
export type TableLine = Heading | Row;

interface Heading {
  kind: 'heading';
  label: string;
  /** A note on the rows above it. */
  indented?: true;
}

export interface Row {
  kind: 'row';
  /** The same at every width. */
  label: string;
  /** What it counts, for a glossary; rows that are parts of another one have none of their own. */
  meaning?: string;
  /** Belongs to the row or the heading above it. */
  indented: boolean;
  /** Rows of one group have their decimal points in one place. */
  group: string;
  cells: TableCell[];
  /** Which cells stand for damage. */
  worst: boolean[];
  /** Which of them differ from the baseline by no more than noise; none do where there is only one run. */
  level: boolean[];
  /** The same figures without the faults; empty where there is no control run. */
  control: TableCell[];
}

interface RowOptions {
  /** In place of the figure's own. */
  label?: string;
  indented?: boolean;
  /** Shown though it is zero everywhere. */
  always?: boolean;
  /** What the figure comes to when all is well, if it is much more than what may be seen here. */
  usual?: number;
}

/** Makes the row of a figure: none where it says nothing in any mode, unless everything is asked for. */
type RowMaker = (figure: RowFigure, options?: RowOptions) => Row[];

/** Makes the rows of one group. */
export function rowMaker(view: View, group: string): RowMaker {
  return (figure, options = {}) => {
    const { indented = false, always = false, usual = 0, label = labelOf(figure, indented) } = options;
    const cells = view.runs.map((run) => cellOf(figure, run));
    const control = view.controls.map((run) => cellOf(figure, run));
    if (!always && !view.verbose && ![...cells, ...control].some(saysSomething)) return [];
    const worst = findDamage(view, { figure, cells, control, usual });
    const { description } = figure.entry;
    const meaning = options.label !== undefined || description === undefined ? {} : { meaning: description };
    return [
      {
        kind: 'row',
        label,
        ...meaning,
        indented,
        group,
        control,
        worst,
        ...withSpreads(view, cells, figure),
      },
    ];
  };
}

/** Below the first figure of its group, a figure goes by its own label alone. */
function labelOf({ entry: { label = '' }, group = {} }: RowFigure, indented: boolean): string {
  return indented || group.label === undefined ? label : `${group.label} ${label}`;
}

/** Of means: how sure they are, and what of their difference is noise. */
export function withSpreads(
  { modes, spread }: Pick<View, 'modes' | 'spread'>,
  cells: readonly TableCell[],
  figure: RowFigure,
): Pick<Row, 'cells' | 'level'> {
  if (spread === undefined) return { cells: [...cells], level: cells.map(() => false) };
  const { read } = figure;
  const value = valueIn(figure);
  return {
    cells: cells.map((cell, index) => withSpread(cell, modes[index] ?? '', spread, read, value)),
    level: modes.map(
      (mode, index) => index > 0 && spread.difference(mode, modes[0] ?? '', value) === 'noise',
    ),
  };
}

function withSpread(
  figure: TableCell,
  mode: string,
  spread: Spread,
  read: (run: Measurements) => TableCell,
  value: (run: Measurements) => number | undefined,
): TableCell {
  if (figure.kind === 'none' || figure.kind === 'of') return figure;
  if (figure.kind === 'never') {
    const count = spread.countOf(mode, (run) => read(run).kind === 'never');
    return count === spread.count ? figure : { ...figure, runs: { count, of: spread.count } };
  }
  const half = spread.half(mode, value);
  return half === undefined ? figure : { ...figure, half };
}

export function cellOf({ read }: RowFigure, run: RunMeasurements | undefined): TableCell {
  return run === undefined ? NONE : read(run);
}
