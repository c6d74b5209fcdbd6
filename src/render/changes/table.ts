import type { Changes } from '../../results/changes.js';
import type { Display } from '../options.js';
import { grid, paragraph } from '../terminal/grid.js';
import { type Style, styleOf } from '../terminal/style.js';
import { toAscii } from '../text.js';
import { widest, widthOf } from '../width.js';
import { outcomesOf } from './outcome.js';
import { type ShownFile, type ShownRow, type ShownScenario, type ShownTable, viewOfChanges } from './view.js';

interface Pen {
  width: number;
  style: Style;
  cut: string;
}

/** What changed, for the terminal: each file against the base, scenario by scenario, mode by mode. */
export function renderChanges(changes: Changes, display: Display, all: boolean): string {
  const pen: Pen = { width: display.width, style: styleOf(display.color), cut: display.ascii ? '~' : '…' };
  const blocks = [
    ...viewOfChanges(changes, all).flatMap((file) => drawFile(file, pen, display.quiet)),
    outcomesOf(changes).flatMap(({ verdict, text }) =>
      paragraph(text, pen.width, pen.cut, `${verdict}  `).map((line) =>
        line.replace(/^PASS/, pen.style.good).replace(/^FAIL/, pen.style.bad),
      ),
    ),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
  return display.ascii ? toAscii(text) : text;
}

function drawFile({ heading, scenarios, notes }: ShownFile, pen: Pen, isQuiet: boolean): string[][] {
  return [
    paragraph(pen.style.title(heading), pen.width, pen.cut),
    ...(isQuiet ? [] : scenarios.flatMap((scenario) => drawScenario(scenario, pen))),
    notes.flatMap((note) => paragraph(note, pen.width, pen.cut)),
  ];
}

function drawScenario({ title, differs, basis, tables, notes }: ShownScenario, pen: Pen): string[][] {
  const { width, style, cut } = pen;
  const head = [
    ...paragraph(style.title(title), width, cut),
    ...(differs.length === 0 ? ['nothing differs but the figures'] : []),
    ...differs.flatMap((line) => paragraph(line, width, cut, '  ')),
    ...[...basis, ...notes].flatMap((line) => paragraph(style.quiet(line), width, cut)),
  ];
  // All modes of a scenario in the same columns.
  const columns = columnsOf(tables, width);
  return [head, ...tables.map((table) => drawTable(table, columns, pen))];
}

const GAP = 2;
const LABEL_LEAST = 16;
const LABEL_WIDEST = 46;

function columnsOf(tables: readonly ShownTable[], width: number): number[] {
  const rows = tables.flatMap((table) => table.rows);
  const of = (read: (row: ShownRow) => string, heading: string): number =>
    GAP + widest([heading, ...rows.map(read)]);
  const others = [
    of((row) => row.base, 'base'),
    of((row) => row.new, 'new'),
    of((row) => row.change, 'change'),
    of((row) => row.verdict, ''),
  ];
  const taken = others.reduce((sum, one) => sum + one, 0);
  const longest = widest(rows.map(({ label }) => label)) + 1;
  return [Math.max(LABEL_LEAST, Math.min(width - taken, longest, LABEL_WIDEST)), ...others];
}

function drawTable({ mode, rows, footer }: ShownTable, columns: readonly number[], pen: Pen): string[] {
  const { style, cut, width } = pen;
  if (rows.length === 0) return paragraph(`${style.title(` ${mode}`)}: ${footer}`, width, cut);
  const aligns = ['left', 'right', 'right', 'right', 'right'] as const;
  return [
    ...grid(
      columns.map((room, index) => ({ width: room, align: aligns[index] ?? 'left' })),
      [
        [` ${style.title(mode)}`, 'base', 'new', 'change', ''],
        ...rows.map((row) => [
          labelIn(columns[0] ?? 0, row),
          row.base,
          row.new,
          row.change,
          paint(row, style),
        ]),
      ],
      cut,
    ),
    ...paragraph(style.quiet(` ${footer}`), width, cut),
  ];
}

/** What finds no room in one line goes on in the next, set in: a path after one of its dots. */
function labelIn(room: number, { label }: ShownRow): string {
  const lines: string[] = [];
  for (const word of label.split(/(?<= )|(?<=\.)/)) {
    const longer = `${lines.at(-1) ?? ''}${word}`;
    if (lines.length > 0 && widthOf(longer.trimEnd()) <= room - (lines.length > 1 ? 3 : 1))
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line, index) => `${index === 0 ? ' ' : '   '}${line.trimEnd()}`).join('\n');
}

function paint({ judgement, verdict }: ShownRow, style: Style): string {
  if (judgement === 'worse') return style.bad(verdict);
  return judgement === 'better' ? style.good(verdict) : verdict;
}
