import { describeBriefly, type FaultWindow } from '../../compare/faults.js';
import { formatCount, formatMoment, formatRatio } from '../../compare/quantities.js';
import { plain } from '../text.js';
import type { View } from '../view.js';
import { widest, widthOf } from '../width.js';
import { type ChartPanels, type Panel, stretchAt } from './chart-panels.js';

/** What happened over time, one character for each stretch of it. */
export interface Chart {
  lines: ChartLine[];
  /** For each character of a plot: does a fault lie over it? */
  faulted: boolean[];
}

export interface ChartLine {
  kind: 'axis' | 'fault' | 'scale' | 'series';
  label: string;
  /** Stands at the right end of the label's column. */
  scale?: string;
  /** Every one begins with a character of its own for the edge. */
  plot: string;
}

/** The characters that a chart is drawn with. */
export interface Glyphs {
  /** From little to much, in one row. */
  levels: string;
  /** Exactly nothing. */
  zero: string;
  fault: string;
  /** Between the labels and the plots. */
  edge: string;
}

export const BLOCKS: Glyphs = { levels: '▁▂▃▄▅▆▇█', zero: '·', fault: '░', edge: '│' };
export const ASCII: Glyphs = { levels: ':+#', zero: '.', fault: '/', edge: '|' };

/** Faults that have a line each; if there are more, the last line is for all the others. */
const MOST_FAULTS = 3;
/** The labels have this many columns, or more if they need more. */
const LABEL = 25;
/** Rows of a plot; of many modes each has fewer. */
const ROWS = 3;
const ROWS_OF_MANY = 2;
const MANY = 3;
/** Room for the scale, behind a mode's name. */
const SCALE = 9;

/** The axis and the faults above, and below them a plot for each mode of each panel; the faults run through all of it. */
export function drawChart(chart: ChartPanels, glyphs: Glyphs): Chart {
  const covered = chart.faults.map(({ window }) => covers(window, chart));
  const faulted = columns(chart).map((column) => covered.some((one) => one[column] === true));
  // What lies over all of it parts nothing from anything.
  const band = faulted.every(Boolean) ? faulted.map(() => false) : faulted;
  return {
    lines: [
      { kind: 'axis', label: '', plot: ` ${axis(chart)}` },
      ...faultLines(chart, covered, glyphs),
      ...chart.panels.flatMap((panel) => plots(panel, band, glyphs)),
    ],
    faulted,
  };
}

/** How many of `room` columns the labels should have: what they need, but not so many that the plots suffer. */
export function chartLabelWidth({ modes, scenario }: View, room: number): number {
  const labels = [
    ...modes.map((mode) => `  ${mode}${' '.repeat(SCALE)}`),
    ...scenario.faults.map((fault) => plain(describeBriefly(fault))),
  ];
  const needed = widest(labels) + 1;
  return Math.min(Math.max(needed, LABEL), Math.max(LABEL, Math.floor(room / 3)), Math.floor(room * 0.6));
}

const FORMATS: Record<Panel['unit'], (value: number) => string> = { rate: formatRatio, count: formatCount };

/** The title, and some rows for each mode, with the scale at their side. */
function plots(
  { title, unit, top, isCapped, series }: Panel,
  faulted: readonly boolean[],
  glyphs: Glyphs,
): ChartLine[] {
  if (top === 0) return [{ kind: 'scale', label: `${title}: none`, plot: '' }];
  const rows = series.length >= MANY ? ROWS_OF_MANY : ROWS;
  const most = `${FORMATS[unit](top)}${isCapped ? '+' : ''}`;
  return [
    { kind: 'scale', label: title, plot: isCapped ? ' (+: clipped, some values are above the scale)' : '' },
    ...series.flatMap(({ mode, values }, index) => [
      ...(index === 0 ? [] : [{ kind: 'scale' as const, label: '', plot: '' }]),
      ...rowsOf(values, top, rows, faulted, glyphs).map((plot, row): ChartLine => ({
        kind: 'series',
        label: row === 0 ? `  ${mode}` : '',
        scale: row === 0 ? most : row === rows - 1 ? '0' : '',
        plot,
      })),
    ]),
  ];
}

/** One plot, the highest row first: a value fills the rows from below, the last of them in part. */
function rowsOf(
  values: readonly number[],
  top: number,
  rows: number,
  faulted: readonly boolean[],
  { levels, zero, fault, edge }: Glyphs,
): string[] {
  const heights = values.map((value) =>
    value <= 0
      ? 0
      : Math.min(Math.max(1, Math.ceil((value / top) * levels.length * rows)), levels.length * rows),
  );
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * levels.length;
    const cells = faulted.map((isFaulted, column) => {
      const height = heights[column];
      const empty = isFaulted ? fault : ' ';
      if (height === undefined) return empty;
      if (height === 0 && below === 0) return zero;
      return height <= below ? empty : (levels[Math.min(height - below, levels.length) - 1] ?? empty);
    });
    return edge + cells.join('').trimEnd();
  });
}

/** A line for each fault, with its name. */
function faultLines(
  { faults, listsAll }: ChartPanels,
  covered: readonly boolean[][],
  { fault: glyph }: Glyphs,
): ChartLine[] {
  const shown = listsAll || faults.length <= MOST_FAULTS ? faults.length : MOST_FAULTS - 1;
  const line = (label: string, which: readonly boolean[][]): ChartLine => ({
    kind: 'fault',
    label,
    plot: ` ${(which[0] ?? [])
      .map((_, column) => (which.some((one) => one[column] === true) ? glyph : ' '))
      .join('')}`,
  });
  const rest = covered.slice(shown);
  return [
    ...faults.slice(0, shown).map(({ label }, index) => line(plain(label), covered.slice(index, index + 1))),
    ...(rest.length === 0 ? [] : [line(`${rest.length} more faults`, rest)]),
  ];
}

/** The start, the end and the moments between them, each above the column in which it lies. A moment is left out where there is no room. */
function axis({ end, isCut, moments, stretches: width }: ChartPanels): string {
  let line = ' '.repeat(width);
  const place = (text: string, start: number): void => {
    const around = line.slice(Math.max(0, start - 2), start + text.length + 2);
    if (start < 0 || start + text.length > width || around.trim() !== '') return;
    line = line.slice(0, start) + text + line.slice(start + text.length);
  };
  const last = `${formatMoment(end)}${isCut ? '+' : ''}`;
  place(formatMoment(0), 0);
  place(last, width - last.length);
  for (const moment of moments) place(formatMoment(moment), Math.floor((moment / end) * width));
  return line.trimEnd();
}

/** A fault covers the columns whose middle lies in it, and the one where it begins, so that even the shortest is seen. */
function covers(fault: FaultWindow, chart: ChartPanels): boolean[] {
  return columns(chart).map((column) => {
    const { from, to } = stretchAt(column, chart);
    return fault.from < to && (fault.from >= from || fault.until > (from + to) / 2);
  });
}

function columns({ stretches }: ChartPanels): number[] {
  return Array.from({ length: stretches }, (_, column) => column);
}

/** A line's label, with its scale at the right, in so many columns. */
export function labelOf({ label, scale = '' }: ChartLine, width: number): string {
  const room = Math.max(0, width - widthOf(label));
  return scale === '' || scale.length > room ? label : label + scale.padStart(room);
}
