import { formatMoment } from '../../compare/quantities.js';
import { plain } from '../text.js';
import { heading, named, type Part, sentenceOn } from './context.js';
import { dataTable, figure } from './figure.js';
import { markup, type Markup } from './markup.js';
import { type Spread, type SpreadNode, type Spreads, spreadsOf } from './spread-data.js';
import { box, type Drawing, fit, image, round, text } from './svg.js';

const NODE = 134;
const GAP = 10;
const LEAST_WIDTH = 420;
const NODE_HEIGHT = 62;
const LAYER = 104;
const TOP = 56;
const SIZE = 12;
const WORKERS = NODE - 12;
/** The widest line, in the drawing's units. */
const WIDEST = 9;

/** The workflow as calls and as events at the worst moment: who was busy, who was blocked, and where failures went. */
export function spreadSection({ comparison, view, id, level, isOneOfMany }: Part): Markup | undefined {
  const spreads = spreadsOf(view);
  if (spreads === undefined) return undefined;
  const { stretch, count, worst, modes } = spreads;
  const most = Math.max(1e-9, ...modes.flatMap(({ nodes }) => nodes.flatMap(({ failed }) => failed)));
  const drawings = modes.map((spread, index) =>
    image(
      draw(spread, worst, most, !isOneOfMany),
      {
        title: `${plain(spread.mode)}: services at ${formatMoment(worst * stretch)}`,
        description: sentenceOn(spread.mode, comparison),
      },
      `${id}-spread-${index}`,
    ),
  );
  const frames = isOneOfMany ? undefined : framesOf(spreads, most);
  const moment = `${formatMoment(worst * stretch)} to ${formatMoment((worst + 1) * stretch)}`;
  const controls =
    frames === undefined
      ? undefined
      : markup`<p class="controls" hidden><label for="${id}-moment">Moment</label> <input type="range" id="${id}-moment" min="0" max="${count - 1}" value="${worst}"> <output>${moment}</output></p>`;
  const table = dataTable(
    ['mode', 'service', 'workers', 'working', 'blocked', 'waiting', 'failures/s'],
    modes.flatMap(({ mode, nodes }) =>
      nodes.map((node) => [
        plain(mode),
        plain(node.name),
        node.isUnbounded ? 'unbounded' : String(node.workers),
        ...[node.working, node.blocked, node.waiting, node.failed].map((values) => short(values[worst] ?? 0)),
      ]),
    ),
    `Services from ${moment}`,
  );
  return markup`<section${named({ id, isOneOfMany }, 'spread')}${
    frames === undefined ? undefined : markup` data-frames="${JSON.stringify(frames)}"`
  }>${heading(level, 'How it spread', `${id}-spread`)}${controls}${figure({
    name: 'spread',
    drawings,
    caption: `From ${moment} at first, the worst of the run. Bars: workers at work (blue), blocked on others (orange, dashed) and free. The wider a red line, the more attempts fail there; ▲: the caller fails with it; ✕: it ends there. Shaded: has the fault.`,
    table,
  })}</section>`;
}

/** @param isStepped the script needs what is empty or hidden at first */
function draw(
  { mode, goesBack, nodes, edges }: Spread,
  moment: number,
  most: number,
  isStepped: boolean,
): Drawing {
  const layers = Math.max(...nodes.map(({ layer }) => layer)) + 1;
  const rows = Array.from({ length: layers }, (_, layer) =>
    nodes.map((_node, index) => index).filter((index) => nodes[index]?.layer === layer),
  );
  const width = Math.max(LEAST_WIDTH, ...rows.map((row) => row.length * (NODE + GAP)));
  const places = placesOf(nodes, rows, edges, width);
  const caller = { x: width / 2, y: TOP - NODE_HEIGHT };
  return {
    width,
    height: TOP + 34 + (layers - 1) * LAYER + NODE_HEIGHT + 4,
    content: [
      text(0, 14, plain(mode), 'name'),
      edges.map(({ from, to }) => {
        const start = places[from] ?? caller;
        const end = places[to] ?? caller;
        return drawEdge(start, end, to, nodes[to]?.failed[moment] ?? 0, most, goesBack, isStepped);
      }),
      markup`<text x="${round(caller.x)}" y="${TOP - 8}" text-anchor="middle" class="name">caller</text>`,
      nodes.map((node, index) => drawNode(node, index, places[index] ?? caller, moment, isStepped)),
    ],
  };
}

/** Layer by layer, evenly; who is alone in one stands below those it is called by, or hears from. */
function placesOf(
  nodes: readonly SpreadNode[],
  rows: readonly (readonly number[])[],
  edges: Spread['edges'],
  width: number,
): { x: number; y: number }[] {
  const xs: number[] = nodes.map(() => width / 2);
  for (const row of rows) {
    for (const [at, index] of row.entries()) {
      const above = edges
        .filter(({ from, to }) => to === index && from >= 0)
        .map(({ from }) => xs[from] ?? 0);
      const isAlone = row.length === 1 && above.length > 0;
      xs[index] = isAlone
        ? above.reduce((sum, x) => sum + x, 0) / above.length
        : (width * (at + 0.5)) / row.length;
    }
  }
  return nodes.map(({ layer }, index) => ({ x: xs[index] ?? 0, y: TOP + 34 + layer * LAYER }));
}

function drawEdge(
  start: { x: number; y: number },
  end: { x: number; y: number },
  to: number,
  failed: number,
  most: number,
  goesBack: boolean,
  isStepped: boolean,
): Markup {
  const [top, bottom] = [start.y + NODE_HEIGHT, end.y];
  const sign = goesBack
    ? { x: start.x + (end.x - start.x) * 0.3, y: top + (bottom - top) * 0.3, text: '▲' }
    : { x: start.x + (end.x - start.x) * 0.75, y: top + (bottom - top) * 0.75, text: '✕' };
  const place = isStepped ? markup` data-edge="${to}"` : undefined;
  return markup`<g${place}${failed > 0 ? markup` class="failing"` : undefined}><line x1="${round(start.x)}" y1="${round(top)}" x2="${round(end.x)}" y2="${round(bottom)}" class="edge" stroke-width="${widthOf(failed, most)}"/>${isStepped || failed > 0 ? markup`<text x="${round(sign.x)}" y="${round(sign.y + 5)}" class="sign">${sign.text}</text>` : undefined}</g>`;
}

function widthOf(failed: number, most: number): number {
  return failed === 0 ? 1 : round(2 + (WIDEST - 2) * (failed / most));
}

function drawNode(
  node: SpreadNode,
  index: number,
  { x, y }: { x: number; y: number },
  moment: number,
  isStepped: boolean,
): Markup {
  const [working = 0, blocked = 0, waiting = 0, failed = 0] = [
    node.working,
    node.blocked,
    node.waiting,
    node.failed,
  ].map((values) => values[moment] ?? 0);
  const scale = WORKERS / node.workers;
  const bar = (from: number, width: number, name: string): Markup | undefined =>
    isStepped || width >= 0.05
      ? markup`<rect x="${round(from)}" y="21" height="8" width="${round(width)}" class="${name}"/>`
      : undefined;
  const busy = Math.min(WORKERS, working * scale);
  const bars = [
    bar(6, busy, 'working'),
    bar(6 + busy, Math.min(WORKERS - working * scale, blocked * scale), 'blocked'),
  ];
  const place = isStepped ? markup` data-node="${index}"` : undefined;
  return markup`<g transform="translate(${round(x - NODE / 2)} ${round(y)})"${place}>${box(0, 0, NODE, NODE_HEIGHT, node.isFaulted ? 'node faulted' : 'node')}${text(6, 15, fit(plain(node.name), NODE - 12, SIZE + 1), 'what')}${box(6, 21, WORKERS, 8, 'free')}${bars}<text x="6" y="42" class="state">${workersInWords(working, blocked, node)}</text><text x="6" y="56" class="state">${queueInWords(waiting, failed)}</text></g>`;
}

function workersInWords(working: number, blocked: number, { workers, isUnbounded }: SpreadNode): string {
  const of = isUnbounded ? '' : ` of ${workers}`;
  return blocked >= 0.05
    ? `${short(working + blocked)}${of}, ${short(blocked)} blocked`
    : `${short(working)}${of} at work`;
}

function queueInWords(waiting: number, failed: number): string {
  return `queue ${short(waiting)}${failed > 0 ? `, ${short(failed)}/s fail` : ''}`;
}

/** As the script writes it, too. */
function short(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

/** What the script needs to draw another moment: numbers alone. */
function framesOf({ stretch, modes }: Spreads, most: number) {
  const tenths = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 10) / 10);
  return {
    stretch,
    most: round(most),
    modes: modes.map(({ nodes }) =>
      nodes.map((node) => ({
        workers: node.workers,
        unbounded: node.isUnbounded,
        values: [node.working, node.blocked, node.waiting, node.failed].map(tenths),
      })),
    ),
  };
}
