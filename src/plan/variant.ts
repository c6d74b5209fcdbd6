import type { BreakerPolicy, CallPolicy, Plan, StepPlan } from './plan.js';
import { withDatabase } from './sharing.js';

/** What each variant changes, by what comes after the colon: `direct:no-retry`. */
const VARIANTS: Record<string, (plan: Plan) => Plan> = {
  /** Nobody tries again, the outer caller neither. */
  'no-retry': (plan) => withPolicy(plan, () => ({ retry: undefined })),
  /** A breaker at every call between services that has none. */
  breaker: (plan) =>
    withPolicy(plan, ({ policy, caller }) => (caller === -1 ? {} : { breaker: policy.breaker ?? BREAKER })),
  /** Whoever gives up tells those who work for him. */
  cancel: (plan) => withPolicy(plan, () => ({ cancelOnTimeout: true })),
  /** Every step recognises what it has done. */
  idempotent: (plan) => withSteps(plan, (step) => ({ ...step, idempotent: true })),
  'no-outbox': (plan) => ({ ...plan, bus: { ...plan.bus, outbox: false } }),
};

/** The breaker of design.md's defaults. */
const BREAKER: BreakerPolicy = { threshold: 0.5, window: 100, minimum: 20, openFor: 5000, probes: 1 };

/**
 * The plan for a column such as `direct:no-retry`, and the mode that it is a variant of.
 *
 * @throws RangeError for a variant that there is not
 */
export function applyVariant(plan: Plan, column: string): { mode: string; plan: Plan } {
  const [mode = '', variant] = column.split(':');
  const own = mode === 'shared-database' ? withDatabase(plan) : plan;
  if (variant === undefined) return { mode, plan: own };
  const change = VARIANTS[variant];
  if (change === undefined) throw new RangeError(`no variant ${column}`);
  return { mode, plan: change(own) };
}

function withPolicy(plan: Plan, change: (step: StepPlan) => Partial<CallPolicy>): Plan {
  return withSteps(plan, (step) => ({ ...step, policy: { ...step.policy, ...change(step) } }));
}

function withSteps(plan: Plan, change: (step: StepPlan) => StepPlan): Plan {
  const steps = plan.steps.map(change);
  return { ...plan, steps, entry: steps[plan.entry.index] ?? plan.entry };
}
