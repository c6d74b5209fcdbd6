import { describeBriefly, type FaultWindow, faultWindow } from '../../compare/faults.js';
import { loadInNumbers } from '../../scenario/load-in-numbers.js';
import type { FigureKind } from '../../measure/figures.js';
import type { Series } from '../../measure/measurements.js';
import { measuredRuns, type View } from '../view.js';

/**
 * What a chart shows, as numbers: time runs from 0 to `end`, cut into equal stretches. How it is drawn is decided
 * elsewhere. Times are in milliseconds.
 */
export interface ChartPanels {
  end: number;
  /** Something still went on at `end`. */
  isCut: boolean;
  stretches: number;
  /** Where faults begin and end, and where the load ends, as far as that comes before `end`; the most important first. */
  moments: number[];
  /** One for each fault, in the scenario's order. */
  faults: FaultBand[];
  /** Each of them has a line of its own, however many there are. */
  listsAll: boolean;
  panels: Panel[];
}

interface FaultBand {
  label: string;
  /** Its end may lie beyond the chart's, or be Infinity. */
  window: FaultWindow;
}

/** The same figure of every mode, on one scale. */
export interface Panel {
  title: 'completed/s' | 'backlog';
  unit: Extract<FigureKind, 'rate' | 'count'>;
  /** Where the scale ends; 0 where there is nothing to show. */
  top: number;
  /** Some values are above `top`. */
  isCapped: boolean;
  series: PanelSeries[];
}

interface PanelSeries {
  mode: string;
  /** One for each stretch; fewer where the run ended before the others. */
  values: number[];
}

/** A backlog may take hours to drain: the chart stops at this many times the load's duration. */
const LONGEST = 2;
/** When a backlog drains at once, its peak would flatten all else: the scale ends at this many times what was offered. */
const CATCHING_UP = 1.5;

/** Completions and what waits, of every mode; `undefined` where nothing has run. */
export function chartPanels(view: View, stretches: number): ChartPanels | undefined {
  const runs = measuredRuns(view);
  const { duration } = loadInNumbers(view.scenario);
  const { end, isCut } = chartEnd(view);
  if (runs.length === 0 || end <= 0 || stretches < 1) return undefined;
  const faults = view.scenario.faults.map((fault): FaultBand => {
    return { label: describeBriefly(fault), window: faultWindow(fault) };
  });
  const all = (read: (series: Series) => number[]): PanelSeries[] =>
    runs.map(({ mode, run }) => ({ mode, values: read(run.series) }));
  const offered = largest(all((series) => rates(series.interval, series.offered, end, stretches)));
  const completed = all((series) => rates(series.interval, series.completed, end, stretches));
  const waiting = all((series) => peaks(series, end, stretches));
  return {
    end,
    isCut,
    stretches,
    moments: [...faults.flatMap(({ window: { from, until } }) => [from, until]), duration].filter(
      (moment) => moment < end,
    ),
    faults,
    listsAll: view.verbose,
    panels: [
      { title: 'completed/s', unit: 'rate', ...scale(completed, offered * CATCHING_UP), series: completed },
      { title: 'backlog', unit: 'count', ...scale(waiting), series: waiting },
    ],
  };
}

/** The stretch at a place, from 0. */
export function stretchAt(
  place: number,
  { end, stretches }: Pick<ChartPanels, 'end' | 'stretches'>,
): { from: number; to: number } {
  return { from: (place * end) / stretches, to: ((place + 1) * end) / stretches };
}

/** @param cap where the scale ends even if there is more; 0: it does not */
function scale(series: readonly PanelSeries[], cap = 0): Pick<Panel, 'top' | 'isCapped'> {
  const most = largest(series);
  const isCapped = cap > 0 && most > cap;
  return { top: isCapped ? cap : most, isCapped };
}

function largest(series: readonly PanelSeries[]): number {
  return Math.max(0, ...series.flatMap(({ values }) => values));
}

/** Until the load has ended and all is quiet, within reason. */
export function chartEnd(view: View): Pick<ChartPanels, 'end' | 'isCut'> {
  const { duration } = loadInNumbers(view.scenario);
  const runs = measuredRuns(view).map(({ run }) => run);
  const quiet = Math.max(0, ...runs.map(({ series }) => lastActivity(series)));
  if (duration === Infinity) return { end: quiet, isCut: false };
  const reached = Math.max(0, ...runs.map(({ end }) => end.at));
  return {
    end: Math.max(Math.min(duration, reached), Math.min(quiet, duration * LONGEST)),
    isCut: quiet > duration * LONGEST,
  };
}

/** The end of the last interval in which something was completed or waited. */
function lastActivity({ interval, completed, backlog }: Series): number {
  const isActive = (_: unknown, index: number): boolean =>
    (completed[index] ?? 0) > 0 || (backlog[index] ?? 0) > 0;
  return (completed.map(isActive).lastIndexOf(true) + 1) * interval;
}

/** Counts per interval as rates per second, stretch by stretch. */
function rates(interval: number, counts: readonly number[], end: number, stretches: number): number[] {
  return reached(interval * counts.length, end, stretches).map(({ from, to }) => {
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

/** The most that waited, stretch by stretch. */
function peaks({ interval, peakBacklog }: Series, end: number, stretches: number): number[] {
  return reached(interval * peakBacklog.length, end, stretches).map(({ from, to }) => {
    const first = Math.floor(from / interval);
    return Math.max(0, ...peakBacklog.slice(first, Math.max(first + 1, Math.ceil(to / interval))));
  });
}

/** The stretches that begin before a run's end. */
function reached(runEnd: number, end: number, stretches: number): { from: number; to: number }[] {
  return Array.from({ length: stretches }, (_, place) => stretchAt(place, { end, stretches })).filter(
    ({ from }) => from < runEnd,
  );
}
