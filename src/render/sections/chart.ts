import { describeBriefly, type FaultWindow } from '../../compare/faults.js';
import { formatCount, formatMoment, formatRate } from '../../compare/quantities.js';
import { plain } from '../text.js';
import type { View } from '../view.js';
import { widest } from '../width.js';
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

/** Faults that have a line each; if there are more, the last line is for all the others. */
const MOST_FAULTS = 3;
/** The labels have this many columns, or more if they need more. */
const LABEL = 25;

/** The axis and the faults above, and below them a plot for each mode of each panel. */
export function drawChart(chart: ChartPanels, glyphs: Glyphs): Chart {
  const covered = chart.faults.map(({ window }) => covers(window, chart));
  return {
    lines: [
      { kind: 'axis', label: '', plot: axis(chart) },
      ...faultLines(chart, covered, glyphs),
      ...chart.panels.flatMap((panel) => plots(panel, glyphs)),
    ],
    faulted: columns(chart).map((column) => covered.some((one) => one[column] === true)),
  };
}

/** How many of `room` columns the labels should have: what they need, but not so many that the plots suffer. */
export function chartLabelWidth({ modes, scenario }: View, room: number): number {
  const labels = [
    ...modes.map((mode) => `  ${mode}`),
    ...scenario.faults.map((fault) => plain(describeBriefly(fault))),
  ];
  const needed = widest(labels) + 1;
  return Math.min(Math.max(needed, LABEL), Math.max(LABEL, Math.floor(room / 3)), Math.floor(room * 0.6));
}

const FORMATS: Record<Panel['unit'], (value: number) => string> = { rate: formatRate, count: formatCount };

/** The scale, and a line for each mode. */
function plots({ title, unit, top, isCapped, series }: Panel, { levels, zero }: Glyphs): ChartLine[] {
  if (top === 0) return [{ kind: 'scale', label: `${title}: none`, plot: '' }];
  const character = (value: number): string => {
    if (value <= 0) return zero;
    const level = Math.ceil((value / top) * levels.length);
    return levels[Math.min(Math.max(level, 1), levels.length) - 1] ?? zero;
  };
  return [
    {
      kind: 'scale',
      label: `${title} (${levels.at(-1) ?? ''} = ${FORMATS[unit](top)}${isCapped ? ', + = clipped' : ''})`,
      plot: '',
    },
    ...series.map(({ mode, values }): ChartLine => ({
      kind: 'series',
      label: `  ${mode}`,
      plot: values.map(character).join(''),
    })),
  ];
}

/** A line for each fault, with its name. */
function faultLines(
  { faults }: ChartPanels,
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
    ...faults.slice(0, shown).map(({ label }, index) => line(plain(label), covered.slice(index, index + 1))),
    ...(rest.length === 0 ? [] : [line(`${rest.length} more faults`, rest)]),
  ];
}

/** The start, the end and the moments between them, each at its place. A moment is left out where there is no room. */
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
  for (const moment of moments) place(formatMoment(moment), Math.round((moment / end) * width));
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
