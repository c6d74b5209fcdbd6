import { estimate, isSignificant } from '../stats/interval.js';
import type { Sweep, SweepCrossing, SweepFigure, SweepPoint } from '../sweep/sweep.js';
import { type Figure, formatFigure } from './figures.js';
import type { RenderOptions } from './options.js';
import { grid, paragraph } from './terminal/grid.js';
import { plot } from './terminal/plot.js';
import { styleOf } from './terminal/style.js';
import { escapeMarkdown, plain, toAscii } from './text.js';

/** What the figure is, and which way it is better. */
export interface SweptFigure {
  kind: 'count' | 'share' | 'rate' | 'ratio' | 'time';
  /** `undefined`: neither. */
  better: 'higher' | 'lower' | undefined;
}

type SweepRenderOptions = Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'again'>;

const GLYPHS = ['●', '○', '◆', '◇'];
const ASCII_GLYPHS = ['*', 'o', '+', 'x'];
const PLOT_HEIGHT = 13;

/** A sweep for the terminal: a table, a plot, and where the modes cross. */
export function renderSweep(sweep: Sweep, swept: SweptFigure, options: SweepRenderOptions): string {
  const style = styleOf(options.color);
  const cut = options.ascii ? '~' : '…';
  const rows = tableOf(sweep, swept);
  const lines = [
    ...paragraph(plain(sweep.title), options.width, cut),
    ...paragraph(describe(sweep), options.width, cut),
    '',
    ...drawTable(rows, options.width, cut).map((line, index) => (index === 0 ? style.title(line) : line)),
    '',
    ...plotOf(sweep, swept, options),
    ...conclusions(sweep, swept).flatMap((line) => paragraph(line, options.width, cut)),
    '',
    `again: ${options.again}`,
  ];
  const text = `${lines.join('\n')}\n`;
  return options.ascii ? toAscii(text) : text;
}

/** A sweep as a GitHub-flavoured table. */
export function renderSweepMarkdown(sweep: Sweep, swept: SweptFigure, again: string): string {
  const [head = [], ...body] = tableOf(sweep, swept);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${escapeMarkdown(plain(sweep.title))}`,
    '',
    describe(sweep),
    '',
    row(head),
    row(head.map((_, index) => (index < sweep.vary.length ? '---' : '---:'))),
    ...body.map(row),
    '',
    ...conclusions(sweep, swept),
    '',
    `\`${again}\``,
    '',
  ].join('\n');
}

function describe({ figure, vary, seeds }: Sweep): string {
  const runs =
    seeds.length === 1 ? `seed ${seeds[0] ?? ''}` : `means of ${seeds.length} runs, 95 % intervals`;
  return `${figure} against ${vary.map(({ path }) => path).join(' and ')} · ${runs}`;
}

function tableOf(sweep: Sweep, swept: SweptFigure): string[][] {
  const modes = Object.keys(sweep.points[0]?.modes ?? {});
  const head = [...sweep.vary.map(({ path }) => path), ...modes.map((mode) => `${mode}`)];
  return [
    head,
    ...sweep.points.map((point) => [
      ...point.values,
      ...modes.map((mode, index) => {
        const figure = point.modes[mode];
        const isLevel = index > 0 && isAlike(figure, point.modes[modes[0] ?? '']);
        return `${isLevel ? '≈ ' : ''}${cellOf(figure, swept)}`;
      }),
    ]),
  ];
}

/** With the half width of its interval, where there is one. */
function cellOf(figure: SweepFigure | undefined, { kind }: SweptFigure): string {
  if (figure?.mean == null) return '–';
  const text = formatFigure({ kind, value: figure.mean } as Figure);
  if (figure.runs.length < 2 || figure.interval === null) return text;
  return `${text} ± ${formatFigure({ kind, value: (figure.interval[1] - figure.interval[0]) / 2 } as Figure)}`;
}

/** The difference, seed by seed, is not more than noise. */
function isAlike(figure: SweepFigure | undefined, baseline: SweepFigure | undefined): boolean {
  if (figure === undefined || baseline === undefined || figure.runs.length < 2) return false;
  if (figure.mean === null || baseline.mean === null) return false;
  const differences = figure.runs.map((value, index) => (value ?? 0) - (baseline.runs[index] ?? 0));
  return !isSignificant(estimate(differences).interval);
}

function drawTable(rows: readonly string[][], width: number, cut: string): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const total = widths.reduce((sum, one) => sum + one + 2, 0);
  const over = Math.max(0, total - width);
  const columns = widths.map((one, index) => ({
    // The first column gives way: it is the path's name that is long.
    width: Math.max(8, one + 2 - (index === 0 ? over : 0)),
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  return grid(columns, rows, cut);
}

/** With two axes, a plot would need a third dimension: the table says it. */
function plotOf(sweep: Sweep, { kind }: SweptFigure, options: SweepRenderOptions): string[] {
  const [axis, second] = sweep.vary;
  if (axis === undefined || second !== undefined || axis.values.length < 2) return [];
  const modes = Object.keys(sweep.points[0]?.modes ?? {});
  const glyphs = options.ascii ? ASCII_GLYPHS : GLYPHS;
  const lines = plot(
    modes.map((mode, index) => ({
      glyph: glyphs[index] ?? '?',
      values: sweep.points.map((point) => point.modes[mode]?.mean ?? null),
    })),
    {
      width: options.width,
      height: PLOT_HEIGHT,
      format: (value) => formatFigure({ kind, value } as Figure),
      meeting: options.ascii ? '#' : '◉',
      frame: options.ascii
        ? { corner: '+', side: '|', bottom: '-' }
        : { corner: '└', side: '│', bottom: '─' },
    },
  );
  if (lines.length === 0) return [];
  const margin = (lines.at(-1) ?? '').search(/\S/) + 1;
  const [first = '', last = ''] = [axis.values[0], axis.values.at(-1)];
  const gap = Math.max(1, options.width - margin - first.length - last.length);
  const legend = modes.map((mode, index) => `${glyphs[index] ?? '?'} ${mode}`).join('   ');
  return [
    ...lines,
    `${' '.repeat(margin)}${first}${' '.repeat(gap)}${last}`,
    `${' '.repeat(margin)}${axis.path}   ${legend}`,
    '',
  ];
}

function conclusions(sweep: Sweep, swept: SweptFigure): string[] {
  if (sweep.crossings.length > 0)
    return sweep.crossings.map((crossing) => describeCrossing(sweep, crossing, swept));
  const [baseline, ...others] = Object.keys(sweep.points[0]?.modes ?? {});
  return others.map((mode) => withoutCrossing(sweep.points, mode, baseline ?? '', swept));
}

function describeCrossing(sweep: Sweep, crossing: SweepCrossing, swept: SweptFigure): string {
  const [mode, baseline] = crossing.modes;
  const below = crossing.lowerBelow;
  const above = below === mode ? baseline : mode;
  const path = sweep.vary[0]?.path ?? '';
  const [low, high] = crossing.text.interval;
  const at = `${path} = ${crossing.text.at}${sweep.seeds.length > 1 ? ` (95 %: ${low} to ${high})` : ''}`;
  const where =
    crossing.second === undefined ? '' : `With ${sweep.vary[1]?.path ?? ''} = ${crossing.second}: `;
  const better = swept.better === 'higher' ? above : below;
  const worse = better === below ? above : below;
  const verb = swept.better === undefined ? 'has the lower figure' : 'is better';
  return `${where}${swept.better === undefined ? below : better} ${verb} below ${at}, ${swept.better === undefined ? above : worse} above.`;
}

function withoutCrossing(
  points: readonly SweepPoint[],
  mode: string,
  baseline: string,
  { better }: SweptFigure,
): string {
  const signs = points.flatMap((point) => {
    const one = point.modes[mode];
    const other = point.modes[baseline];
    if (one?.mean == null || other?.mean == null) return [];
    return isAlike(one, other) || one.mean === other.mean ? [0] : [Math.sign(one.mean - other.mean)];
  });
  if (signs.length === 0) return `${mode} and ${baseline} cannot be compared: the figure was not measured.`;
  if (signs.every((sign) => sign === 0)) return `${mode} and ${baseline} do not differ anywhere here.`;
  const isHigher = signs.some((sign) => sign > 0);
  if (better === undefined)
    return `${mode} has the ${isHigher ? 'higher' : 'lower'} figure wherever the two differ.`;
  const winner = (better === 'higher') === isHigher ? mode : baseline;
  return `The modes do not cross here: ${winner} is better wherever the two differ.`;
}
