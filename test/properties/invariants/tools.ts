import type { Endings, Failures } from '../../../src/measure/measurements.js';
import type { StepPlan } from '../../../src/plan/plan.js';
import type { Account, StepAccount } from '../books/account.js';
import type { Run } from '../books/keep-books.js';

/** What must hold when a run is over, whatever the scenario, by name: says what is wrong. */
export type Invariants = Record<string, (run: Run) => string[]>;

export function same(what: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${what}: ${found}, expected ${expected}`];
}

export function sum(numbers: readonly number[]): number;
export function sum<T>(items: readonly T[], value: (item: T) => number): number;
export function sum<T>(items: readonly T[], value: (item: T) => number = Number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** All that is wrong with any request. */
export function accounts(of: Run['books']['accounts'], check: (account: Account) => string[]): string[] {
  return [...of].flatMap(([request, account]) =>
    check(account).map((what) => `request ${request.key}: ${what}`),
  );
}

/** All that is wrong with any request at any step. */
export function eachStep(
  steps: readonly StepPlan[],
  of: Run['books']['accounts'],
  check: (step: StepPlan, own: StepAccount, account: Account) => string[],
): string[] {
  return accounts(of, (account) =>
    steps.flatMap((step) =>
      check(step, account.steps[step.index]!, account).map((what) => `${step.name}: ${what}`),
    ),
  );
}

export function total(counts: Failures | Endings): number {
  return sum(Object.values(counts));
}
