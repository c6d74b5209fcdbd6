import type { BreakerPolicy, CallPolicy, Plan, StepPlan } from '../plan/plan.js';

/** Nobody tries again, the outer caller neither. */
export function withoutRetries(plan: Plan): Plan {
  return withPolicy(plan, () => ({ retry: undefined }));
}

/** A breaker at every call between services that has none. */
export function withBreakers(plan: Plan): Plan {
  return withPolicy(plan, ({ policy, caller }) =>
    caller === undefined ? {} : { breaker: policy.breaker ?? BREAKER },
  );
}

/** What `circuitBreaker: {}` comes to. */
const BREAKER: BreakerPolicy = {
  threshold: 0.5,
  window: 100,
  minimum: 20,
  openFor: 5000,
  probes: 1,
  opensAtFirstFailedProbe: false,
};

/** Whoever gives up tells those who work for them. */
export function cancelling(plan: Plan): Plan {
  return withPolicy(plan, () => ({ cancelOnTimeout: true }));
}

/** Every step recognises what it has done. */
export function idempotent(plan: Plan): Plan {
  return withSteps(plan, (step) => ({ ...step, idempotent: true }));
}

/** What is published while the bus is down is lost. */
export function withoutOutbox(plan: Plan): Plan {
  return { ...plan, bus: { ...plan.bus, outbox: false } };
}

function withPolicy(plan: Plan, change: (step: StepPlan) => Partial<CallPolicy>): Plan {
  return withSteps(plan, (step) => ({ ...step, policy: { ...step.policy, ...change(step) } }));
}

function withSteps(plan: Plan, change: (step: StepPlan) => StepPlan): Plan {
  const steps = plan.steps.map(change);
  return { ...plan, steps, entry: steps[plan.entry.index] ?? plan.entry };
}
