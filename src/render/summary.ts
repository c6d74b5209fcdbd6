import type { Comparison } from '../compare/comparison.js';
import { formatCell } from './table-cell.js';
import type { RenderOptions } from './options.js';
import { type Summary, summaryOf } from './sections/summary.js';
import { grid, type GridCell } from './terminal/grid.js';
import { type Style, styleOf } from './terminal/style.js';
import { inLines } from './terminal/layout.js';
import { MARK, paintFigure } from './terminal/tables.js';
import { toAscii } from './text.js';

interface SummaryOptions extends Pick<RenderOptions, 'width' | 'color' | 'ascii'> {
  /** What to type for each of them; else they go by their titles. */
  names?: readonly string[];
}

const NARROWEST = 40;
/** A title has as much as it needs, between these. */
const TITLE = 14;
const TITLE_WIDEST = 40;

/** Several comparisons for the terminal, a line each, with a line break at the end. */
export function renderSummary(comparisons: readonly Comparison[], options: SummaryOptions): string {
  const summary = summaryOf(comparisons, options.names);
  const style = styleOf(options.color);
  const width = Math.max(options.width, NARROWEST);
  const groups = [...summary.groups.map((_, group) => groupOf(summary, group, style)), winnerGroup(summary)];
  const names = widest(summary.lines.map(({ title }) => title));
  const shown = thatFit(groups, width - Math.min(Math.max(names, TITLE), TITLE_WIDEST));
  const text = `${draw(summary, shown, width, style, options.ascii ? '~' : '…').join('\n')}\n`;
  return options.ascii ? toAscii(text) : text;
}

interface Group {
  title: string;
  columns: { heading: string; width: number; texts: string[] }[];
}

function groupOf({ groups, modes, lines }: Summary, group: number, style: Style): Group {
  const mark = style.hasColor ? 0 : MARK.length;
  return {
    title: groups[group] ?? '',
    columns: modes.map((mode, index) => {
      const figures = lines.map(({ cells }) => formatCell(cells[group]?.[index] ?? { kind: 'none' }));
      const texts = figures.map((figure, row) =>
        paintFigure(figure, lines[row]?.worst[group]?.[index] === true, style),
      );
      const names = inLines(mode).split('\n');
      const heading = names.map((name) => name + ' '.repeat(mark)).join('\n');
      return { heading, width: (style.hasColor ? 2 : 1) + mark + widest([...names, ...figures]), texts };
    }),
  };
}

function winnerGroup({ lines }: Summary): Group {
  const texts = lines.map(({ winner }) => winner);
  return { title: '', columns: [{ heading: 'winner', width: 2 + widest(['winner', ...texts]), texts }] };
}

function draw(
  { lines }: Summary,
  groups: readonly Group[],
  width: number,
  style: Style,
  cut: string,
): string[] {
  const columns = groups.flatMap((group) => group.columns);
  const title = Math.min(width - widthOf(groups), TITLE_WIDEST);
  const over: GridCell[] = groups.map((group) => ({
    content: group.title + ' '.repeat(style.hasColor ? 0 : MARK.length),
    span: group.columns.length,
  }));
  return grid(
    [{ width: title, align: 'left' }, ...columns.map(({ width }) => ({ width, align: 'right' as const }))],
    [
      ...(groups.some((group) => group.title !== '') ? [['', ...over]] : []),
      [style.title('SUMMARY'), ...columns.map(({ heading }) => heading)],
      ...lines.map((line, row) => [line.title, ...columns.map(({ texts }) => texts[row] ?? '')]),
    ],
    cut,
  );
}

/** As many of the groups as have room beside the title; the first and the last, goodput and winner, are always there. */
function thatFit(groups: readonly Group[], room: number): Group[] {
  const [first, ...others] = groups;
  const last = others.pop();
  const shown = [first, last].filter((group) => group !== undefined);
  for (const group of others) {
    if (widthOf([...shown, group]) > room) break;
    shown.splice(-1, 0, group);
  }
  return shown;
}

function widthOf(groups: readonly Group[]): number {
  return groups.flatMap(({ columns }) => columns).reduce((sum, { width }) => sum + width, 0);
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
