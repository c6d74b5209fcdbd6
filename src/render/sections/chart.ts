import { describeBriefly, type FaultWindow, faultWindow } from '../../compare/faults.js';
import { loadInNumbers } from '../../compare/load-in-numbers.js';
import { formatCount, formatMoment, formatRate } from '../../compare/quantities.js';
import type { Measurements, Series } from '../../measure/measurements.js';
import { plain } from '../text.js';
import { measuredRuns, type View } from '../view.js';
import { widest } from '../width.js';

/** What happened over time, a character for each stretch of it: every line's `plot` is `width` characters at most. */
export interface Chart {
  lines: ChartLine[];
  /** For each character of a plot: does a fault lie over it? */
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
/** The labels' columns, where they need no more. */
const LABEL = 25;
/**
 * Completions are drawn up to this many times what was offered at most: a backlog that drains at once would press
 * everything else to the ground.
 */
const CATCHING_UP = 1.5;

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
  const draw = (read: (series: Series) => number[]): ModeValues[] =>
    runs.map(({ mode, run }) => ({ mode, values: read(run.series) }));
  const offered = largest(draw((series) => rates(series.interval, series.offered, end.at, width)));
  const covered = windows.map(covers);
  return {
    lines: [
      {
        kind: 'axis',
        label: '',
        plot: axis(windows, end, loadInNumbers(view.scenario.load).duration, width),
      },
      ...faultLines(view, covered, glyphs),
      ...plots(
        'completed',
        draw((series) => rates(series.interval, series.completed, end.at, width)),
        offered * CATCHING_UP,
        formatRate,
        glyphs,
      ),
      ...plots(
        'waiting',
        draw((series) => peaks(series, end.at, width)),
        Infinity,
        formatCount,
        glyphs,
      ),
    ],
    faulted: columns(width).map((column) => covered.some((one) => one[column] === true)),
  };
}

interface ModeValues {
  mode: string;
  values: number[];
}

/** How many of `room` columns the labels should have: what they need, within reason, for the plots come first. */
export function chartLabelWidth({ modes, scenario }: View, room: number): number {
  const labels = [
    ...modes.map((mode) => `  ${mode}`),
    ...scenario.faults.map((fault) => plain(describeBriefly(fault))),
  ];
  const needed = widest(labels) + 1;
  return Math.min(Math.max(needed, LABEL), Math.max(LABEL, Math.floor(room / 3)), Math.floor(room * 0.6));
}

/** @param cap what is more is drawn as if it were this, and the scale says so */
function plots(
  title: string,
  modes: ModeValues[],
  cap: number,
  format: (value: number) => string,
  { levels, zero }: Glyphs,
): ChartLine[] {
  const most = largest(modes);
  if (most === 0) return [{ kind: 'scale', label: `${title}: none`, plot: '' }];
  const isCapped = cap > 0 && most > cap;
  const top = isCapped ? cap : most;
  const character = (value: number): string => {
    if (value <= 0) return zero;
    const level = Math.ceil((value / top) * levels.length);
    return levels[Math.min(Math.max(level, 1), levels.length) - 1] ?? zero;
  };
  return [
    {
      kind: 'scale',
      label: `${title}, ${levels.at(-1) ?? ''} = ${format(top)}${isCapped ? '+' : ''}`,
      plot: '',
    },
    ...modes.map(({ mode, values }): ChartLine => ({
      kind: 'series',
      label: `  ${mode}`,
      plot: values.map(character).join(''),
    })),
  ];
}

function largest(modes: readonly ModeValues[]): number {
  return Math.max(0, ...modes.flatMap(({ values }) => values));
}

/** A line for each fault, named. */
function faultLines(
  { scenario: { faults } }: View,
  covered: readonly boolean[][],
  { fault: glyph }: Glyphs,
): ChartLine[] {
  const shown = faults.length > MOST_FAULTS ? MOST_FAULTS - 1 : faults.length;
  const line = (label: string, which: readonly boolean[][]): ChartLine => ({
    kind: 'fault',
    label,
    plot: (which[0] ?? [])
      .map((_, column) => (which.some((one) => one[column] === true) ? glyph : ' '))
      .join(''),
  });
  const rest = covered.slice(shown);
  return [
    ...faults
      .slice(0, shown)
      .map((fault, index) => line(plain(describeBriefly(fault)), covered.slice(index, index + 1))),
    ...(rest.length === 0 ? [] : [line(`${rest.length} more faults`, rest)]),
  ];
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

/** Of counts per interval, the rate per second in each column's stretch; fewer columns where the run ended earlier. */
function rates(interval: number, counts: readonly number[], end: number, width: number): number[] {
  return stretches(interval, counts.length, end, width).map(({ from, to }) => {
    let sum = 0;
    for (
      let index = Math.floor(from / interval);
      index * interval < to && index < counts.length;
      index += 1
    ) {
      const shared = Math.min(to, (index + 1) * interval) - Math.max(from, index * interval);
      sum += (counts[index] ?? 0) * (shared / interval);
    }
    return (sum * 1000) / (to - from);
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
