import { plain } from './text.js';

export type Cell = string | number | null | undefined;

/** Rows as CSV (RFC 4180, but with plain line breaks). What was not measured is empty. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => `${cells.map(cell).join(',')}\n`).join('');
}

function cell(value: Cell): string {
  if (typeof value !== 'string') return value === undefined || value === null ? '' : String(value);
  const words = plain(value);
  // What begins like a formula is one to a spreadsheet; some take the full-width signs for the usual ones.
  const text = /^[-=+@]/.test(words.normalize('NFKC')) ? `'${words}` : words;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
