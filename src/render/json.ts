import type { Comparison } from '../compare/comparison.js';

/** One object for one scenario, an array for any other number of them. */
export function renderJson(comparisons: readonly Comparison[]): string {
  const [only] = comparisons;
  return `${JSON.stringify(comparisons.length === 1 ? only : comparisons, undefined, 2)}\n`;
}
