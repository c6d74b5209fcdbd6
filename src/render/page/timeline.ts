import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale';
import { area, curveStepAfter, line as curve } from 'd3-shape';
import {
  formatChosenRate,
  formatCount,
  formatMoment,
  formatRate,
  formatTime,
} from '../../compare/quantities.js';
import { objectivesOf } from '../../scenario/load-in-numbers.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Interval } from '../../stats/interval.js';
import { plain } from '../text.js';
import { bandsOf, drawBands } from './fault-bands.js';
import { markup, type Markup } from './markup.js';
import { at, type Drawing, line, path, round, roomFor, text } from './svg.js';
import type { ModeTimeline, Timeline } from './timeline-data.js';

const PANEL_WIDTH = 420;
const LEFT = 54;
const RIGHT = 10;
const INNER = PANEL_WIDTH - LEFT - RIGHT;
const SIZE = 12;
/** What is drained at once would flatten all else: the scale of rates ends at this many times what was offered. */
const CATCHING_UP = 1.5;
/** Room for the caption of a panel, above it. */
const CAPTION = 38;

const END = markup` text-anchor="end"`;

type Scale = ScaleContinuousNumeric<number, number>;

/** The scales that all modes share, so that their drawings can be compared. */
interface Scales {
  /** Behind the point of what is drawn: nobody sees less than half a pixel, and digits are what a page of many is made of. */
  digits: 0 | 1;
  time: Scale;
  rate: { top: number; isCapped: boolean };
  backlog: number;
  /** From the shortest to the longest of the percentiles; `undefined` where nothing was answered. */
  times: [number, number] | undefined;
}

/** One drawing for each mode: rates, backlog, and times, one below the other. All have the same axes. */
export function drawTimeline(
  timeline: Timeline,
  scenario: Scenario,
  digits: 0 | 1 = 1,
): { mode: string; drawing: Drawing }[] {
  const scales = { ...scalesOf(timeline), digits };
  return timeline.modes.map((mode) => ({
    mode: mode.mode,
    drawing: drawMode(mode, timeline, scales, scenario),
  }));
}

function scalesOf({ end, modes }: Timeline): Omit<Scales, 'digits'> {
  const most = (read: (mode: ModeTimeline) => readonly number[]): number =>
    Math.max(0, ...modes.flatMap(read));
  const offered = most(({ offered }) => offered);
  const rate = Math.max(
    offered,
    most(({ goodput }) => goodput),
    most(({ errors }) => errors),
  );
  const isCapped = offered > 0 && rate > offered * CATCHING_UP;
  const times = modes.flatMap(({ response, endToEnd }) =>
    [...response, ...endToEnd].filter((time) => time !== null && time > 0),
  ) as number[];
  return {
    time: scaleLinear([0, end], [0, INNER]),
    rate: { top: isCapped ? offered * CATCHING_UP : Math.max(1e-9, rate), isCapped },
    backlog: Math.max(
      1,
      most(({ backlog }) => backlog),
    ),
    times: times.length === 0 ? undefined : [Math.min(...times), Math.max(...times)],
  };
}

function drawMode(mode: ModeTimeline, timeline: Timeline, scales: Scales, scenario: Scenario): Drawing {
  const bands = bandsOf(timeline, scales.time, INNER);
  const top = 24 + bands.height;
  const panels = [
    { height: 110, draw: (height: number) => drawRates(mode, timeline, scales, height) },
    { height: 60, draw: (height: number) => drawBacklog(mode, timeline, scales, height) },
    ...(scales.times === undefined
      ? []
      : [{ height: 96, draw: (height: number) => drawTimes(mode, timeline, scales, height, scenario) }]),
  ];
  let y = top;
  const drawn = panels.map(({ height, draw }) => {
    const place = y + CAPTION;
    y = place + height;
    return at(LEFT, place, draw(height));
  });
  const height = y + 22;
  return {
    width: PANEL_WIDTH,
    height,
    content: [
      text(0, 15, plain(mode.mode), 'name'),
      at(LEFT, 24, drawBands(bands, y - 24)),
      drawn,
      at(LEFT, y, timeAxis(timeline, scales.time)),
    ],
  };
}

function timeAxis({ end, isCut }: Timeline, time: Scale): Markup {
  const ticks = time.ticks(6);
  return markup`<g class="axis" text-anchor="middle">${path(`M0,0H${INNER}${ticks.map((tick) => `M${round(time(tick))},0v4`).join('')}`, 'frame')}${ticks.map(
    (tick) => {
      const x = time(tick);
      const label = formatMoment(tick);
      const end = x + roomFor(label, SIZE) / 2 > INNER + RIGHT ? 'end' : x < 8 ? 'start' : undefined;
      const anchor = end === undefined ? undefined : markup` text-anchor="${end}"`;
      return markup`<text x="${round(x)}" y="17"${anchor}>${label}</text>`;
    },
  )}${isCut ? markup`<text x="${INNER}" y="-4" text-anchor="end" class="aside">goes on after ${formatMoment(end)}</text>` : undefined}</g>`;
}

/** What stands over a panel: what it shows, and how each line of it is drawn. */
function caption(what: string, key: readonly { name: string; mark: Markup }[]): Markup {
  let x = -LEFT + roomFor(what, SIZE) + 16;
  const keys = key.map(({ name, mark }) => {
    const place = x;
    x += 20 + roomFor(name, SIZE) + 12;
    return at(place, -16, markup`${mark}${text(20, 4, name)}`);
  });
  return markup`<g class="caption">${text(-LEFT, -12, what, 'what')}${keys}</g>`;
}

function sample(name: string): Markup {
  return line(0, 0, 15, 0, name);
}

function valueAxis(scale: Scale, ticks: readonly number[], format: (value: number) => string): Markup {
  return markup`<g class="axis" text-anchor="end">${path(ticks.map((tick) => `M0,${round(scale(tick))}H${INNER}`).join(''), 'grid')}${ticks.map(
    (tick) => markup`<text x="-6" y="${round(scale(tick) + 4)}">${format(tick)}</text>`,
  )}</g>`;
}

/** Where the stretches begin, and where the last of them ends. */
function steps<Value>(values: readonly Value[], { stretch, end }: Timeline): { at: number; value: Value }[] {
  const [last] = values.slice(-1);
  const points = values.map((value, index) => ({ at: index * stretch, value }));
  if (last === undefined) return points;
  return [...points, { at: Math.min(end, values.length * stretch), value: last }];
}

function drawRates(
  mode: ModeTimeline,
  timeline: Timeline,
  { time, rate, digits }: Scales,
  height: number,
): Markup {
  const y = scaleLinear([0, rate.top], [height, 0]).nice(3).clamp(true);
  interface Step {
    at: number;
    value: number;
  }
  const stepped = curve<Step>(
    (step) => time(step.at),
    (step) => y(step.value),
  )
    .curve(curveStepAfter)
    .digits(digits);
  const filled = area<Step>(
    (step) => time(step.at),
    height,
    (step) => y(step.value),
  )
    .curve(curveStepAfter)
    .digits(digits);
  const of = (values: readonly number[]): Step[] => steps(values, timeline);
  const [, top = rate.top] = y.domain();
  // Where nobody has an error there is no line, not one along the axis.
  const isSeen = (step: Step, index: number, all: readonly Step[]): boolean =>
    step.value > 0 || (all[index - 1]?.value ?? 0) > 0;
  return markup`${caption('per second', [
    { name: 'offered', mark: sample('offered') },
    ...(mode.goodput.length === 0 ? [] : [{ name: 'goodput', mark: sample('good-key') }]),
    ...(mode.errors.length === 0 ? [] : [{ name: 'errors', mark: sample('errors') }]),
  ])}${valueAxis(y, y.ticks(3), (value) => formatChosenRate(value).replace('/s', ''))}${path(filled(of(mode.goodput)), 'good-area')}${path(
    band(mode.bands?.goodput, { x: (index) => time(index * timeline.stretch), y, isStepped: true, digits }),
    'band of-goodput',
  )}${path(stepped(of(mode.goodput)), 'good-line')}${path(stepped(of(mode.offered)), 'offered')}${path(stepped.defined(isSeen)(of(mode.errors)), 'errors')}${peakAbove(mode.goodput, top, timeline, time)}`;
}

/** Between the ends of an interval, wherever there is one. */
function band(
  intervals: readonly (Interval | null)[] = [],
  {
    x,
    y,
    isStepped,
    digits,
  }: { x: (index: number) => number; y: (value: number) => number; isStepped: boolean; digits: 0 | 1 },
): string | null {
  const drawn = area<Interval | null>(
    (_, index) => x(index),
    (interval) => y(interval?.[0] ?? 0),
    (interval) => y(interval?.[1] ?? 0),
  )
    .defined((interval) => interval !== null)
    .digits(digits);
  return (isStepped ? drawn.curve(curveStepAfter) : drawn)(intervals);
}

/** A peak that the scale does not reach. */
function peakAbove(
  values: readonly number[],
  top: number,
  { stretch }: Timeline,
  time: Scale,
): Markup | undefined {
  const peak = Math.max(0, ...values);
  if (peak <= top) return undefined;
  const x = time((values.indexOf(peak) + 0.5) * stretch);
  const label = `▲ ${formatRate(peak)}`;
  const isLate = x + roomFor(label, SIZE) + 6 > INNER;
  return markup`<text x="${round(x + (isLate ? -6 : 6))}" y="11"${isLate ? END : undefined} class="peak">${label}</text>`;
}

function drawBacklog(
  mode: ModeTimeline,
  timeline: Timeline,
  { time, backlog, digits }: Scales,
  height: number,
): Markup {
  const y = scaleLinear([0, backlog], [height, 0]).nice(2);
  const filled = area<{ at: number; value: number }>(
    (step) => time(step.at),
    height,
    (step) => y(step.value),
  )
    .curve(curveStepAfter)
    .digits(digits);
  const peak = Math.max(0, ...mode.backlog);
  const x = time((mode.backlog.indexOf(peak) + 0.5) * timeline.stretch);
  const label = formatCount(peak);
  // Beside its peak, on the side where there is room.
  const isLeft = x + roomFor(label, SIZE) + 8 > INNER;
  return markup`${caption('backlog: waiting at once', [])}${valueAxis(y, y.ticks(2), formatCount)}${path(filled(steps(mode.backlog, timeline)), 'backlog')}${
    peak === 0
      ? undefined
      : markup`<text x="${round(x + (isLeft ? -6 : 6))}" y="${round(Math.max(9, y(peak) - 3))}"${isLeft ? END : undefined} class="peak">${label}</text>`
  }`;
}

function drawTimes(
  mode: ModeTimeline,
  timeline: Timeline,
  { time, digits, times: [least, most] = [1, 1] }: Scales,
  height: number,
  { slo }: Scenario,
): Markup {
  // Whole decades at the ends: lines of one time would have no height.
  const y = scaleLog([least * 0.8, Math.max(most * 1.25, least * 10)], [height, 0]);
  const [low = 0, high = 0] = y.domain();
  const decades = Array.from({ length: 12 }, (_, index) => 10 ** (index - 3)).filter(
    (tick) => tick >= low && tick <= high,
  );
  const of = (values: readonly (number | null)[]): { at: number; value: number | null }[] =>
    values.map((value, index) => ({ at: (index + 0.5) * timeline.stretch, value }));
  const joined = curve<{ at: number; value: number | null }>(
    (point) => time(Math.min(point.at, timeline.end)),
    (point) => y(Math.max(point.value ?? low, low)),
  )
    .defined(({ value }) => value !== null)
    .digits(digits);
  const { response, completion } = objectivesOf(slo);
  // At either side, so that their names stand apart though they be the same.
  const objectives = [
    { time: response, label: `SLO response ${formatMoment(response)}`, isRight: false },
    { time: completion, label: `SLO completion ${formatMoment(completion)}`, isRight: true },
  ].filter((objective) => objective.time > low && objective.time < high);
  return markup`${caption('p99, log scale', [
    ...(mode.response.length === 0 ? [] : [{ name: 'response', mark: sample('response') }]),
    { name: 'end-to-end', mark: sample('completion') },
  ])}${valueAxis(y, decades, (value) => formatMoment(value))}${objectives.map(
    ({ time: limit, label, isRight }) =>
      markup`${line(0, y(limit), INNER, y(limit), 'objective')}<text x="${isRight ? INNER - 2 : 2}" y="${round(y(limit) - 3)}"${isRight ? END : undefined} class="aside">${label}</text>`,
  )}${(['response', 'endToEnd'] as const).map((name) =>
    path(
      band(mode.bands?.[name], {
        x: (index) => time(Math.min((index + 0.5) * timeline.stretch, timeline.end)),
        y: (value) => y(Math.max(value, low)),
        isStepped: false,
        digits,
      }),
      `band of-${name}`,
    ),
  )}${path(joined(of(mode.response)), 'response')}${path(joined(of(mode.endToEnd)), 'completion')}`;
}

/** The drawings' data: a row for each stretch. */
export function timelineRows({ stretch, modes }: Timeline): { head: string[]; rows: string[][] } {
  const count = Math.max(0, ...modes.map(({ offered }) => offered.length));
  const time = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : formatTime(value);
  // What ended before the others had none of it any more; what was not recorded is not known.
  const rate = (values: readonly number[], index: number): string =>
    values.length === 0 ? '–' : formatRate(values[index] ?? 0).replace('/s', '');
  return {
    head: [
      'from',
      ...modes.flatMap(({ mode }) =>
        ['offered/s', 'goodput/s', 'errors/s', 'backlog', 'response p99', 'end-to-end p99'].map(
          (name) => `${plain(mode)}: ${name}`,
        ),
      ),
    ],
    rows: Array.from({ length: count }, (_, index) => [
      formatMoment(index * stretch),
      ...modes.flatMap((mode) => [
        rate(mode.offered, index),
        rate(mode.goodput, index),
        rate(mode.errors, index),
        formatCount(mode.backlog[index] ?? 0),
        time(mode.response[index]),
        time(mode.endToEnd[index]),
      ]),
    ]),
  };
}
