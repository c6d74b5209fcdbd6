import { withoutControls } from '../text.js';

/** HTML or SVG that is safe to be put into a page as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What a template may hold: text is shown as it is written, whatever it looks like. */
export type Content = string | number | Markup | undefined | readonly Content[];

/**
 * HTML and SVG from a template. Everything that is put into it is text, unless it is markup itself: no name from a scenario
 * becomes an element, an attribute or a control character.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((text, index) => text + textOf(values[index])).join(''));
}

/** No markup at all. */
export const NOTHING = new Markup('');

/** Text of many lines, which stands between elements and in no attribute: there quotes are nothing but quotes. */
export function lines(text: string): Markup {
  const between = (line: string): string =>
    withoutControls(line).replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? '');
  return new Markup(text.split('\n').map(between).join('\n'));
}

function textOf(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(value);
  return value.map(textOf).join('');
}

function escaped(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
