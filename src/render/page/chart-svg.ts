import type { Comparison } from '../../compare/comparison.js';
import type { RunResults } from '../formats.js';
import { plain } from '../text.js';
import { viewOf } from '../view.js';
import { firstSentence } from './context.js';
import { Markup, markup, type Content } from './markup.js';
import { STYLE } from './style.js';
import { at, round, text } from './svg.js';
import { drawTimeline } from './timeline.js';
import { timelineOf } from './timeline-data.js';

const MARGIN = 24;
const TITLE = 56;
/** A drawing without a mode beside it still has room for the verdict. */
const NARROWEST = 640;

/** What happened, as a drawing for slides: the modes side by side, on white. Several scenarios stand below one another. */
export function renderChart({ results }: RunResults): string {
  const charts = results.map(({ comparison }) => chartOf(comparison));
  const width = Math.max(NARROWEST, ...charts.map((chart) => chart.width)) + 2 * MARGIN;
  let y = MARGIN;
  const placed = charts.map(({ height, content }) => {
    const place = y;
    y += height + MARGIN;
    return at(MARGIN, place, content);
  });
  const title = results.map(({ comparison }) => plain(comparison.scenario.title)).join('; ');
  const says = results.map(({ comparison }) => firstSentence(comparison)).join(' ');
  const [w, h] = [round(width), round(y)];
  return `${
    markup`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-labelledby="t d"><title id="t">${title}</title><desc id="d">${says}</desc><style>${DRAWN}</style><rect width="${w}" height="${h}" fill="#fff"/>${placed}</svg>`
      .text
  }\n`;
}

function chartOf(comparison: Comparison): { width: number; height: number; content: Content } {
  const timeline = timelineOf(viewOf(comparison, false));
  const drawings =
    timeline === undefined ? [] : drawTimeline(timeline, comparison.scenario).map(({ drawing }) => drawing);
  let x = 0;
  const placed = drawings.map(({ width, content }) => {
    const place = x;
    x += width + MARGIN;
    return at(place, TITLE, content);
  });
  return {
    width: Math.max(0, x - MARGIN),
    height: TITLE + Math.max(0, ...drawings.map(({ height }) => height)),
    content: [
      text(0, 18, plain(comparison.scenario.title), 'title'),
      text(0, 40, firstSentence(comparison)),
      placed,
    ],
  };
}

/** The page's rules for drawings, in its light colours whatever the reader's system likes: a slide is white. */
const DRAWN = new Markup(
  [
    ...STYLE.split('\n').filter((rule) => rule.startsWith(':root') || rule.startsWith('svg ')),
    'svg .title{font-size:18px;font-weight:700}',
  ].join(''),
);
