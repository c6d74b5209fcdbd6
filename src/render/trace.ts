import { formatTime } from '../compare/quantities.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Mark, ModeTrace, Span, Trace, TracedAttempt } from '../trace/trace.js';
import type { Display } from './options.js';
import { grid, pack, paragraph } from './terminal/grid.js';
import { type Style, styleOf } from './terminal/style.js';
import { plain, toAscii } from './text.js';
import { topologyLine } from './topology.js';
import { cellOf, drawAxis, type TimeAxis } from './trace-axis.js';
import {
  attemptsShown,
  attemptRows,
  faultsShown,
  FIGURES,
  marksShown,
  rowsFor,
  whichRequest,
} from './trace-shown.js';
import { markInWords, sentenceOf } from './trace-words.js';
import { cutTo, padTo, widthOf } from './width.js';

export interface TraceOptions extends Display {
  scenario: Scenario;
  /** Why this request and no other; left out where it was asked for by its number. */
  why?: string;
}

/** How each way to spend time is drawn. */
interface Strokes {
  waited: string;
  worked: string;
  blocked: string;
  backOff: string;
  caller: string;
  yes: string;
  no: string;
  done: string;
}

const UNICODE: Strokes = {
  waited: '░',
  worked: '█',
  blocked: '▒',
  backOff: '·',
  caller: '─',
  yes: '✓',
  no: '✗',
  done: '◆',
};
const ASCII: Strokes = {
  waited: 'w',
  worked: '#',
  blocked: ':',
  backOff: '.',
  caller: '-',
  yes: 'Y',
  no: 'x',
  done: '*',
};

/** Below this nothing can be read. */
const NARROWEST = 40;
/** Where one mode takes this many times as long as another, each has a time axis of its own. */
const MOST_APART = 4;

interface Pen extends TimeAxis {
  width: number;
  strokes: Strokes;
  style: Style;
  cut: string;
  /** Signs that stand in the picture so far: those that the key explains. */
  drawn: Set<string>;
  /** Columns of the names; the axis stands beside them. */
  label: number;
  /** Every attempt, however many there are. */
  areAllShown: boolean;
}

/** One request in all modes, one above the other, then every attempt in figures. */
export function renderTrace(trace: Trace, options: TraceOptions): string {
  const { scenario, quiet, ascii } = options;
  const { pen, penOf, areApart } = pensFor(trace, options);
  const modes = Object.entries(trace.modes);
  const steps = scenario.steps.map(({ name }) => name);
  const pictures = modes.map(([name, mode]) =>
    quiet ? sayMode(name, mode, steps, pen) : drawMode(name, mode, steps, penOf(mode)),
  );
  const blocks = [
    [...describeTrace(trace, areApart, options, pen), ...key(pen)],
    ...pictures,
    ...modes.flatMap(([name, mode]) => (quiet || mode === undefined ? [] : [listMode(name, mode, pen)])),
  ];
  const text = blocks.map((lines) => `${lines.map((line) => line.trimEnd()).join('\n')}\n`).join('\n');
  return ascii ? toAscii(text) : text;
}

/** The picture of each mode alone, without colours, and the key to its signs. */
export function drawTrace(
  trace: Trace,
  options: TraceOptions,
): { modes: Record<string, string[]>; key: string[] } {
  const { pen, penOf } = pensFor(trace, options);
  const modes = Object.entries(trace.modes).flatMap(([name, mode]) =>
    mode === undefined ? [] : [[name, drawBars(mode, penOf(mode)).map((line) => line.trimEnd())] as const],
  );
  return { modes: Object.fromEntries(modes), key: key(pen) };
}

/** Each mode has a time axis of its own where one takes much longer than another. */
function pensFor(trace: Trace, options: TraceOptions) {
  const width = Math.max(options.width, NARROWEST);
  const found = Object.values(trace.modes).filter((mode) => mode !== undefined);
  const names = found.flatMap(({ attempts }) => attempts.map(({ id }) => widthOf(plain(id))));
  const label = Math.min(Math.max(12, ...names) + 3, Math.floor(width / 3));
  const pen: Pen = {
    width,
    strokes: options.ascii ? ASCII : UNICODE,
    drawn: new Set(),
    style: styleOf(options.color),
    cut: options.ascii ? '~' : '…',
    label,
    cells: width - label - 1,
    length: Math.max(...found.map(lengthShown)),
    areAllShown: options.verbose,
  };
  const areApart = pen.length > MOST_APART * Math.min(...found.map(lengthShown));
  const penOf = (mode: ModeTrace | undefined): Pen =>
    mode === undefined || !areApart ? pen : { ...pen, length: lengthShown(mode) };
  return { pen, penOf, areApart };
}

function lengthShown({ end }: ModeTrace): number {
  return Math.max(end, Number.MIN_VALUE);
}

function describeTrace(
  trace: Trace,
  areApart: boolean,
  { scenario, why, verbose }: TraceOptions,
  { width, cut, style }: Pen,
): string[] {
  const scales = Object.entries(trace.modes).flatMap(([name, mode]) =>
    mode === undefined ? [] : [`${plain(name)} ${formatTime(mode.end)}`],
  );
  const { faults, more } = faultsShown(scenario, verbose);
  return [
    ...paragraph(`${style.title(plain(scenario.title))}: ${whichRequest(trace)}`, width, cut),
    ...paragraph(topologyLine(scenario), width, cut),
    ...faults.flatMap((fault, index) =>
      paragraph(style.fault(fault), width, cut, index === 0 ? 'fault: ' : '       '),
    ),
    ...(more > 0 ? [`       ${more} more`] : []),
    ...(why === undefined ? [] : paragraph(`chosen: ${plain(why)}`, width, cut)),
    ...paragraph('identical arrival and service times in every mode', width, cut),
    ...(areApart ? pack([`time axes differ: ${scales[0] ?? ''}`, ...scales.slice(1)], ' · ', width) : []),
  ];
}

function key(pen: Pen): string[] {
  return pack(keyOf(pen), '  ', pen.width).map((line) => pen.style.quiet(line));
}

/** What the signs mean that have been drawn, and no others. */
function keyOf({ strokes, drawn }: Pen): string[] {
  const meanings: [sign: string, meaning: string][] = [
    [strokes.caller, 'caller waits'],
    [strokes.waited, 'queued'],
    [strokes.worked, 'processing'],
    [strokes.blocked, 'blocked on downstream'],
    [strokes.backOff, 'back-off'],
    [strokes.yes, 'success response'],
    [strokes.no, 'failed'],
    [strokes.done, 'completed'],
  ];
  return meanings.flatMap(([sign, meaning]) => (drawn.has(sign) ? [`${sign} ${meaning}`] : []));
}

/** How it went in one mode, in a sentence. */
function sayMode(
  name: string,
  mode: ModeTrace | undefined,
  steps: readonly string[],
  { style, width, cut }: Pen,
): string[] {
  const heading = ` ${style.title(plain(name).toUpperCase())}`;
  if (mode === undefined) return [heading, ' not started in this mode'];
  return paragraph(sentenceOf(mode, steps), width, cut, `${heading}  `);
}

function drawMode(name: string, mode: ModeTrace | undefined, steps: readonly string[], pen: Pen): string[] {
  return [...sayMode(name, mode, steps, pen), ...(mode === undefined ? [] : drawBars(mode, pen))];
}

/** The waterfall: the caller, every attempt, and what happened without one, on one axis of time. */
function drawBars({ attempts, marks, told, completedAt }: ModeTrace, pen: Pen): string[] {
  const { style, label } = pen;
  const row = (text: string, bar: string): string =>
    ` ${padTo(cutTo(text, label - 2, pen.cut), label)}${bar}`;
  const { first, hidden, last } = attemptsShown(attempts, rowsFor(pen.areAllShown));
  const drawOne = (attempt: TracedAttempt): string => row(plain(attempt.id), barOf(attempt, pen));
  return [
    ` ${' '.repeat(label)}${style.quiet(drawAxis(pen))}`,
    row('caller', callerBar(told, pen)),
    ...first.map(drawOne),
    ...(hidden === 0 ? [] : [row(`${pen.cut} ${hidden} more`, '')]),
    ...last.map(drawOne),
    ...marksShown(marks, rowsFor(pen.areAllShown)).map((mark) => row(plain(mark.step), markAt(mark, pen))),
    row(
      'completed',
      completedAt === undefined ? 'never' : ' '.repeat(cellOf(completedAt, pen)) + sign('done', pen),
    ),
  ];
}

/** The words stand behind the sign, or before it where there is no room behind. */
function markAt(mark: Mark, pen: Pen): string {
  const { cells } = pen;
  const cell = cellOf(mark.at, pen);
  const words = markInWords(mark);
  const no = sign('no', pen);
  const isLast = cell + 2 + widthOf(words) > cells;
  return isLast ? `${words} `.padStart(cell) + no : `${' '.repeat(cell)}${no} ${words}`;
}

function callerBar(told: ModeTrace['told'], pen: Pen): string {
  const { strokes, drawn, cells } = pen;
  const length = told === undefined ? cells : cellOf(told.at, pen);
  if (length > 0) drawn.add(strokes.caller);
  const mark = told === undefined ? '' : sign(told.what === 'accepted' ? 'yes' : 'no', pen);
  return strokes.caller.repeat(length) + mark;
}

/** How something ended, in its colour. */
function sign(of: 'yes' | 'no' | 'done', { strokes, style, drawn }: Pen): string {
  drawn.add(strokes[of]);
  return of === 'no' ? style.bad(strokes.no) : style.good(strokes[of]);
}

function barOf(attempt: TracedAttempt, pen: Pen): string {
  const { strokes, drawn, cells } = pen;
  const bar = new Array<string>(cells).fill(' ');
  const paint = (span: Span | undefined, stroke: string, isLast: boolean): void => {
    if (span === undefined) return;
    const from = cellOf(span.from, pen);
    const to = isLast && attempt.isOpen ? cells - 1 : Math.max(from, cellOf(span.to, pen));
    // What comes next begins in the cell where this one ends.
    bar.fill(stroke, from, Math.max(from + 1, to));
  };
  const { waited, worked, blocked, failure } = attempt;
  paint(attempt.repeats?.backOff, strokes.backOff, false);
  paint(waited, strokes.waited, worked === undefined);
  paint(blocked, strokes.blocked, true);
  paint(worked, strokes.worked, blocked === undefined);
  const no = failure === undefined ? undefined : cellOf(failure.at, pen);
  if (no !== undefined) bar[no] = sign('no', pen);
  for (const [cell, stroke] of bar.entries()) if (cell !== no) drawn.add(stroke);
  return bar.join('');
}

const FIGURE_WIDTH = 9;
/** Columns that are left for what came of an attempt. */
const NARROWEST_RESULT = 10;

/** Every attempt in figures, with its causation: who called it, or whose events it waited for. */
function listMode(
  name: string,
  { attempts, marks }: ModeTrace,
  { width, style, cut, areAllShown }: Pen,
): string[] {
  const { first, last } = attemptsShown(attempts, rowsFor(areAllShown));
  const shown = [...first, ...last];
  const columnFor = (texts: readonly string[]): number =>
    Math.min(Math.max(10, ...texts.map((text) => widthOf(plain(text)))) + 2, Math.floor(width / 4));
  const id = columnFor([name, ...attempts.map((attempt) => attempt.id)].map((text) => ` ${text}`));
  const cause = columnFor(attempts.flatMap(({ causedBy }) => causedBy));
  const room = Math.max(1, Math.floor((width - id - cause - NARROWEST_RESULT) / FIGURE_WIDTH));
  const figures = FIGURES.filter(({ of }) => attempts.some((attempt) => of(attempt) !== '')).slice(0, room);
  const rest = width - id - cause - figures.length * FIGURE_WIDTH;
  return grid(
    [
      { width: id, align: 'left' },
      { width: cause, align: 'left', wrap: true },
      ...figures.map(() => ({ width: FIGURE_WIDTH, align: 'right' as const })),
      // A blank between the last figure and the text beside it.
      { width: 2, align: 'left' },
      { width: rest - 2, align: 'left', wrap: true },
    ],
    [
      [
        ` ${style.title(plain(name).toUpperCase())}`,
        'caller\nor event',
        ...figures.map(({ heading }) => heading),
        '',
        'result',
      ],
      ...attemptRows(shown, marks, figures, attempts).map((row) => [
        ` ${row[0] ?? ''}`,
        ...row.slice(1, -1),
        '',
        row.at(-1) ?? '',
      ]),
    ],
    cut,
  );
}
