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
/** A title needs this much; groups of columns that find no room beside it come in tables of their own. */
const TITLE = 14;
const TITLE_WIDEST = 40;

/** Several comparisons for the terminal, a line each, with a line break at the end. */
export function renderSummary(comparisons: readonly Comparison[], options: SummaryOptions): string {
  const summary = summaryOf(comparisons, options.names);
  const style = styleOf(options.color);
  const width = Math.max(options.width, NARROWEST);
  const groups = [...summary.groups.map((_, group) => groupOf(summary, group, style)), aheadGroup(summary)];
  const tables = inTables(groups, width - TITLE);
  const text = tables
    .map((shown) => `${draw(summary, shown, width, style, options.ascii ? '~' : '…').join('\n')}\n`)
    .join('\n');
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

function aheadGroup({ lines }: Summary): Group {
  const texts = lines.map(({ ahead }) => ahead);
  return { title: '', columns: [{ heading: 'ahead', width: 2 + widest(['ahead', ...texts]), texts }] };
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

/** All beside one another; or a table for each group, with who is ahead in the last of them if it has room there. */
function inTables(groups: readonly Group[], room: number): (readonly Group[])[] {
  if (widthOf(groups) <= room) return [groups];
  const lastTwo = groups.slice(-2);
  if (widthOf(lastTwo) > room) return groups.map((group) => [group]);
  return [...groups.slice(0, -2).map((group) => [group]), lastTwo];
}

function widthOf(groups: readonly Group[]): number {
  return groups.flatMap(({ columns }) => columns).reduce((sum, { width }) => sum + width, 0);
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
