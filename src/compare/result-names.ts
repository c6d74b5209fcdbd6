/** What gates call the first of several results, with which the others are compared. */
export const BASE = 'base';
const NEW = 'new';

/** What gates call the others: `new`, or `new1` and `new2` where there are several. */
export function newNames(count: number): string[] {
  return count === 1 ? [NEW] : Array.from({ length: count }, (_, index) => `${NEW}${index + 1}`);
}

/** Those that a gate's text may speak of. */
export function resultsIn(text: string): string[] {
  return [...new Set(text.match(/\b(?:base|new\d*)(?=\.)/g) ?? [])];
}
