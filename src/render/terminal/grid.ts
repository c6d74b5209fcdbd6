import Table from 'cli-table3';
import { cutTo, cutWords, widthOf } from '../width.js';

export interface GridColumn {
  width: number;
  align: 'left' | 'right';
  /** Long text goes on in the next line; otherwise it is cut, with a mark where. */
  wrap?: boolean;
}

/** A text, or one over several columns. */
export type GridCell = string | { content: string; span: number };

/**
 * Text in columns without a frame. cli-table3 measures it as a terminal does, where one character may take two
 * columns, so no line is longer than the columns together.
 *
 * @param cut what stands where text was cut off
 */
export function grid(
  columns: readonly GridColumn[],
  rows: readonly (readonly GridCell[])[],
  cut: string,
): string[] {
  if (rows.length === 0) return [];
  const table = new Table({
    chars: NO_FRAME,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    // The blank between two columns belongs to the second one: cli-table3 counts on one where a text spans both.
    colWidths: columns.map(({ width }, index) => (index === 0 ? width : width - 1)),
    colAligns: columns.map(({ align }) => align),
    truncate: cut,
  });
  for (const row of rows) {
    const cells = row.map((cell) => (typeof cell === 'string' ? { content: cell, span: 1 } : cell));
    // Where one cell has lines of its own, as in a heading, the others stand beside its last one.
    const vAlign = cells.some(({ content }) => content.includes('\n')) ? 'bottom' : 'top';
    table.push(
      cells.map(({ content, span }, index) => ({
        content: span === 1 ? shortened(content, columns[index], index === 0 ? 0 : 1, cut) : content,
        vAlign,
        colSpan: span,
        wordWrap: columns[index]?.wrap ?? false,
      })),
    );
  }
  return table.toString().split('\n').map(trimmed);
}

/** cli-table3 would cut a character in two that JavaScript has in two halves. */
function shortened(content: string, column: GridColumn | undefined, gap: number, cut: string): string {
  if (column === undefined || !/\p{Cs}|[\u{10000}-\u{10ffff}]/u.test(content)) return content;
  const room = column.width - gap;
  if (column.wrap === true) return cutWords(content, room, cut);
  return content.includes('\u001b')
    ? content
    : content
        .split('\n')
        .map((line) => cutTo(line, room, cut))
        .join('\n');
}

/** A text in as many lines as it needs, beside a lead that stands in the first of them and ends with a blank. */
export function paragraph(text: string, width: number, cut: string, lead = ''): string[] {
  if (lead === '' && widthOf(text) <= width) return [text];
  return wrapped(text.replaceAll(BEFORE_UNIT, KEPT), width, cut, lead).map((line) =>
    line.replaceAll(KEPT, ' '),
  );
}

/** The blank between a number and its unit. */
const BEFORE_UNIT = /(?<=\d) (?=(?:%|us|µs|ms|s|min|h|req\/s)(?![\w]))/g;
/** A character for private use, as wide as a blank: no line breaks there. */
const KEPT = '\ue000';

function wrapped(text: string, width: number, cut: string, lead: string): string[] {
  if (lead === '') return grid([{ width, align: 'left', wrap: true }], [[text]], cut);
  const beside = lead.length - 1;
  const columns: GridColumn[] = [
    { width: beside, align: 'left' },
    { width: width - beside, align: 'left', wrap: true },
  ];
  return grid(columns, [[lead.slice(0, -1), text]], cut);
}

/** As many of the parts in each line as have room there; a line that goes on ends with the separator. */
export function pack(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${separator}${part}`;
    if (last !== undefined && widthOf(`${longer}${separator.trimEnd()}`) <= width)
      lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line}${separator.trimEnd()}`));
}

const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};

function trimmed(line: string): string {
  return line.replace(/ +$/, '');
}
