import type { Comparison } from '../compare/comparison.js';

/** One comparison as it is, several as a list, with a line break at the end. */
export function renderJson(comparisons: readonly Comparison[]): string {
  const [only] = comparisons;
  return toJson(comparisons.length === 1 ? only : comparisons);
}

/**
 * JSON for people and programs, with a line break at the end. `##[` is spelled in another way, which means the same: GitHub
 * Actions takes it for a command wherever it stands.
 */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replaceAll('##[', String.raw`#\u0023[`)}\n`;
}
