/** Control and format characters, line separators and halves of surrogate pairs: what must not reach a terminal alive. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u001b': '\\x1b' };

export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) === -1;
}

/** Text from outside, with what would act on a terminal spelled out, and cut to `limit` characters. */
export function printable(text: string, limit = Infinity): string {
  const short = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return short.replace(UNPRINTABLE, (character) => NAMED[character] ?? `\\u{${hex(character)}}`);
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
