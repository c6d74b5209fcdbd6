import type { Backoff } from '../plan/plan.js';

/** More tries than these take longer than anybody waits. */
const MOST = 10_000;

/** The least share of a wait that jitter leaves of it. */
const LEAST: Record<Backoff['jitter'], number> = { none: 1, equal: 0.5, full: 0, decorrelated: 1 };

/** The shortest that the waits before so many tries again can be, in milliseconds, one by one. */
export function leastWaits({ initialDelay, multiplier, maxDelay, jitter }: Backoff, count: number): number[] {
  // Decorrelated jitter never goes below the first wait, and need not go above it.
  const factor = jitter === 'decorrelated' ? 1 : multiplier;
  const waits: number[] = [];
  let delay = initialDelay;
  for (let time = 0; time < Math.min(count, MOST); time += 1) {
    waits.push(Math.min(maxDelay, delay) * LEAST[jitter]);
    delay *= factor;
  }
  return waits;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
