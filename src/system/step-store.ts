import type { StepPlan } from '../plan/plan.js';
import type { RequestHeader } from './ports.js';
import type { Request } from './request.js';

/**
 * What steps keep of each request they work for, by (step, request): in reality a table or a journal of each service's own.
 * Idempotency, joins and the numbers of attempts rest on it, and nobody looks further.
 */
export interface StepStore {
  /** Counts an attempt that arrives now: it is the n-th of the step for the request, whoever asked for it. */
  countAttempt(step: StepPlan, request: RequestHeader): number;
  /** Effects that the step has left for the request. */
  effectsOf(step: StepPlan, request: RequestHeader): number;
  /** Puts one more effect in place. */
  addEffect(step: StepPlan, request: RequestHeader): void;
  /**
   * Notes that what `from` has done is there for `step`, which waits for all of its inputs: are they complete now? A second
   * copy of one that is there is dropped.
   */
  join(step: StepPlan, from: StepPlan, request: RequestHeader): boolean;
}

/** The store of simulated services: it is kept in the request, and gone with it. */
export class StoreInRequest implements StepStore {
  countAttempt({ index }: StepPlan, { attempts }: Request): number {
    return countUp(attempts, index);
  }

  effectsOf({ index }: StepPlan, { effects }: Request): number {
    return effects[index] ?? 0;
  }

  addEffect({ index }: StepPlan, { effects }: Request): void {
    countUp(effects, index);
  }

  join({ inputs, index }: StepPlan, from: StepPlan, request: Request): boolean {
    if (inputs.length === 1) return true;
    const joined = (request.joined ??= []);
    const there = (joined[index] ??= []);
    if (there.includes(from.index)) return false;
    there.push(from.index);
    return there.length === inputs.length;
  }
}

/** Counts one more at `index`; says how many there are now. */
export function countUp(counts: number[], index: number): number {
  const count = (counts[index] ?? 0) + 1;
  counts[index] = count;
  return count;
}
