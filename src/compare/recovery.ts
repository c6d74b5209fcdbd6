import type { RunMeasurements, Series } from '../measure/measurements.js';

/** So many intervals in a row have to be as in the control run. */
const IN_A_ROW = 3;
const SHARE = 0.1;
const REQUESTS = 2;
const MILLISECONDS = 10;

/**
 * Milliseconds from the end of the last fault until backlog and p99 are back at the control run's level: the first of
 * three whole intervals in a row in which both are at most a tenth above it, or at most 2 requests and 10 ms. All three
 * must lie within the load: a system that gets well only because no more requests come has not recovered. `null`: it
 * never did.
 *
 * @param faultsEnd when the last fault ends, in milliseconds; Infinity for one that lasts
 * @param loadEnd when the load ends
 */
export function recoveryTime(
  run: RunMeasurements,
  control: RunMeasurements,
  faultsEnd: number,
  loadEnd: number,
): number | null {
  const { interval } = run.series;
  if (faultsEnd === Infinity) return null;
  const first = Math.ceil(faultsEnd / interval);
  const isBack = (index: number): boolean => isAsIn(run.series, control.series, index);
  for (let index = first; (index + IN_A_ROW) * interval <= loadEnd; index += 1) {
    const streak = Array.from({ length: IN_A_ROW }, (_, offset) => index + offset);
    if (streak.every(isBack)) return index * interval - faultsEnd;
  }
  return null;
}

function isAsIn(run: Series, control: Series, index: number): boolean {
  const backlog = run.backlog[index] ?? 0;
  const usual = control.backlog[index] ?? 0;
  if (backlog - usual > Math.max(REQUESTS, SHARE * usual)) return false;
  const p99 = run.p99[index] ?? null;
  const usualP99 = control.p99[index] ?? null;
  if (p99 === null || usualP99 === null) return p99 === usualP99;
  return p99 - usualP99 <= Math.max(MILLISECONDS, SHARE * usualP99);
}
