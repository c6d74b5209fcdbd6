import type { Backoff } from '../plan/plan.js';

/** Longer than any run, and still a moment when it is added to another. */
const LONGEST = Number.MAX_VALUE / 4;

/**
 * Milliseconds to wait before the n-th try again (n from 1). `u` is a number between 0 and 1, `previous` the wait before
 * (0 for none). Brooker, *Exponential Backoff and Jitter*, AWS Architecture Blog, 2015.
 */
export function backoffDelay(policy: Backoff, n: number, u: number, previous: number): number {
  if (policy.jitter === 'decorrelated') {
    const upper = Math.max(policy.initialDelay, (previous || policy.initialDelay) * 3);
    return Math.min(policy.maxDelay, policy.initialDelay + u * (upper - policy.initialDelay));
  }
  const delay = exponential(policy, n);
  if (policy.jitter === 'full') return u * delay;
  if (policy.jitter === 'equal') return delay / 2 + (u * delay) / 2;
  return delay;
}

function exponential({ initialDelay, multiplier, maxDelay }: Backoff, n: number): number {
  let delay = initialDelay;
  // Multiplied out, because powers are not the same in every V8; it stops where the limit or a fixed point is reached.
  for (let time = 1; time < n && delay < maxDelay && multiplier !== 1 && delay > 0; time += 1)
    delay *= multiplier;
  return Math.min(maxDelay, delay, LONGEST);
}
