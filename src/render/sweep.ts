import { formatChosen } from '../compare/quantities.js';
import type { Sweep } from '../sweep/result.js';
import { formatCell } from './table-cell.js';
import { markdownTable } from './markdown-table.js';
import type { Display } from './options.js';
import { cellsOf, drawGrids, drawSeeds, drawTable, modesOf, seedCell } from './sweep-tables.js';
import { conclusions } from './sweep-words.js';
import { commandLines } from './terminal/command.js';
import { pack, paragraph } from './terminal/grid.js';
import { plot, type Strokes } from './terminal/plot.js';
import { styleOf } from './terminal/style.js';
import { escapeMarkdown, plain, toAscii, withoutControls } from './text.js';
import { cutTo } from './width.js';

/** `reproduce`: the command that repeats it, if there is one. */
type SweepRenderOptions = Display & { reproduce?: string };

/** How each mode is drawn, in their order. */
const LINES: { point: string; strokes: Strokes }[] = [
  { point: '●', strokes: strokesOf('─│╯╮╭╰') },
  { point: '○', strokes: strokesOf('━┃┛┓┏┗') },
  { point: '◆', strokes: strokesOf('═║╝╗╔╚') },
  { point: '◇', strokes: strokesOf('┄┆┘┐┌└') },
];
const ASCII_LINES: typeof LINES = [
  { point: '*', strokes: strokesOf("-|'..'") },
  { point: 'o', strokes: strokesOf("~:'..'") },
  { point: '+', strokes: strokesOf("=|'..'") },
  { point: 'x', strokes: strokesOf(".:'..'") },
];
const PLOT_HEIGHT = 13;

/** A sweep for the terminal: a table, a plot, and where the modes cross. */
export function renderSweep(sweep: Sweep, options: SweepRenderOptions): string {
  const { width } = options;
  const style = styleOf(options.color);
  const cut = options.ascii ? '~' : '…';
  const tables =
    sweep.vary.length > 1 ? drawGrids(sweep, width, style, cut) : [drawTable(sweep, width, style, cut)];
  const blocks = [
    [
      ...paragraph(`${style.title(plain(sweep.title))}: ${describe(sweep)}`, width, cut),
      ...pack(legend(sweep, style.hasColor), ' · ', width).flatMap((line) =>
        paragraph(style.quiet(line), width, cut),
      ),
    ],
    ...(options.quiet ? [] : [...tables, drawPlot(sweep, options)]),
    ...(options.verbose ? drawSeeds(sweep, width, style, cut) : []),
    conclusions(sweep).flatMap((line) => paragraph(plain(line), width, cut)),
    options.reproduce === undefined
      ? []
      : commandLines('reproduce: ', withoutControls(options.reproduce), width),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
  return options.ascii ? toAscii(text) : text;
}

/** A sweep as a GitHub-flavoured table. */
export function renderSweepMarkdown(
  sweep: Sweep,
  { reproduce, quiet, verbose }: Pick<SweepRenderOptions, 'reproduce' | 'quiet' | 'verbose'>,
): string {
  return [
    `## ${escapeMarkdown(sweep.title)}: ${escapeMarkdown(describe(sweep))}`,
    '',
    legend(sweep, true).map(escapeMarkdown).join(' · '),
    '',
    ...(quiet ? [] : [pointsInMarkdown(sweep), '']),
    ...(verbose ? [seedsInMarkdown(sweep), ''] : []),
    ...conclusions(sweep).flatMap((line) => [escapeMarkdown(line), '']),
    ...(reproduce === undefined ? [] : [`\`${withoutControls(reproduce).replaceAll('`', "'")}\``]),
    '',
  ].join('\n');
}

function pointsInMarkdown(sweep: Sweep): string {
  const head = [...sweep.vary.map(({ path }) => path), ...modesOf(sweep)];
  return markdownTable(
    head.map(escapeMarkdown),
    sweep.points.map((point) => [
      ...point.values.map(escapeMarkdown),
      ...cellsOf(sweep, point).map(({ figure, isWorst, isLevel }) => {
        const text = escapeMarkdown(formatCell(figure));
        return isLevel ? `${text} ≈` : isWorst ? `**${text}**` : text;
      }),
    ]),
    (column) => column >= sweep.vary.length,
  );
}

/** The figure of every seed, a row for each mode at each place. */
function seedsInMarkdown(sweep: Sweep): string {
  const places = sweep.vary.map(({ path }) => path);
  return markdownTable(
    [...places, 'mode', ...sweep.seeds.map((seed) => `seed ${seed}`)].map(escapeMarkdown),
    sweep.points.flatMap(({ values, modes }) =>
      Object.entries(modes).map(([mode, { runs }]) =>
        [...values, mode, ...runs.map((run) => formatCell(seedCell(sweep, run)))].map(escapeMarkdown),
      ),
    ),
    (column) => column > places.length,
  );
}

function describe({ figure, vary }: Sweep): string {
  return plain(`${figure} against ${vary.map(({ path }) => path).join(' and ')}`);
}

function legend({ seeds, points, better }: Sweep, hasColor: boolean): string[] {
  const [first = 0, ...more] = seeds;
  const last = more.at(-1);
  const [baseline = '', ...others] = Object.keys(points[0]?.modes ?? {});
  return [
    last === undefined
      ? `one run, seed ${first}`
      : `means of ${seeds.length} runs, seeds ${first} to ${last}`,
    ...(last === undefined ? [] : ['± 95 % confidence half-width']),
    ...(others.length === 0 || last === undefined
      ? []
      : [`≈ not significantly different from ${baseline} (paired)`]),
    ...(others.length === 0 || better === null ? [] : [`${hasColor ? 'red' : '!'} = worse`]),
  ];
}

/** With two axes, a plot would need a third dimension, and words stand nowhere on an axis: the tables say it. */
function drawPlot(sweep: Sweep, { width, ascii }: SweepRenderOptions): string[] {
  const [axis, second] = sweep.vary;
  if (axis?.places === undefined || second !== undefined || sweep.points.length < 2) return [];
  const modes = modesOf(sweep);
  const styles = ascii ? ASCII_LINES : LINES;
  const styleAt = (index: number): (typeof LINES)[number] | undefined => styles[index % styles.length];
  const lines = plot(
    modes.map((mode, index) => ({
      point: styleAt(index)?.point ?? '?',
      strokes: styleAt(index)?.strokes ?? strokesOf(''),
      values: sweep.points.map((point) => point.modes[mode]?.mean ?? null),
    })),
    {
      width,
      height: PLOT_HEIGHT,
      format: (value) => formatChosen(sweep.kind, value),
      meeting: ascii ? '#' : '◉',
      places: sweep.points.map(({ values }) => plain(values[0] ?? '')),
      ...(sweep.kind === 'share' ? { most: 1 } : {}),
      ...(sweep.nullIsNever === true ? { never: 'never' } : {}),
      frame: ascii ? { corner: '+', side: '|', bottom: '-' } : { corner: '└', side: '│', bottom: '─' },
    },
  );
  if (lines.length === 0) return [];
  const margin = (lines.at(-2) ?? '').search(/\S/) + 1;
  const legend = modes.map((mode, index) => {
    const { point, strokes } = styleAt(index) ?? { point: '?', strokes: strokesOf('') };
    return `${strokes.level}${point}${strokes.level} ${mode}`;
  });
  const below = `${' '.repeat(margin)}${plain(axis.path)}   ${legend.join('   ')}`;
  return [...lines, cutTo(below, width, '').trimEnd()];
}

/** @param text level, upright, and the corners, in the order of `Strokes` */
function strokesOf(text: string): Strokes {
  const [level = ' ', upright = ' ', leftUp = ' ', leftDown = ' ', upRight = ' ', downRight = ' '] = text;
  return { level, upright, leftUp, leftDown, upRight, downRight };
}
