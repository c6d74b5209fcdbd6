import { formatCount, formatPlural } from '../../compare/quantities.js';
import type { Measurements } from '../../measure/measurements.js';
import { type Outcome, OUTCOMES } from '../../measure/outcomes.js';
import { tally } from '../../measure/requests.js';
import { plain } from '../text.js';
import { measuredRuns } from '../view.js';
import { heading, named, type Part, sentenceOnHarm } from './context.js';
import { dataTable, figure } from './figure.js';
import { markup, type Markup } from './markup.js';
import { at, box, image, roomFor, text } from './svg.js';

const WIDTH = 440;
const BAR = 14;
const LINE = 18;
const SIZE = 12;

/** Those with a success response first: then the bar of the responses and the bar of the outcomes have the same seams. */
const ORDER: readonly Outcome[] = [
  'good',
  'late',
  'declinedLater',
  'brokenPromises',
  'declinedAtOnce',
  'ghosts',
  'orphans',
  'honestFailures',
  'inFlight',
];

interface Slice {
  count: number;
  name: string;
  words: string;
}

/** What callers were answered, and above the same axis what became of their requests. */
export function ledgerSection(part: Part): Markup | undefined {
  const { comparison, view, id, level, isOneOfMany } = part;
  const runs = measuredRuns(view).filter(({ run }) => run.requests.offered > 0);
  if (runs.length === 0) return undefined;
  const drawings = runs.map(({ mode, run }, index) =>
    image(
      drawMode(plain(mode), run),
      { title: `${plain(mode)}: responses and outcomes`, description: sentenceOnHarm(comparison) },
      `${id}-ledger-${index}`,
    ),
  );
  const table = dataTable(
    ['mode', ...ORDER.map((name) => OUTCOMES[name].many)],
    runs.map(({ mode, run }) => [plain(mode), ...ORDER.map((name) => formatCount(tally(run)[name]))]),
    'Where the requests ended',
  );
  return markup`<section${named({ id, isOneOfMany }, 'ended')}>${heading(level, 'Where the requests ended', `${id}-ended`)}${figure(
    {
      name: 'ledger',
      drawings,
      caption:
        'Above: what callers were answered. Below, on the same axis: what became of their requests. A success response over anything but ok was not kept, and an error response over effects left something behind.',
      table,
    },
  )}</section>`;
}

function drawMode(mode: string, run: Measurements): { width: number; height: number; content: Markup[] } {
  const counts = tally(run);
  const responses = drawSlices(responsesOf(run), run.requests.offered);
  const outcomes = drawSlices(
    ORDER.map((name) => ({
      count: counts[name],
      name,
      words: formatPlural(Math.round(counts[name] * 10) / 10, OUTCOMES[name].one, OUTCOMES[name].many),
    })),
    run.requests.offered,
  );
  const below = 20 + responses.height + 8;
  return {
    width: WIDTH,
    height: below + outcomes.height,
    content: [text(0, 12, mode, 'name'), at(0, 20, responses.content), at(0, below, outcomes.content)],
  };
}

function responsesOf({ requests }: Measurements): Slice[] {
  const { offered, accepted, failed, timedOut, declined } = requests;
  // Of means, a rest of rounding is nobody.
  const rest = offered - accepted - failed - timedOut - declined;
  const none = rest < 0.05 ? 0 : rest;
  return [
    { count: accepted, name: 'accepted', words: `${formatCount(accepted)} success responses` },
    { count: declined, name: 'declined', words: `${formatCount(declined)} declines` },
    { count: failed, name: 'failed', words: `${formatCount(failed)} error responses` },
    { count: timedOut, name: 'timedOut', words: `${formatCount(timedOut)} timeouts` },
    { count: none, name: 'unanswered', words: `${formatCount(none)} without a response` },
  ];
}

/** A bar of slices, and below it what they are, in their order. */
function drawSlices(slices: readonly Slice[], total: number): { content: Markup; height: number } {
  const shown = slices.filter(({ count }) => count > 0);
  let from = 0;
  let x = 0;
  let row = 0;
  const drawn = shown.map(({ count, name, words }) => {
    const width = (count / total) * WIDTH;
    const bar = box(from, 0, Math.max(1, width), BAR, `slice of-${name}`);
    from += width;
    const room = roomFor(words, SIZE) + 30;
    if (x > 0 && x + room > WIDTH) {
      x = 0;
      row += 1;
    }
    const key = markup`<tspan class="slice-key of-${name}">■</tspan> ${words}`;
    const place = text(x, BAR + 17 + row * LINE, key);
    x += room;
    return [bar, place];
  });
  return { content: markup`${drawn}`, height: BAR + 6 + (row + 1) * LINE };
}
