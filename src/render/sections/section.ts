import type { Measurements, RunMeasurements } from '../../measure/measurements.js';
import { type Better, type Figure, findWorst, NONE, saysSomething } from '../figures.js';
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
}

interface RowMaker {
  /** A figure that the control run has as well. */
  row: (label: string, read: (run: RunMeasurements) => Figure, options?: RowOptions) => Row[];
  /** A figure that there is only in comparison with the control run. */
  compared: (label: string, read: (run: Measurements) => Figure, options?: RowOptions) => Row[];
}

/** Makes the rows of one group: none where the figure says nothing in any mode, unless everything is asked for. */
export function rowMaker(view: View, group: string, better: Better): RowMaker {
  const make = (label: string, cells: Figure[], control: Figure[], options: RowOptions): Row[] => {
    const { short = label, indented = false, always = false, usual = 0 } = options;
    if (!always && !view.verbose && ![...cells, ...control].some(saysSomething)) return [];
    return [
      { kind: 'row', label, short, indented, group, cells, worst: findWorst(cells, better, usual), control },
    ];
  };
  return {
    row: (label, read, options = {}) =>
      make(label, view.runs.map(orNone(read)), view.controls.map(orNone(read)), options),
    compared: (label, read, options = {}) =>
      make(
        label,
        view.runs.map(orNone(read)),
        view.controls.map(() => NONE),
        options,
      ),
  };
}

function orNone<Run>(read: (run: Run) => Figure): (run: Run | undefined) => Figure {
  return (run) => (run === undefined ? NONE : read(run));
}
