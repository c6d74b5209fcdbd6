import type { RunMeasurements } from './measurements.js';

/** A figure that was not measured, and why. */
export interface Unmeasured {
  why: string;
}

/** The value at a path in a run's JSON; `null` is for the reader to understand. */
export function valueAt(run: RunMeasurements, path: readonly string[]): number | null | Unmeasured {
  let value: unknown = run;
  for (const [index, word] of path.entries()) {
    if ((isEmptyTimes(value) && word !== 'count') || isNothingDue(value, word)) {
      return { why: `${path.slice(0, index).join('.')} has nothing to measure` };
    }
    const next = step(value, word);
    if (next === undefined) return { why: `there was no ${path.slice(0, index + 1).join('.')}` };
    value = next;
  }
  return typeof value === 'number' || value === null
    ? value
    : { why: `${path.join('.')} has nothing to measure` };
}

/** Percentiles over all that was due, where nothing was. */
function isNothingDue(value: unknown, word: string): boolean {
  return isRecord(value) && value.due === 0 && word !== 'due' && word !== 'completed';
}

/** A percentile of nothing is no percentile. */
export function isEmptyTimes(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && 'p99' in value && value.count === 0;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A place in a list. */
export function isIndex(word: string): boolean {
  return /^\d+$/.test(word);
}

/** Elements of a list are found by their place, or by their name where they have one. */
function step(value: unknown, word: string): unknown {
  if (Array.isArray(value)) {
    const list = value as unknown[];
    if (isIndex(word)) return list[Number(word)];
    return list.find((element) => isRecord(element) && element.name === word);
  }
  return isRecord(value) && Object.hasOwn(value, word) ? value[word] : undefined;
}
