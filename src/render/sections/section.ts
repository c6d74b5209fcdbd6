import type { Spread } from '../../compare/spread.js';
import type { Better } from '../../measure/outcomes.js';
import type { Measurements, RunMeasurements } from '../../measure/measurements.js';
import { type TableCell, findBest, findWorst, isNoWorse, NONE, saysSomething } from '../table-cell.js';
import type { RowFigure } from './row-figure.js';
import type { View } from '../view.js';

/** A table of figures, a column for each mode: what terminal and Markdown draw, each in its way. */
export interface Section {
  title: string;
  lines: TableLine[];
}

/** A heading over the rows below it, or a row. */
export type TableLine = Heading | Row;

interface Heading {
  kind: 'heading';
  label: string;
  short: string;
}

export interface Row {
  kind: 'row';
  label: string;
  /** For a narrow screen: labels give way before figures do. */
  short: string;
  /** Belongs to the row or the heading above it. */
  indented: boolean;
  /** Rows of one group have their decimal points in one place. */
  group: string;
  cells: TableCell[];
  /** Which cells are the worst of the row. */
  worst: boolean[];
  /** Which of them differ from the baseline by no more than noise; none do where there is only one run. */
  level: boolean[];
  /** The same figures without the faults; empty where there is no control run. */
  control: TableCell[];
}

interface RowOptions {
  /** In place of the figure's own. */
  label?: string;
  short?: string;
  indented?: boolean;
  /** Shown though it is zero everywhere. */
  always?: boolean;
  /** What the figure comes to when all is well, if it is much more than what may be seen here. */
  usual?: number;
  /** What is as it is without the faults is not marked as worse: another mode may have something to catch up on. */
  asUsualIsFine?: boolean;
}

/** Makes the row of a figure: none where it says nothing in any mode, unless everything is asked for. */
type RowMaker = (figure: RowFigure, options?: RowOptions) => Row[];

/** Makes the rows of one group. */
export function rowMaker(view: View, group: string): RowMaker {
  return (figure, options = {}) => {
    const { indented = false, always = false, usual = 0, asUsualIsFine = false } = options;
    const { label, short } = { ...labelsOf(figure, indented), ...options };
    const cells = view.runs.map((run) => cellOf(figure, run));
    const control = view.controls.map((run) => cellOf(figure, run));
    if (!always && !view.verbose && ![...cells, ...control].some(saysSomething)) return [];
    const judged = judge(view, cells, figure, usual);
    const worst = judged.worst.map(
      (isWorst, index) =>
        isWorst && !(asUsualIsFine && isNoWorse(judged.cells[index], control[index], directionOf(figure))),
    );
    return [{ kind: 'row', label, short, indented, group, control, ...judged, worst }];
  };
}

/** Below the first figure of its group, a figure goes by its own label alone. */
function labelsOf({ entry, group = {} }: RowFigure, indented: boolean): { label: string; short: string } {
  const { label = '', short = label } = entry;
  if (indented || group.label === undefined) return { label, short };
  return { label: `${group.label}: ${label}`, short: `${group.short ?? group.label} ${short}` };
}

function directionOf({ entry: { marks, better } }: RowFigure): Better {
  return marks ?? better;
}

/** Which are the worse ones, and of means: how sure they are, and what of their difference is noise. */
export function judge(
  { modes, spread }: Pick<View, 'modes' | 'spread'>,
  cells: readonly TableCell[],
  figure: RowFigure,
  usual = 0,
): Pick<Row, 'cells' | 'worst' | 'level'> {
  const better = directionOf(figure);
  const worst = findWorst(cells, better, usual);
  if (spread === undefined) return { cells: [...cells], worst, level: cells.map(() => false) };
  const { read } = figure;
  const value = (run: Measurements): number | undefined => {
    const cell = read(run);
    return 'value' in cell ? cell.value : undefined;
  };
  const best = modes[findBest(cells, better)] ?? '';
  const isNoise = (mode: string, other = ''): boolean => spread.difference(mode, other, value) === 'noise';
  return {
    cells: cells.map((figure, index) => withSpread(figure, modes[index] ?? '', spread, read, value)),
    worst: worst.map((isWorst, index) => isWorst && !isNoise(modes[index] ?? '', best)),
    level: modes.map((mode, index) => index > 0 && isNoise(mode, modes[0])),
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
