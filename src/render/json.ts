import type { Comparison } from '../compare/comparison.js';
import { isEmptyTimes } from '../measure/read-figure.js';

/** One comparison as it is, several as a list, with a line break at the end. */
export function renderJson(comparisons: readonly Comparison[]): string {
  const shown = comparisons.map(withoutRest);
  const [only] = shown;
  return toJson(shown.length === 1 ? only : shown, nullForNothing);
}

/**
 * A run that is not judged is told by its scenario and its seed alone, whatever its file is called: the command that repeats
 * it belongs to its gates.
 */
function withoutRest({ reproduce, ...comparison }: Comparison): Comparison {
  return comparison.expectations.length === 0 || reproduce === undefined
    ? comparison
    : { ...comparison, reproduce };
}

/** A mean or a percentile of nothing was not measured: it is `null`, and not 0. */
function nullForNothing(_key: string, value: unknown): unknown {
  if (!isEmptyTimes(value)) return value;
  return Object.fromEntries(Object.keys(value).map((name) => [name, name === 'count' ? 0 : null]));
}

/**
 * JSON for people and programs, with a line break at the end. `##[` is spelled in another way, which means the same: GitHub
 * Actions takes it for a command wherever it stands.
 */
export function toJson(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return `${JSON.stringify(value, replacer, 2).replaceAll('##[', String.raw`#\u0023[`)}\n`;
}
