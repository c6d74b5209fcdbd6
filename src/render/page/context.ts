import type { Comparison } from '../../compare/comparison.js';
import { modeInWords } from '../../compare/words.js';
import type { RequestShown } from '../formats.js';
import { plain } from '../text.js';
import type { View } from '../view.js';
import { Markup, markup, type Content } from './markup.js';

/** What the parts of a scenario's report are made from. */
export interface Part {
  comparison: Comparison;
  view: View;
  /** Begins the ids of its elements, which are its own on the page. */
  id: string;
  /** Of the headings of its sections. */
  level: 2 | 3;
  /** One of many on its page: what takes much room is left out. */
  isOneOfMany: boolean;
  /** Left out where no request can be followed: in saved results, and in real runs. */
  request?: RequestShown | undefined;
}

/** A heading of a level, so that the headings of a page stand in order. */
export function heading(level: number, content: Content, id?: string): Markup {
  const open = new Markup(`h${level}`);
  const own = id === undefined ? '' : markup` id="${id}"`;
  return markup`<${open}${own}>${content}</${open}>`;
}

/** The name of a section by its heading; among many scenarios names would repeat, and help nobody to find a place. */
export function named({ id, isOneOfMany }: Pick<Part, 'id' | 'isOneOfMany'>, key: string): Markup {
  return isOneOfMany ? markup`` : markup` aria-labelledby="${id}-${key}"`;
}

/** The verdict's sentence about a mode; else its first one. */
export function sentenceOn(mode: string, { verdict }: Comparison): string {
  const words = modeInWords(mode);
  const start = `${words.charAt(0).toUpperCase()}${words.slice(1)}:`;
  return plain(
    verdict.find((sentence) => sentence.startsWith(start)) ?? verdict[0] ?? 'Nothing was compared.',
  );
}

/** The verdict's first sentence: who did better, and by what. */
export function firstSentence({ verdict: [first] }: Comparison): string {
  return plain(first ?? 'Nothing was compared.');
}

/** The verdict's sentences about what was left behind: half done, lost or done twice. */
export function sentenceOnHarm(comparison: Comparison): string {
  const about = comparison.verdict.filter((sentence) => /^(Cost|Nothing) /.test(sentence));
  return about.length === 0 ? firstSentence(comparison) : about.map(plain).join(' ');
}
