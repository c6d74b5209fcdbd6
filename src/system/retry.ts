import type { Draws } from '../engine/luck.js';
import type { RetryPolicy } from '../plan/plan.js';
import { backoffDelay } from './backoff.js';
import type { RetryBudget } from './budget.js';
import type { Request } from './request.js';
import { countUp } from './step-store.js';

/** What all retries of one caller and callee share. */
export interface RetryTerms {
  policy: RetryPolicy;
  budget: RetryBudget;
  jitter: Draws;
  /** The callee's step. */
  step: number;
}

/** The retries of one call: how many are left, and how long to wait before the next. It spends the budget. */
export class Retries {
  private made = 0;
  private wait = 0;

  constructor(
    private readonly terms: RetryTerms,
    private readonly request: Request,
  ) {}

  /** Uses up one retry and returns the wait before it, in milliseconds; `undefined` if none is left. */
  next(): number | undefined {
    const { policy, budget, jitter, step } = this.terms;
    if (this.made >= policy.maxAttempts - 1 || !budget.spend()) return undefined;
    this.made += 1;
    const number = countUp((this.request.retries ??= []), step);
    this.wait = backoffDelay(policy, this.made, jitter.at(this.request.key, number).next(), this.wait);
    return this.wait;
  }
}
