import type { Section } from './section.js';

/** A row's label, and what it means. */
export interface Term {
  label: string;
  meaning: string;
}

/** What the rows of the tables mean, each said once, in the order in which they stand there. */
export function glossaryOf(sections: readonly Section[]): Term[] {
  const terms = new Map<string, Term>();
  for (const line of sections.flatMap(({ lines }) => lines)) {
    if (line.kind === 'heading') continue;
    // A percentile below the first one of its kind means nothing by its own label.
    if (line.meaning === undefined || /^(p\d+|max)$/.test(line.label)) continue;
    // The same figure of several services is one term.
    const label = line.label.replace(/^.*: /, '');
    if (!terms.has(label)) terms.set(label, { label, meaning: line.meaning });
  }
  return [...terms.values()];
}
