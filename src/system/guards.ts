import type { StepPlan } from '../plan/plan.js';
import { CircuitBreaker } from './breaker.js';
import { RetryBudget } from './budget.js';

/**
 * What services keep of those that they call. Between two of them stand one breaker and one budget, whatever the step, as in
 * libraries that name them after the callee; a step that brings its own has one of its own.
 */
export class Guards {
  private readonly breakers = new Map<string, CircuitBreaker>();
  private readonly budgets = new Map<string, RetryBudget>();

  constructor(private readonly steps: readonly StepPlan[]) {}

  breakerOf(step: StepPlan): CircuitBreaker | undefined {
    const { breaker, hasOwnBreaker } = step.policy;
    if (breaker === undefined) return undefined;
    const make = (): CircuitBreaker => new CircuitBreaker(breaker, step.service.index);
    return hasOwnBreaker ? make() : getOrMake(this.breakers, this.ends(step), make);
  }

  /** @param share retries that each new call earns */
  budgetOf(step: StepPlan, share: number): RetryBudget {
    const make = (): RetryBudget => new RetryBudget(share);
    return step.policy.hasOwnBudget ? make() : getOrMake(this.budgets, this.ends(step), make);
  }

  /** Who calls whom; the outer caller is nobody. */
  private ends({ caller, service }: StepPlan): string {
    const from = caller === undefined ? undefined : this.steps[caller]?.service.index;
    return `${from ?? 'caller'} ${service.index}`;
  }
}

function getOrMake<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
