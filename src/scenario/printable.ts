/** Control and format characters, line separators and halves of surrogate pairs: what must not reach a terminal alive. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\x1b' };

export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) === -1;
}

/** Text from outside, with what would act on a terminal spelled out, and cut to `limit` characters. */
export function printable(text: string, limit = Infinity): string {
  const short = text.length > limit ? `${excerpt(text, 0, limit)}…` : text;
  return short.replace(UNPRINTABLE, (character) => NAMED[character] ?? `\\u{${hex(character)}}`);
}

/** What stands from here to there, without half a character at either end. */
export function excerpt(text: string, from: number, to = text.length): string {
  return text.slice(isWithin(text, from) ? from + 1 : from, isWithin(text, to) ? to - 1 : to);
}

/** Between the two halves of a character? */
function isWithin(text: string, position: number): boolean {
  return position > 0 && (text.codePointAt(position - 1) ?? 0) > 0xffff;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
