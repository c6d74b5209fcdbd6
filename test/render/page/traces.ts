import type { ModeTrace, TracedAttempt } from '../../../src/trace/trace.js';

/** An attempt at payment that works from 10 ms to 50 ms. */
export function attempt(part: Partial<TracedAttempt> = {}): TracedAttempt {
  return {
    id: 'payment #1',
    step: 'payment',
    causedBy: ['caller'],
    at: 10,
    worked: { from: 10, to: 50 },
    effect: 'none',
    recognised: false,
    declined: false,
    isOpen: false,
    ...part,
  };
}

/** A request that takes 100 ms. */
export function modeTrace(part: Partial<ModeTrace> = {}): ModeTrace {
  return { begunAt: 1000, number: 7, attempts: [], marks: [], end: 100, ...part };
}
