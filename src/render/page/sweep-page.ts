import { scaleLinear } from 'd3-scale';
import { area, line as curve } from 'd3-shape';
import { formatChosen } from '../../compare/quantities.js';
import type { Sweep } from '../../sweep/result.js';
import { cellsOf, modesOf } from '../sweep-tables.js';
import { conclusions } from '../sweep-words.js';
import { formatCell } from '../table-cell.js';
import { plain } from '../text.js';
import { figure, scrolling } from './figure.js';
import { markup, type Markup } from './markup.js';
import { page } from './shell.js';
import { at, type Drawing, image, line, path, round, roomFor, text } from './svg.js';

const WIDTH = 560;
const LEFT = 60;
const RIGHT = 16;
const HEIGHT = 240;
const INNER = WIDTH - LEFT - RIGHT;
const SIZE = 12;
/** The modes are told apart by these as well as by their colours. */
const MARKS = ['●', '■', '▲', '◆'];

/** A sweep as one page: where the modes cross, their figure along the axis, and the table. */
export function renderSweepPage(sweep: Sweep, reproduce?: string): string {
  const what = `${sweep.figure} against ${sweep.vary.map(({ path: axis }) => axis).join(' and ')}`;
  const [first = '', ...more] = conclusions(sweep).map((sentence) => beginning(plain(sentence), sweep));
  const drawing = drawSweep(sweep);
  const means =
    sweep.seeds.length > 1
      ? `Means of ${sweep.seeds.length} runs, seeds ${sweep.seeds[0] ?? ''} to ${sweep.seeds.at(-1) ?? ''}; the shaded bands are 95 % intervals.`
      : `One run, seed ${sweep.seeds[0] ?? ''}.`;
  return page({
    title: `${plain(sweep.title)}: sweep – coupling-demo`,
    header: markup`<p class="program">coupling-demo ${sweep.version} · sweep</p><h1>${plain(sweep.title)}</h1><p class="question">${what}</p>`,
    main: [
      markup`<section aria-labelledby="crossing" class="verdict"><h2 id="crossing">Where the modes cross</h2><p class="lead">${first}</p>${more.map((sentence) => markup`<p>${sentence}</p>`)}</section>`,
      markup`<section aria-labelledby="along"><h2 id="along">Along the axis</h2>${figure({
        name: 'sweep',
        drawings:
          drawing === undefined
            ? []
            : [image(drawing, { title: what, description: first === '' ? what : first }, 'sweep')],
        caption: means,
      })}${sweepTable(sweep)}</section>`,
      reproduce === undefined
        ? undefined
        : markup`<section aria-labelledby="about"><h2 id="about">About this sweep</h2><dl><dt>Repeat it</dt><dd><code>${reproduce}</code></dd></dl></section>`,
    ],
  });
}

/** A page has sentences; a mode's name stays as it is. */
function beginning(sentence: string, sweep: Sweep): string {
  if (modesOf(sweep).some((mode) => sentence.startsWith(plain(mode)))) return sentence;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function sweepTable(sweep: Sweep): Markup {
  const rows = sweep.points.map((point) => {
    const cells = cellsOf(sweep, point);
    return markup`<tr>${point.values.map((value) => markup`<th scope="row">${plain(value)}</th>`)}${cells.map(
      ({ figure: cell, isWorst, isLevel }) =>
        markup`<td${isWorst && !isLevel ? markup` class="worse"` : undefined}>${formatCell(cell)}${isLevel ? ' ≈' : isWorst ? ' !' : ''}</td>`,
    )}</tr>`;
  });
  const caption = `${sweep.figure} of each mode`;
  return scrolling(
    markup`<table class="figures"><caption>${caption}</caption><thead><tr>${[...sweep.vary.map(({ path: axis }) => axis), ...modesOf(sweep)].map((name) => markup`<th scope="col">${plain(name)}</th>`)}</tr></thead><tbody>${rows}</tbody></table><p class="quiet">! worse · ≈ not significantly different from the first mode (paired)</p>`,
    caption,
  );
}

interface Point {
  at: number;
  mean: number | null;
  low: number;
  high: number;
}

/** Along one axis of numbers; two axes, or words, stand in the table alone. */
function drawSweep(sweep: Sweep): Drawing | undefined {
  const [axis, second] = sweep.vary;
  const places = axis?.places;
  if (axis === undefined || places === undefined || second !== undefined || places.length < 2)
    return undefined;
  const lines = modesOf(sweep).map((mode) => ({
    mode,
    points: sweep.points.map(({ modes: { [mode]: found } }, index): Point => {
      const mean = found?.mean ?? null;
      const [low, high] = found?.interval ?? [mean ?? 0, mean ?? 0];
      return { at: places[index] ?? 0, mean, low, high };
    }),
  }));
  const values = lines.flatMap(({ points }) =>
    points.flatMap(({ mean, low, high }) => (mean === null ? [] : [mean, low, high])),
  );
  if (values.length === 0) return undefined;
  const x = scaleLinear([Math.min(...places), Math.max(...places)], [0, INNER]);
  const most = sweep.kind === 'share' ? 1 : Math.max(1e-9, ...values);
  const y = scaleLinear([Math.min(0, ...values), most], [HEIGHT, 0]).clamp(true);
  if (sweep.kind !== 'share') y.nice(5);
  const drawn = lines.map(({ points }, index) => {
    const isKnown = ({ mean }: Point): boolean => mean !== null;
    const band = area<Point>(
      (point) => x(point.at),
      (point) => y(point.low),
      (point) => y(point.high),
    )
      .defined(isKnown)
      .digits(1);
    const joined = curve<Point>(
      (point) => x(point.at),
      (point) => y(point.mean ?? 0),
    )
      .defined(isKnown)
      .digits(1);
    const style = index % MARKS.length;
    return [
      sweep.seeds.length > 1 ? path(band(points), `band mode-${style}`) : undefined,
      path(joined(points), `line mode-${style}`),
      points.map(({ at: place, mean }) =>
        mean === null
          ? undefined
          : markup`<text x="${round(x(place))}" y="${round(y(mean) + 4)}" text-anchor="middle" class="mark mode-${style}">${MARKS[style] ?? ''}</text>`,
      ),
    ];
  });
  let keyX = 0;
  const key = lines.map(({ mode }, index) => {
    const place = keyX;
    const style = index % MARKS.length;
    keyX += roomFor(mode, SIZE + 1) + 44;
    return at(place, 10, [
      line(0, 0, 24, 0, `line mode-${style}`),
      markup`<text x="12" y="4" text-anchor="middle" class="mark mode-${style}">${MARKS[style] ?? ''}</text>`,
      text(30, 4, plain(mode)),
    ]);
  });
  const format = (value: number): string => formatChosen(sweep.kind, value);
  return {
    width: WIDTH,
    height: HEIGHT + 84,
    content: [
      at(LEFT, 0, key),
      at(LEFT, 34, [
        markup`<g class="axis">${y
          .ticks(5)
          .map(
            (tick) =>
              markup`${line(0, y(tick), INNER, y(tick), 'grid')}<text x="-8" y="${round(y(tick) + 4)}" text-anchor="end">${format(tick)}</text>`,
          )}${line(0, HEIGHT, INNER, HEIGHT, 'frame')}${placeLabels(axis.values, places, x)}<text x="${INNER / 2}" y="${HEIGHT + 40}" text-anchor="middle">${plain(axis.path)}</text></g>`,
        drawn,
      ]),
    ],
  };
}

/** As many of the places as have room, named as the user named them. */
function placeLabels(
  values: readonly string[],
  places: readonly number[],
  x: (value: number) => number,
): Markup[] {
  let free = -Infinity;
  return values.flatMap((value, index) => {
    const place = x(places[index] ?? 0);
    const room = roomFor(plain(value), SIZE);
    if (place - room / 2 < free) return [];
    free = place + room / 2 + 10;
    return [
      markup`${line(place, HEIGHT, place, HEIGHT + 4, 'frame')}<text x="${round(place)}" y="${HEIGHT + 18}" text-anchor="middle">${plain(value)}</text>`,
    ];
  });
}
