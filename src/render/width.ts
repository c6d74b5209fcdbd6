import stringWidth from 'string-width';

/** Columns that a text takes on a screen, as cli-table3 counts them. */
export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** The columns of the widest text. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

/** The text with blanks behind it, up to so many columns. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** The text, or as much of it as has room before the mark of a cut: whole characters, as a reader counts them. */
export function cutTo(text: string, width: number, mark: string): string {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(mark);
  if (ASCII.test(text)) return text.slice(0, Math.max(0, room)) + mark;
  let shown = '';
  let taken = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    taken += widthOf(segment);
    if (taken > room) break;
    shown += segment;
  }
  return shown + mark;
}

/** Each word that is longer than a line is cut; ends of lines and escape codes end one, too. */
export function cutWords(text: string, width: number, mark: string): string {
  return text.replace(CODE_OR_WORD, (found) =>
    found.startsWith('\u001b') ? found : cutTo(found, width, mark),
  );
}

const ASCII = /^[\x20-\x7e]*$/;
// eslint-disable-next-line no-control-regex -- the one that begins an escape code
const CODE_OR_WORD = /\u001b\[[\d;]*m|[^\s\u001b]+/gu;
