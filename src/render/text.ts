import { widthOf } from './width.js';

/**
 * Text that came from a file, made harmless: one line, and nothing in it that acts on a terminal (control and format
 * characters, line separators, halves of surrogate pairs).
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim();
}

/** A command line, harmless as well, but with its blanks as they are: they may stand in quotes. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
}

/**
 * The closest text in ASCII, as wide as the original, so that columns stay aligned: accents are dropped, and `?` stands for
 * a character without a counterpart. Escape codes stay: by then they are our own colours.
 */
export function toAscii(text: string): string {
  const short = text.replace(/\p{M}/gu, '').replaceAll('± ', '+-');
  // eslint-disable-next-line no-control-regex -- the one that begins an escape code
  return short.replace(/[^\n\u001b\x20-\x7e]/gu, (character) => {
    const [base = '?'] = NEAREST[character] ?? character.normalize('NFKD');
    return (base >= ' ' && base <= '~' ? base : '?').repeat(Math.max(1, widthOf(character)));
  });
}

const NEAREST: Record<string, string> = {
  '–': '-',
  '—': '-',
  '·': '|',
  '…': '~',
  '≈': '~',
  '×': 'x',
  µ: 'u',
  '→': '>',
  '∥': '&',
};

/** What makes a bare address one: GitHub turns it into a link, and notifies the user named after an `@`. */
const ADDRESS = /(?<=\b(?:https?|ftp|mailto|xmpp):)|(?<=\bwww)(?=\.)|(?=@)|(?<=@)/gi;

/** Text inside HTML in Markdown that is shown as it is. */
export function escapeHtml(text: string): string {
  return plain(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(ADDRESS, '<!-- -->');
}

/** Text inside Markdown that is shown as it is: no markup, no HTML, no link, no end of a table's cell. */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~#!$]/g, (character) => `\\${character}`)
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(ADDRESS, '<!-- -->');
}
