import type { Spread } from '../../compare/spread.js';
import type { Measurements, RunMeasurements } from '../../measure/measurements.js';
import { type Better, type Figure, findBest, findWorst, isNoWorse, NONE, saysSomething } from '../figures.js';
import type { View } from '../view.js';

/** A table of figures, a column for each mode: what terminal and Markdown draw, each in its way. */
export interface Section {
  title: string;
  lines: Line[];
}

/** A heading over the rows below it, or a row. */
export type Line = Heading | Row;

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
  cells: Figure[];
  /** Which cells are the worst of the row. */
  worst: boolean[];
  /** Which of them differ from the baseline by no more than noise; none do where there is only one run. */
  level: boolean[];
  /** The same figures without the faults; empty where there is no control run. */
  control: Figure[];
}

interface RowOptions {
  short?: string;
  indented?: boolean;
  /** Shown though it is zero everywhere. */
  always?: boolean;
  /** What the figure comes to when all is well, if it is much more than what may be seen here. */
  usual?: number;
  /** What is as it is without the faults is not marked as worse: another mode may have something to catch up on. */
  asUsualIsFine?: boolean;
}

interface RowMaker {
  /** A figure that the control run has as well. */
  row: (label: string, read: (run: RunMeasurements) => Figure, options?: RowOptions) => Row[];
  /** A figure that there is only in comparison with the control run. */
  compared: (label: string, read: (run: Measurements) => Figure, options?: RowOptions) => Row[];
}

/** Makes the rows of one group: none where the figure says nothing in any mode, unless everything is asked for. */
export function rowMaker(view: View, group: string, better: Better): RowMaker {
  const make = (
    label: string,
    read: (run: Measurements) => Figure,
    control: Figure[],
    options: RowOptions,
  ): Row[] => {
    const { short = label, indented = false, always = false, usual = 0, asUsualIsFine = false } = options;
    const cells = view.runs.map(orNone(read));
    if (!always && !view.verbose && ![...cells, ...control].some(saysSomething)) return [];
    const judged = judge(view, cells, read, better, usual);
    const worst = judged.worst.map(
      (isWorst, index) =>
        isWorst && !(asUsualIsFine && isNoWorse(judged.cells[index], control[index], better)),
    );
    return [{ kind: 'row', label, short, indented, group, control, ...judged, worst }];
  };
  return {
    row: (label, read, options = {}) => make(label, read, view.controls.map(orNone(read)), options),
    compared: (label, read, options = {}) =>
      make(
        label,
        read,
        view.controls.map(() => NONE),
        options,
      ),
  };
}

/** Which are the worse ones, and of means: how sure they are, and what of their difference is noise. */
export function judge(
  { modes, spread }: Pick<View, 'modes' | 'spread'>,
  cells: readonly Figure[],
  read: (run: Measurements) => Figure,
  better: Better,
  usual = 0,
): Pick<Row, 'cells' | 'worst' | 'level'> {
  const worst = findWorst(cells, better, usual);
  if (spread === undefined) return { cells: [...cells], worst, level: cells.map(() => false) };
  const value = (run: Measurements): number | undefined => {
    const figure = read(run);
    return 'value' in figure ? figure.value : undefined;
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
  figure: Figure,
  mode: string,
  spread: Spread,
  read: (run: Measurements) => Figure,
  value: (run: Measurements) => number | undefined,
): Figure {
  if (figure.kind === 'none' || figure.kind === 'of') return figure;
  if (figure.kind === 'never') {
    const count = spread.countOf(mode, (run) => read(run).kind === 'never');
    return count === spread.count ? figure : { ...figure, runs: { count, of: spread.count } };
  }
  const half = spread.half(mode, value);
  return half === undefined ? figure : { ...figure, half };
}

function orNone<Run>(read: (run: Run) => Figure): (run: Run | undefined) => Figure {
  return (run) => (run === undefined ? NONE : read(run));
}
