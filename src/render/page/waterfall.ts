import { scaleLinear } from 'd3-scale';
import { faultWindow } from '../../compare/faults.js';
import { formatMoment } from '../../compare/quantities.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { ModeTrace, Trace } from '../../trace/trace.js';
import { plain } from '../text.js';
import { attemptRows, attemptsShown, FIGURES } from '../trace-shown.js';
import { sentenceOf } from '../trace-words.js';
import { dataTable, figure } from './figure.js';
import { markup, type Markup } from './markup.js';
import { SPENT, type Bar, type Lane, lanesOf, SIGNS } from './waterfall-lanes.js';

const AXIS = 22;
const LANE = 33;
/** Of a lane: where its bar lies below its words. */
const MIDDLE = 20;
const BOTTOM = 6;
/** Parts of the width in which no bar lies, so that signs at the ends are whole. */
const EDGE = 1.2;
const HEIGHTS: Record<Exclude<Bar['spent'], 'waits' | 'pause'>, number> = {
  queued: 5,
  working: 10,
  blocked: 8,
};

type Place = (at: number) => number;

interface Shown {
  trace: Trace;
  scenario: Scenario;
  /** Begins the ids of its elements. */
  id: string;
  /** How many attempts are drawn of a mode. */
  rows: number;
  /** Its data in sight, and not only for who asks. */
  isTableApart?: boolean;
}

/** One request as bars over time, mode by mode, below one another on one and the same axis. */
export function waterfall({ trace, scenario, id, rows, isTableApart = false }: Shown): Markup {
  const steps = scenario.steps.map(({ name }) => name);
  const found = Object.entries(trace.modes).flatMap(([name, mode]) =>
    mode === undefined ? [] : [{ name, mode, lanes: lanesOf(mode, rows) }],
  );
  const length = Math.max(Number.MIN_VALUE, ...found.map(({ mode }) => mode.end));
  const drawings = Object.keys(trace.modes).map((name, index) => {
    const one = found.find((other) => other.name === name);
    const words = one === undefined ? 'not started in this mode' : sentenceOf(one.mode, steps);
    const told = markup`<p><strong>${plain(name)}</strong> ${words}</p>`;
    if (one === undefined) return told;
    const drawing = drawMode(one.lanes, one.mode, scenario, length);
    return markup`<div class="one">${told}${wide(drawing, { title: `${plain(name)}: one request over time`, description: words }, `${id}-${index}`)}</div>`;
  });
  const spent = new Set(
    found.flatMap(({ lanes }) => lanes.flatMap(({ bars }) => bars.map((bar) => bar.spent))),
  );
  return figure({
    name: 'waterfall',
    drawings,
    caption: [
      key(spent),
      ' Every mode has the same time axis, from the beginning of the request.',
      faultsOf(found, scenario, length),
    ],
    ...(isTableApart ? {} : { table: attemptTable(trace, rows) }),
  });
}

/** Every attempt that is drawn, in figures. */
export function attemptTable({ modes }: Trace, rows: number): Markup {
  const found = Object.entries(modes).flatMap(([name, mode]) => (mode === undefined ? [] : [{ name, mode }]));
  const figures = FIGURES.filter(({ of }) =>
    found.some(({ mode }) => mode.attempts.some((one) => of(one) !== '')),
  );
  return dataTable(
    [
      'mode',
      'attempt',
      'caller or event',
      ...figures.map(({ heading }) => heading.replace('\n', ' ')),
      'result',
    ],
    found.flatMap(({ name, mode: { attempts, marks } }) => {
      const { first, last } = attemptsShown(attempts, rows);
      return attemptRows([...first, ...last], marks, figures, attempts).map((row) => [plain(name), ...row]);
    }),
    'Attempts of this request',
    'attempts',
  );
}

/** As wide as there is room: lengths are parts of the width, so that its words are as large on a telephone as on a wall. */
function wide(
  { height, content }: { height: number; content: Markup },
  { title, description }: { title: string; description: string },
  id: string,
): Markup {
  return markup`<svg role="img" width="100%" height="${height}" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>${content}</svg>`;
}

function drawMode(
  lanes: readonly Lane[],
  { begunAt }: ModeTrace,
  scenario: Scenario,
  length: number,
): { height: number; content: Markup } {
  const place = scaleLinear([0, length], [EDGE, 100 - EDGE]);
  const height = AXIS + lanes.length * LANE + BOTTOM;
  return {
    height,
    content: markup`${bandsOf(scenario, begunAt, length).map(
      ({ from, to }) =>
        markup`<rect x="${percent(place(from))}" y="${AXIS}" width="${percent(place(to) - place(from))}" height="${height - AXIS}" class="fault"/>`,
    )}${axis(place, length, height)}<g class="lanes">${lanes.map((lane, index) => nameLane(lane, AXIS + index * LANE))}</g>${lanes.map((lane, index) => drawLane(lane, AXIS + index * LANE, place))}`,
  };
}

/** When the faults are at work, as far as that is neither never nor always. */
function bandsOf(
  { faults }: Pick<Scenario, 'faults'>,
  begunAt: number,
  length: number,
): { from: number; to: number }[] {
  return faults.map(faultWindow).flatMap(({ from, until }) => {
    const [first, last] = [Math.max(0, from - begunAt), Math.min(length, until - begunAt)];
    return first >= last || (first === 0 && last === length) ? [] : [{ from: first, to: last }];
  });
}

function faultsOf(
  found: readonly { mode: ModeTrace }[],
  scenario: Scenario,
  length: number,
): string | undefined {
  const isShaded = found.some(({ mode }) => bandsOf(scenario, mode.begunAt, length).length > 0);
  return isShaded ? ' Shaded: while a fault lasts.' : undefined;
}

function axis(place: Place & { ticks(count: number): number[] }, length: number, height: number): Markup {
  return markup`<g class="axis" text-anchor="middle">${place.ticks(4).map((tick) => {
    const x = percent(place(tick));
    const end = tick === 0 ? 'start' : tick > 0.9 * length ? 'end' : undefined;
    const anchor = end === undefined ? undefined : markup` text-anchor="${end}"`;
    return markup`<line x1="${x}" y1="${AXIS - 4}" x2="${x}" y2="${height}" class="grid"/><text x="${x}" y="12"${anchor}>${formatMoment(tick)}</text>`;
  })}<line y1="${AXIS - 4}" x2="100%" y2="${AXIS - 4}" class="frame"/></g>`;
}

function nameLane({ name, result }: Lane, y: number): Markup {
  return markup`<text y="${y + 11}">${name} <tspan>${result}</tspan></text>`;
}

function drawLane({ bars, sign }: Lane, y: number, place: Place): Markup {
  const middle = y + MIDDLE;
  return markup`${bars.map((bar) => drawBar(bar, middle, place))}${
    sign === undefined
      ? undefined
      : markup`<text x="${percent(place(sign.at))}" y="${middle + 5}" class="ends-${sign.of}">${SIGNS[sign.of]}</text>`
  }`;
}

function drawBar({ from, to, spent }: Bar, middle: number, place: Place): Markup {
  const [x, end] = [place(from), place(to)];
  if (spent === 'waits' || spent === 'pause')
    return markup`<line x1="${percent(x)}" y1="${middle}" x2="${percent(end)}" y2="${middle}" class="${spent}"/>`;
  const height = HEIGHTS[spent];
  return markup`<rect x="${percent(x)}" y="${middle - height / 2}" width="${percent(end - x)}" height="${height}" class="${spent}"/>`;
}

/** What the bars mean that have been drawn, and no others. */
function key(spent: ReadonlySet<Bar['spent']>): Markup {
  const known = (Object.keys(SPENT) as Bar['spent'][]).filter((one) => spent.has(one));
  return markup`<span class="key">${known.map(
    (one) => markup`<span><i class="${one}"></i> ${SPENT[one]}</span> `,
  )}<span><b class="ends-yes">${SIGNS.yes}</b> success response</span> <span><b class="ends-no">${SIGNS.no}</b> failed</span> <span><b class="ends-done">${SIGNS.done}</b> completed</span></span>`;
}

/** A part of the width. */
function percent(value: number): string {
  return `${Math.round(value * 10) / 10}%`;
}
