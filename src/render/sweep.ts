import type { Sweep } from '../sweep/result.js';
import { formatCell } from './table-cell.js';
import { markdownTable } from './markdown-table.js';
import type { RenderOptions } from './options.js';
import { cellsOf, drawGrids, drawTable, modesOf } from './sweep-tables.js';
import { conclusions } from './sweep-words.js';
import { commandLines } from './terminal/command.js';
import { pack, paragraph } from './terminal/grid.js';
import { plot } from './terminal/plot.js';
import { styleOf } from './terminal/style.js';
import { escapeMarkdown, plain, toAscii, withoutControls } from './text.js';
import { cutTo, widthOf } from './width.js';

type SweepRenderOptions = Pick<RenderOptions, 'width' | 'color' | 'ascii'> & { reproduce: string };

const GLYPHS = ['●', '○', '◆', '◇'];
const ASCII_GLYPHS = ['*', 'o', '+', 'x'];
const PLOT_HEIGHT = 13;

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
    commandLines('reproduce: ', withoutControls(options.reproduce), width),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
  return options.ascii ? toAscii(text) : text;
}

/** A sweep as a GitHub-flavoured table. */
export function renderSweepMarkdown(sweep: Sweep, reproduce: string): string {
  const modes = modesOf(sweep);
  const head = [...sweep.vary.map(({ path }) => path), ...modes];
  return [
    `## ${escapeMarkdown(sweep.title)}: ${escapeMarkdown(describe(sweep))}`,
    '',
    legend(sweep, true).map(escapeMarkdown).join(' · '),
    '',
    markdownTable(
      head.map(escapeMarkdown),
      sweep.points.map((point) => [
        ...point.values.map(escapeMarkdown),
        ...cellsOf(sweep, point).map(({ figure, isWorst, isLevel }) => {
          const text = escapeMarkdown(formatCell(figure));
          return isLevel ? `${text} ≈` : isWorst ? `**${text}**` : text;
        }),
      ]),
      (column) => column >= sweep.vary.length,
    ),
    '',
    ...conclusions(sweep).flatMap((line) => [escapeMarkdown(line), '']),
    `\`${withoutControls(reproduce).replaceAll('`', "'")}\``,
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
      format: (value) => formatCell({ kind: sweep.kind, value }),
      meeting: ascii ? '#' : '◉',
      frame: ascii ? { corner: '+', side: '|', bottom: '-' } : { corner: '└', side: '│', bottom: '─' },
    },
  );
  if (lines.length === 0) return [];
  const margin = (lines.at(-1) ?? '').search(/\S/) + 1;
  const [from = '', to = ''] = [sweep.points[0]?.values[0], sweep.points.at(-1)?.values[0]];
  const gap = Math.max(1, width - margin - widthOf(from) - widthOf(to));
  const legend = modes.map((mode, index) => `${glyphs[index % glyphs.length] ?? '?'} ${mode}`).join('   ');
  return [
    ...lines,
    ...[`${plain(from)}${' '.repeat(gap)}${plain(to)}`, `${plain(axis.path)}   ${legend}`].map((line) =>
      cutTo(`${' '.repeat(margin)}${line}`, width, '').trimEnd(),
    ),
  ];
}
