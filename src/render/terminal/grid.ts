import Table from 'cli-table3';
import { widthAtMost } from '../text.js';

export interface GridColumn {
  width: number;
  align: 'left' | 'right';
  /** Long text goes on in the next line; otherwise it is cut, with a mark where. */
  wrap?: boolean;
}

/**
 * Text in columns without a frame. cli-table3 measures it as a terminal does, where one character may take two
 * columns, so no line is longer than the columns together.
 *
 * @param cut what stands where text was cut off
 */
export function grid(columns: readonly GridColumn[], rows: readonly (readonly string[])[], cut: string): string[] {
  if (rows.length === 0) return [];
  const table = new Table({
    chars: NO_FRAME,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ align }) => align),
    truncate: cut,
  });
  for (const row of rows) {
    // Where one cell has lines of its own, as in a heading, the others stand beside its last one.
    const vAlign = row.some((content) => content.includes('\n')) ? 'bottom' : 'top';
    table.push(row.map((content, index) => ({ content, vAlign, wordWrap: columns[index]?.wrap ?? false })));
  }
  return table.toString().split('\n').map(trimmed);
}

/** A text in as many lines as it needs, beside a lead that stands in the first of them. */
export function paragraph(text: string, width: number, cut: string, lead = ''): string[] {
  const column: GridColumn = { width: width - lead.length, align: 'left', wrap: true };
  if (lead === '') return grid([column], [[text]], cut);
  return grid([{ width: lead.length, align: 'left' }, column], [[lead, text]], cut);
}

/** As many of the parts in each line as have room there; a line that goes on ends with the separator. */
export function pack(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${separator}${part}`;
    if (last !== undefined && widthAtMost(`${longer}${separator.trimEnd()}`) <= width) lines[lines.length - 1] = longer;
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
  middle: '',
};

function trimmed(line: string): string {
  return line.replace(/ +$/, '');
}
