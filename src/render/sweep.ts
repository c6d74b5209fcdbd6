import type { Sweep, SweepFigure, SweepPoint } from '../sweep/result.js';
import { alignFigures, type Figure, findBest, findWorst, formatFigure, NONE } from './figures.js';
import type { RenderOptions } from './options.js';
import { conclusions, isNoise } from './sweep-words.js';
import { commandLines } from './terminal/command.js';
import { grid, type GridCell, pack, paragraph } from './terminal/grid.js';
import { plot } from './terminal/plot.js';
import { type Style, styleOf } from './terminal/style.js';
import { LEVEL, MARK, paintFigure } from './terminal/tables.js';
import { escapeMarkdown, plain, toAscii, withoutControls } from './text.js';

type SweepRenderOptions = Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'again'>;

const GLYPHS = ['●', '○', '◆', '◇'];
const ASCII_GLYPHS = ['*', 'o', '+', 'x'];
const PLOT_HEIGHT = 13;
/** The first column shows values, and has a path above them, which may be cut. */
const FIRST_WIDEST = 32;

/** A sweep for the terminal: a table, a plot, and where the modes cross. */
export function renderSweep(sweep: Sweep, options: SweepRenderOptions): string {
  const { width } = options;
  const style = styleOf(options.color);
  const cut = options.ascii ? '~' : '…';
  const blocks = [
    [
      ...paragraph(`${style.title(plain(sweep.title))}: ${describe(sweep)}`, width, cut),
      ...pack(legend(sweep, style.hasColor), ' · ', width).flatMap((line) =>
        paragraph(style.quiet(line), width, cut),
      ),
    ],
    ...(sweep.vary.length > 1 ? drawGrids(sweep, width, style, cut) : [drawTable(sweep, width, style, cut)]),
    drawPlot(sweep, options),
    conclusions(sweep).flatMap((line) => paragraph(plain(line), width, cut)),
    commandLines('again: ', withoutControls(options.again), width),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
  return options.ascii ? toAscii(text) : text;
}

/** A sweep as a GitHub-flavoured table. */
export function renderSweepMarkdown(sweep: Sweep, again: string): string {
  const modes = modesOf(sweep);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = [...sweep.vary.map(({ path }) => path), ...modes];
  return [
    `## ${escapeMarkdown(sweep.title)}: ${escapeMarkdown(describe(sweep))}`,
    '',
    legend(sweep, true).map(escapeMarkdown).join(' · '),
    '',
    row(head.map(escapeMarkdown)),
    row(head.map((_, index) => (index < sweep.vary.length ? ':--' : '--:'))),
    ...sweep.points.map((point) =>
      row([
        ...point.values.map(escapeMarkdown),
        ...cellsOf(sweep, point).map(({ figure, isWorst, isLevel }) => {
          const text = escapeMarkdown(formatFigure(figure));
          return isLevel ? `${text} ≈` : isWorst ? `**${text}**` : text;
        }),
      ]),
    ),
    '',
    ...conclusions(sweep).flatMap((line) => [escapeMarkdown(line), '']),
    `\`${withoutControls(again).replaceAll('`', "'")}\``,
    '',
  ].join('\n');
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
    ...(last === undefined ? [] : ['± half of the 95 % interval']),
    ...(others.length === 0 || last === undefined ? [] : [`≈ no significant difference from ${baseline}`]),
    ...(others.length === 0 || better === null || hasColor ? [] : ['! marks the worse figure']),
  ];
}

interface Cell {
  figure: Figure;
  isWorst: boolean;
  isLevel: boolean;
}

/** The modes' figures at a place. */
function cellsOf({ kind, better }: Sweep, { modes }: SweepPoint): Cell[] {
  const measured = Object.values(modes);
  const figures = measured.map((one) => figureOf(one, kind));
  const worst = better === null ? [] : findWorst(figures, better);
  const best = measured[findBest(figures, better ?? 'lower')];
  return figures.map((figure, index) => ({
    figure,
    isWorst: worst[index] === true && !isNoise(measured[index], best),
    isLevel: index > 0 && isNoise(measured[index], measured[0]),
  }));
}

function figureOf({ mean, interval }: SweepFigure, kind: Sweep['kind']): Figure {
  if (mean === null) return NONE;
  return { kind, value: mean, ...(interval === null ? {} : { half: (interval[1] - interval[0]) / 2 }) };
}

function modesOf({ points }: Sweep): string[] {
  return Object.keys(points[0]?.modes ?? {});
}

/** A row for each place, a column for each mode. */
function drawTable(sweep: Sweep, width: number, style: Style, cut: string): string[] {
  const rows = sweep.points.map((point) => ({ place: point.values[0] ?? '', cells: cellsOf(sweep, point) }));
  const columns = modesOf(sweep).map((mode, index) =>
    columnOf(
      mode,
      rows.map(({ cells }) => cells[index]),
      style,
    ),
  );
  return drawColumns(
    sweep.vary[0]?.path ?? '',
    rows.map(({ place }) => place),
    columns,
    width,
    style,
    cut,
  );
}

interface DrawnColumn {
  heading: string;
  width: number;
  texts: string[];
}

function columnOf(heading: string, cells: readonly (Cell | undefined)[], style: Style): DrawnColumn {
  const aligned = alignFigures(cells.map((cell) => cell?.figure ?? NONE));
  const texts = aligned.map((text, index) => {
    const { isWorst = false, isLevel = false } = cells[index] ?? {};
    if (isLevel) return `${text.trimEnd()}${LEVEL}`.padEnd(text.length + LEVEL.length);
    return paintFigure(text, isWorst, style) + (style.hasColor ? ' '.repeat(MARK.length) : '');
  });
  const longest = Math.max(heading.length, ...aligned.map((text) => text.length));
  return { heading: heading + ' '.repeat(MARK.length), width: longest + MARK.length + 2, texts };
}

/** Columns that find no room come in a further table below. */
function drawColumns(
  path: string,
  places: readonly string[],
  columns: readonly DrawnColumn[],
  width: number,
  style: Style,
  cut: string,
  over: (count: number) => GridCell[][] = () => [],
): string[] {
  const first = Math.min(FIRST_WIDEST, Math.max(...[path, ...places].map((text) => text.length)) + 2);
  const widest = Math.max(1, ...columns.map((column) => column.width));
  const each = Math.max(1, Math.floor((width - first) / widest));
  return chunks(columns, each).flatMap((band, index) => [
    ...(index === 0 ? [] : ['']),
    ...grid(
      [
        { width: Math.min(first, Math.max(1, width - widest)), align: 'left' },
        ...band.map((column) => ({ width: Math.min(column.width, width - 1), align: 'right' as const })),
      ],
      [
        ...over(band.length),
        [` ${style.title(plain(path))}`, ...band.map(({ heading }) => heading)],
        ...places.map((place, row) => [` ${plain(place)}`, ...band.map(({ texts }) => texts[row] ?? '')]),
      ],
      cut,
    ),
  ]);
}

/** With two axes: a table for each mode, and one that says which of them is ahead. */
function drawGrids(sweep: Sweep, width: number, style: Style, cut: string): string[][] {
  const [axis, second] = sweep.vary;
  if (axis === undefined || second === undefined) return [];
  const cells = new Map(sweep.points.map((point) => [JSON.stringify(point.values), cellsOf(sweep, point)]));
  const at = (place: string, other: string): Cell[] => cells.get(JSON.stringify([place, other])) ?? [];
  const draw = (title: string, columns: DrawnColumn[]): string[] =>
    drawColumns(axis.path, axis.values, columns, width, style, cut, (count) => [
      [
        ` ${style.title(plain(title))}`,
        { content: plain(second.path) + ' '.repeat(MARK.length), span: count },
      ],
    ]);
  const modes = modesOf(sweep);
  const grids = modes.map((mode, index) =>
    draw(
      mode,
      second.values.map((other) =>
        columnOf(
          other,
          axis.values.map((place) => at(place, other)[index]),
          style,
        ),
      ),
    ),
  );
  if (sweep.better === null || modes.length < 2) return grids;
  const ahead = second.values.map((other) => {
    const texts = axis.values.map((place) => aheadOf(at(place, other), modes) + ' '.repeat(MARK.length));
    const longest = Math.max(other.length + MARK.length, ...texts.map((text) => text.length));
    return { heading: other + ' '.repeat(MARK.length), width: longest + 2, texts };
  });
  return [...grids, draw('ahead', ahead)];
}

/** Whoever is not worse, where somebody is. */
function aheadOf(cells: readonly Cell[], modes: readonly string[]): string {
  if (cells.every(({ figure }) => figure.kind === 'none')) return '–';
  const names = modes.filter((_, index) => cells[index]?.isWorst === false);
  return names.length === modes.length ? '≈' : names.join(', ');
}

/** With two axes, a plot would need a third dimension, and words stand nowhere on an axis: the tables say it. */
function drawPlot(sweep: Sweep, { width, ascii }: SweepRenderOptions): string[] {
  const [axis, second] = sweep.vary;
  if (axis?.places === undefined || second !== undefined || sweep.points.length < 2) return [];
  const modes = modesOf(sweep);
  const glyphs = ascii ? ASCII_GLYPHS : GLYPHS;
  const lines = plot(
    modes.map((mode, index) => ({
      glyph: glyphs[index % glyphs.length] ?? '?',
      values: sweep.points.map((point) => point.modes[mode]?.mean ?? null),
    })),
    {
      width,
      height: PLOT_HEIGHT,
      format: (value) => formatFigure({ kind: sweep.kind, value }),
      meeting: ascii ? '#' : '◉',
      frame: ascii ? { corner: '+', side: '|', bottom: '-' } : { corner: '└', side: '│', bottom: '─' },
    },
  );
  if (lines.length === 0) return [];
  const margin = (lines.at(-1) ?? '').search(/\S/) + 1;
  const [from = '', to = ''] = [sweep.points[0]?.values[0], sweep.points.at(-1)?.values[0]];
  const gap = Math.max(1, width - margin - from.length - to.length);
  const legend = modes.map((mode, index) => `${glyphs[index % glyphs.length] ?? '?'} ${mode}`).join('   ');
  return [
    ...lines,
    ...[`${plain(from)}${' '.repeat(gap)}${plain(to)}`, `${plain(axis.path)}   ${legend}`].map((line) =>
      `${' '.repeat(margin)}${line}`.slice(0, width).trimEnd(),
    ),
  ];
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
