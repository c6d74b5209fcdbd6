import { formatMoment, formatTime } from '../compare/quantities.js';
import type { ModeTrace, Span, Trace, TracedAttempt } from '../trace/trace.js';
import { grid, paragraph } from './terminal/grid.js';
import { type Style, styleOf } from './terminal/style.js';
import { plain, toAscii } from './text.js';
import { cutTo, padTo, widthOf } from './width.js';

export interface TraceOptions {
  width: number;
  color: 0 | 1 | 2 | 3;
  ascii: boolean;
  title: string;
  /** Why this request and no other. */
  why: string;
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
/** Attempts drawn of one mode; what comes between the first and the last of them is counted. */
const MOST_ROWS = 24;
const LAST_ROWS = 6;

interface Pen {
  width: number;
  strokes: Strokes;
  style: Style;
  cut: string;
  /** Columns of the names, and of the axis beside them. */
  label: number;
  cells: number;
  /** Milliseconds that the axis shows. */
  length: number;
}

/** One request in all modes, one above the other on one time axis, then every attempt in figures. */
export function renderTrace(trace: Trace, options: TraceOptions): string {
  const width = Math.max(options.width, NARROWEST);
  const modes = Object.entries(trace.modes);
  const found = modes.flatMap(([, mode]) => (mode === undefined ? [] : [mode]));
  const names = found.flatMap(({ attempts }) => attempts.map(({ id }) => widthOf(plain(id))));
  const label = Math.min(Math.max(12, ...names) + 3, Math.floor(width / 3));
  const pen: Pen = {
    width,
    strokes: options.ascii ? ASCII : UNICODE,
    style: styleOf(options.color),
    cut: options.ascii ? '~' : '…',
    label,
    cells: width - label - 1,
    length: Math.max(...found.map(({ end }) => end), Number.MIN_VALUE),
  };
  const blocks = [
    head(trace, found, options, pen),
    ...modes.map(([name, mode]) => drawMode(name, mode, pen)),
    ...modes.flatMap(([name, mode]) => (mode === undefined ? [] : [listMode(name, mode, pen)])),
  ];
  const text = blocks.map((lines) => `${lines.map((line) => line.trimEnd()).join('\n')}\n`).join('\n');
  return options.ascii ? toAscii(text) : text;
}

function head(trace: Trace, [first]: readonly ModeTrace[], options: TraceOptions, pen: Pen): string[] {
  const { strokes, width, cut, style } = pen;
  const which =
    first === undefined ? 'no request' : `request ${first.number}, begun at ${formatTime(first.begunAt)}`;
  const legend = [
    `${strokes.waited} waits`,
    `${strokes.worked} works`,
    `${strokes.blocked} blocked: holds its slot for others`,
    `${strokes.backOff} back-off`,
    `${strokes.no} failed`,
  ].join('  ');
  return [
    ...paragraph(`${style.title(plain(options.title))}: ${which}`, width, cut),
    ...paragraph(options.why, width, cut),
    ...paragraph(`correlation id ${trace.key}: the same arrival, work and luck in every mode`, width, cut),
    ...paragraph(style.quiet(legend), width, cut),
  ];
}

function drawMode(name: string, mode: ModeTrace | undefined, pen: Pen): string[] {
  const { style, strokes, label } = pen;
  const heading = ` ${style.title(plain(name).toUpperCase())}`;
  if (mode === undefined) return [heading, ' it was not begun in this mode'];
  const { attempts, marks, told, completedAt } = mode;
  const row = (text: string, bar: string): string =>
    ` ${padTo(cutTo(text, label - 2, pen.cut), label)}${bar}`;
  const hidden = Math.max(0, attempts.length - MOST_ROWS);
  const shown = hidden === 0 ? attempts : attempts.slice(0, MOST_ROWS - LAST_ROWS);
  const last = hidden === 0 ? [] : attempts.slice(-LAST_ROWS);
  const drawOne = (attempt: TracedAttempt): string => row(plain(attempt.id), barOf(attempt, pen));
  return [
    ...paragraph(sentenceOf(mode), pen.width, pen.cut, `${heading}  `),
    ` ${' '.repeat(label)}${style.quiet(axis(pen))}`,
    row('caller', callerBar(told, pen)),
    ...shown.map(drawOne),
    ...(hidden === 0 ? [] : [row(`${pen.cut} ${hidden} more`, '')]),
    ...last.map(drawOne),
    ...marks
      .slice(0, LAST_ROWS)
      .map(({ what, at }) => row(what, ' '.repeat(cellOf(at, pen)) + style.bad(strokes.no))),
    row(
      'work done',
      completedAt === undefined ? 'never' : ' '.repeat(cellOf(completedAt, pen)) + style.good(strokes.done),
    ),
  ];
}

/** What the caller felt, and when it was done. */
function sentenceOf({ told, completedAt, attempts }: ModeTrace): string {
  const because = told?.origin === undefined ? '' : `, because of ${plain(told.origin)}`;
  const answer =
    told === undefined
      ? 'the caller has no answer'
      : `the caller ${TOLD[told.what]} after ${formatTime(told.at)}${because}`;
  const isPartly = attempts.some(({ effect }) => effect !== 'none');
  const never = isPartly ? 'half of it was done, the rest never' : 'nothing was done';
  return `${answer}; ${completedAt === undefined ? never : `all was done after ${formatTime(completedAt)}`}`;
}

const TOLD = { accepted: 'was told yes', failed: 'was told no', timedOut: 'gave up' };

function axis({ cells, length }: Pen): string {
  const end = formatTime(length);
  const middle = formatMoment(length / 2);
  const half = Math.floor(cells / 2);
  const begin = `0${' '.repeat(Math.max(1, half - 1))}${middle}`;
  if (begin.length + end.length + 2 > cells) return `0${end.padStart(cells - 1)}`;
  return begin + end.padStart(cells - begin.length);
}

function callerBar(told: ModeTrace['told'], { strokes, style, ...pen }: Pen): string {
  if (told === undefined) return strokes.caller.repeat(pen.cells);
  const mark = told.what === 'accepted' ? style.good(strokes.yes) : style.bad(strokes.no);
  return strokes.caller.repeat(cellOf(told.at, { ...pen, strokes, style })) + mark;
}

function barOf(attempt: TracedAttempt, pen: Pen): string {
  const { strokes, style, cells } = pen;
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
  if (failure !== undefined) bar[cellOf(failure.at, pen)] = style.bad(strokes.no);
  return bar.join('');
}

/** The cell of the axis in which a moment lies. */
function cellOf(at: number, { cells, length }: Pen): number {
  return Math.min(cells - 1, Math.max(0, Math.floor((at / length) * cells)));
}

/** The last of them are left out where there is no room. */
const FIGURES: { heading: string; of: (attempt: TracedAttempt) => string }[] = [
  { heading: 'at', of: ({ at }) => formatTime(at) },
  { heading: 'waited', of: ({ waited }) => lengthOf(waited) },
  { heading: 'worked', of: ({ worked }) => lengthOf(worked) },
  { heading: 'blocked', of: ({ blocked }) => lengthOf(blocked) },
];
/** Columns that are left for what came of an attempt. */
const NARROWEST_RESULT = 10;

/** Every attempt in figures, with its causation: who called it, or whose events it waited for. */
function listMode(name: string, { attempts, marks }: ModeTrace, { width, style, cut }: Pen): string[] {
  const shown =
    attempts.length <= MOST_ROWS
      ? attempts
      : [...attempts.slice(0, MOST_ROWS - LAST_ROWS), ...attempts.slice(-LAST_ROWS)];
  const ids = attempts.map(({ id }) => widthOf(plain(id)));
  const id = Math.min(Math.max(10, ...ids) + 2, Math.floor(width / 4));
  const figure = 9;
  const figures = FIGURES.slice(0, Math.max(1, Math.floor((width - 2 * id - NARROWEST_RESULT) / figure)));
  const rest = width - 2 * id - figures.length * figure;
  return grid(
    [
      { width: id, align: 'left' },
      { width: id, align: 'left', wrap: true },
      ...figures.map(() => ({ width: figure, align: 'right' as const })),
      { width: rest, align: 'left', wrap: true },
    ],
    [
      [
        ` ${style.title(plain(name).toUpperCase())}`,
        'caused by',
        ...figures.map(({ heading }) => heading),
        '',
      ],
      ...shown.map((attempt) => [
        ` ${plain(attempt.id)}`,
        plain(attempt.causedBy.join(', ')),
        ...figures.map(({ of }) => of(attempt)),
        resultOf(attempt),
      ]),
      ...marks.map((mark) => [
        ` ${plain(mark.step)}`,
        '',
        ...figures.map((_, index) => (index === 0 ? formatTime(mark.at) : '')),
        `${mark.what}${mark.origin === undefined || mark.origin === mark.step ? '' : ` (${plain(mark.origin)})`}`,
      ]),
    ],
    cut,
  );
}

function lengthOf(span: Span | undefined): string {
  return span === undefined ? '' : formatTime(span.to - span.from);
}

/** As its caller saw it, and what it did all the same. */
function resultOf({ step, failure, effect, declined, recognised, isOpen }: TracedAttempt): string {
  const did = { first: 'done', again: 'done again', none: '' }[effect];
  const butDone = did === '' ? '' : `, but ${did}`;
  if (declined) return `declined${butDone}`;
  if (recognised) return 'recognised';
  if (failure === undefined) return isOpen ? 'still going on' : did;
  const origin = failure.origin === step || failure.cause === 'timeout' ? '' : ` (${plain(failure.origin)})`;
  const answer = CAUSES[failure.cause] ?? failure.cause;
  return `${answer}${origin}${butDone}`;
}

const CAUSES: Record<string, string> = {
  injected: 'failed',
  inherited: 'failed',
  overload: 'turned away',
  timeout: 'timed out',
};
