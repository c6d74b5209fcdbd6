import type { Comparison } from '../compare/comparison.js';
import { alignFigures } from './figures.js';
import type { RenderOptions } from './options.js';
import { type Summary, summaryOf } from './sections/summary.js';
import { grid, type GridColumn } from './terminal/grid.js';
import { type Style, styleOf } from './terminal/style.js';
import { MARK } from './terminal/tables.js';
import { toAscii } from './text.js';

type SummaryOptions = Pick<RenderOptions, 'width' | 'color' | 'ascii'>;

/** The scenario's name needs this much; what finds no room beside it comes in a table below. */
const TITLE = 16;
const GAP = 2;

/** Several comparisons for the terminal, a line each, with a line break at the end. */
export function renderSummary(comparisons: readonly Comparison[], options: SummaryOptions): string {
  const summary = summaryOf(comparisons);
  const style = styleOf(options.color);
  const cut = options.ascii ? '~' : '…';
  const width = Math.max(options.width, 40);
  const groups = summary.groups.map((_, group) => columnsOf(summary, group, style));
  const aheadWidth = GAP + Math.max('ahead'.length, ...summary.lines.map(({ ahead }) => ahead.length));
  const total = (shown: readonly Column[][]): number => shown.flat().reduce((sum, column) => sum + column.width, 0);
  const oneTable = TITLE + total(groups) + aheadWidth <= width;
  const tables = oneTable ? [groups] : groups.map((group) => [group]);
  const text = tables.map((shown, index) => {
    const isLast = index === tables.length - 1;
    const columns: Column[] = [...shown.flat(), ...(isLast ? [aheadColumn(summary, aheadWidth)] : [])];
    const title = width - columns.reduce((sum, column) => sum + column.width, 0);
    return grid(
      [{ width: title, align: 'left' }, ...columns.map(({ width, align }): GridColumn => ({ width, align }))],
      [
        [style.title('SUMMARY'), ...columns.map(({ heading }) => heading)],
        ...summary.lines.map((line, row) => [line.title, ...columns.map(({ texts }) => texts[row] ?? '')]),
      ],
      cut,
    ).join('\n');
  });
  const joined = `${text.join('\n\n')}\n`;
  return options.ascii ? toAscii(joined) : joined;
}

interface Column extends GridColumn {
  heading: string;
  texts: string[];
}

/** A group's title stands over the first of its modes. */
function columnsOf({ groups, modes, lines }: Summary, group: number, style: Style): Column[] {
  return modes.map((mode, index) => {
    const figures = alignFigures(lines.map(({ cells }) => cells[group]?.[index] ?? { kind: 'none' }));
    const texts = figures.map((figure, row) => {
      const isWorst = lines[row]?.worst[group]?.[index] === true;
      if (style.hasColor) return isWorst ? figure.replace(/\S(.*\S)?/, (text) => style.worse(text)) : figure;
      return figure + (isWorst ? MARK : ' '.repeat(MARK.length));
    });
    const tail = style.hasColor ? '' : ' '.repeat(MARK.length);
    const heading = [index === 0 ? (groups[group] ?? '') : ' ', ...mode.split(':')];
    const figureWidth = Math.max(0, ...figures.map((figure) => figure.length), ...heading.map((text) => text.length));
    return {
      width: GAP + figureWidth + tail.length,
      align: 'right',
      heading: heading.map((text) => text + tail).join('\n'),
      texts,
    };
  });
}

function aheadColumn({ lines }: Summary, width: number): Column {
  return { width, align: 'right', heading: 'ahead', texts: lines.map(({ ahead }) => ahead) };
}
