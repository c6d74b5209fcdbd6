import { describeBriefly, type FaultWindow, faultWindow } from '../../compare/faults.js';
import { loadInNumbers } from '../../compare/load.js';
import { formatCount, formatMoment, formatRate } from '../../compare/quantities.js';
import type { Measurements, Series } from '../../measure/measurements.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';

/** What happened over time, a character for each stretch of it: every line's `plot` is `width` characters at most. */
export interface Chart {
  lines: ChartLine[];
  /** For each character: does a fault lie over it? */
  faulted: boolean[];
}

export interface ChartLine {
  kind: 'axis' | 'fault' | 'scale' | 'series';
  label: string;
  plot: string;
}

/** The characters that a chart is drawn with. */
export interface Glyphs {
  /** From little to much. */
  levels: string;
  /** Exactly nothing. */
  zero: string;
  fault: string;
}

export const BLOCKS: Glyphs = { levels: '▁▂▃▄▅▆▇█', zero: '·', fault: '░' };
/** Ninths of the largest: a digit is as good as a block where there are no blocks. */
export const DIGITS: Glyphs = { levels: '123456789', zero: '.', fault: '#' };

/** Faults with a line of their own; what is beyond shares one. */
const MOST_FAULTS = 3;
/** A backlog may take hours to drain: the chart stops at this many times the load's duration. */
const LONGEST = 2;

/** Completions and what waits, of every mode on the same scale, with the faults above; `undefined` without a run. */
export function chartOf(view: View, width: number, glyphs: Glyphs): Chart | undefined {
  const runs = measuredRuns(view);
  const end = endOf(
    view,
    runs.map(({ run }) => run),
  );
  if (runs.length === 0 || end.at <= 0 || width < 1) return undefined;
  const windows = view.scenario.faults.map(faultWindow);
  const covers = (window: FaultWindow): boolean[] =>
    columns(width).map((column) =>
      overlaps(window, (column * end.at) / width, ((column + 1) * end.at) / width),
    );
  const draw = (
    title: string,
    bins: (series: Series) => number[],
    format: (value: number) => string,
  ): ChartLine[] =>
    plots(
      title,
      runs.map(({ mode, run }) => ({ mode, values: bins(run.series) })),
      glyphs,
      format,
    );
  return {
    lines: [
      {
        kind: 'axis',
        label: '',
        plot: axis(windows, end, loadInNumbers(view.scenario.load).duration, width),
      },
      ...faultLines(view, covers, glyphs),
      ...draw('completed', (series) => rates(series, end.at, width), formatRate),
      ...draw('waiting', (series) => peaks(series, end.at, width), formatCount),
    ],
    faulted: columns(width).map((column) => windows.some((window) => covers(window)[column] === true)),
  };
}

function plots(
  title: string,
  modes: { mode: string; values: number[] }[],
  { levels, zero }: Glyphs,
  format: (value: number) => string,
): ChartLine[] {
  const most = Math.max(0, ...modes.flatMap(({ values }) => values));
  const character = (value: number): string => {
    if (value <= 0) return zero;
    const level = Math.ceil((value / most) * levels.length);
    return levels[Math.min(Math.max(level, 1), levels.length) - 1] ?? zero;
  };
  const top = levels.at(-1) ?? '';
  return [
    { kind: 'scale', label: most === 0 ? `${title}: none` : `${title}, ${top} = ${format(most)}`, plot: '' },
    ...modes.map(({ mode, values }): ChartLine => ({
      kind: 'series',
      label: `  ${mode}`,
      plot: values.map(character).join(''),
    })),
  ];
}

/** A line for each fault, named. */
function faultLines(
  view: View,
  covers: (window: FaultWindow) => boolean[],
  { fault: glyph }: Glyphs,
): ChartLine[] {
  const { faults } = view.scenario;
  const shown = faults.length > MOST_FAULTS ? faults.slice(0, MOST_FAULTS - 1) : faults;
  const rest = faults.slice(shown.length);
  const shade = (covered: boolean[]): string => covered.map((inside) => (inside ? glyph : ' ')).join('');
  const lines = shown.map((fault): ChartLine => ({
    kind: 'fault',
    label: plain(describeBriefly(fault)),
    plot: shade(covers(faultWindow(fault))),
  }));
  if (rest.length === 0) return lines;
  const together = rest.map((fault) => covers(faultWindow(fault)));
  const covered = (together[0] ?? []).map((_, column) => together.some((one) => one[column] === true));
  return [...lines, { kind: 'fault', label: `${rest.length} more faults`, plot: shade(covered) }];
}

/** The moments worth naming, each at its place: the start, the end, the faults', the load's end. First come, first served. */
function axis(
  windows: FaultWindow[],
  end: { at: number; isCut: boolean },
  duration: number,
  width: number,
): string {
  let line = ' '.repeat(width);
  const place = (text: string, start: number): void => {
    const around = line.slice(Math.max(0, start - 2), start + text.length + 2);
    if (start < 0 || start + text.length > width || around.trim() !== '') return;
    line = line.slice(0, start) + text + line.slice(start + text.length);
  };
  const last = `${formatMoment(end.at)}${end.isCut ? '+' : ''}`;
  place(formatMoment(0), 0);
  place(last, width - last.length);
  for (const moment of [...windows.flatMap(({ from, until }) => [from, until]), duration]) {
    if (moment < end.at) place(formatMoment(moment), Math.round((moment / end.at) * width));
  }
  return line.trimEnd();
}

/** Until the load has ended and all is quiet, within reason. */
function endOf(view: View, runs: Measurements[]): { at: number; isCut: boolean } {
  const quiet = Math.max(0, ...runs.map(({ series }) => lastActivity(series)));
  const duration = loadInNumbers(view.scenario.load).duration;
  if (duration === Infinity) return { at: quiet, isCut: false };
  const reached = Math.max(0, ...runs.map(({ end }) => end.at));
  return {
    at: Math.max(Math.min(duration, reached), Math.min(quiet, duration * LONGEST)),
    isCut: quiet > duration * LONGEST,
  };
}

/** The end of the last interval in which something was completed or waited. */
function lastActivity({ interval, completed, backlog }: Series): number {
  const isActive = (_: unknown, index: number): boolean =>
    (completed[index] ?? 0) > 0 || (backlog[index] ?? 0) > 0;
  return (completed.map(isActive).lastIndexOf(true) + 1) * interval;
}

/** Completions per second in each column's stretch; shorter where the run ended earlier. */
function rates({ interval, completed }: Series, end: number, width: number): number[] {
  return stretches(interval, completed.length, end, width).map(({ from, to }) => {
    let count = 0;
    for (
      let index = Math.floor(from / interval);
      index * interval < to && index < completed.length;
      index += 1
    ) {
      const shared = Math.min(to, (index + 1) * interval) - Math.max(from, index * interval);
      count += (completed[index] ?? 0) * (shared / interval);
    }
    return (count * 1000) / (to - from);
  });
}

/** The most that waited in each column's stretch. */
function peaks({ interval, backlog }: Series, end: number, width: number): number[] {
  return stretches(interval, backlog.length, end, width).map(({ from, to }) => {
    const first = Math.floor(from / interval);
    return Math.max(0, ...backlog.slice(first, Math.max(first + 1, Math.ceil(to / interval))));
  });
}

function stretches(
  interval: number,
  count: number,
  end: number,
  width: number,
): { from: number; to: number }[] {
  return columns(width)
    .map((column) => ({ from: (column * end) / width, to: ((column + 1) * end) / width }))
    .filter(({ from }) => from < interval * count);
}

/** A column is covered where its middle is; and where the fault begins in it, so that the shortest is seen. */
function overlaps({ from, until }: FaultWindow, start: number, end: number): boolean {
  return from < end && (from >= start || until > (start + end) / 2);
}

function columns(width: number): number[] {
  return Array.from({ length: width }, (_, column) => column);
}
