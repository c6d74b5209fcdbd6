import type { Draws } from '../engine/luck.js';
import type { CallPolicy, StepPlan } from '../plan/plan.js';
import type { CircuitBreaker } from './breaker.js';
import type { Guards } from './guards.js';
import { type Link, type LossyPath, lossyPath } from './network.js';
import type { Serve } from './ports.js';
import type { RetryTerms } from './retry.js';
import type { World } from './world.js';

/** How one step is called. Each step has one caller, so there is one for each step; breaker and budget may be others', too. */
export class CallEdge {
  readonly policy: CallPolicy;
  readonly breaker: CircuitBreaker | undefined;
  /** `undefined` where a failed call is not tried again. */
  readonly retry: RetryTerms | undefined;
  /** Milliseconds for all attempts together; only the outer caller has such a limit. */
  readonly overallLimit: number;
  readonly network: Draws;
  /** What calls and their answers meet on faulty links. */
  readonly there: LossyPath | undefined;
  readonly back: LossyPath | undefined;
  serve: Serve = () => {
    throw new Error(`nobody serves ${this.step.name}`);
  };

  constructor(
    world: World,
    readonly step: StepPlan,
    guards: Guards,
  ) {
    const { luck, deadline } = world.plan;
    const { policy } = step;
    this.policy = policy;
    this.breaker = guards.breakerOf(step);
    this.retry = policy.retry && {
      policy: policy.retry,
      budget: guards.budgetOf(step, policy.retry.budget),
      jitter: luck.draws('jitter', step.name),
      step: step.index,
    };
    this.overallLimit = step.caller === undefined ? deadline : Infinity;
    this.network = luck.draws('network', step.name);
    const caller = step.caller === undefined ? undefined : world.plan.steps[step.caller]?.service;
    // What a service asks of itself goes over no link.
    const ends = caller === step.service ? [] : [step.service, ...(caller === undefined ? [] : [caller])];
    const links = (callee: Link['way'], other: Link['way']): Link[] =>
      ends.map((service) =>
        service === step.service
          ? { service, way: callee, other: caller?.name }
          : { service, way: other, other: step.service.name },
      );
    this.there = lossyPath(world.plan, links('in', 'out'), 'call', step.name);
    this.back = lossyPath(world.plan, links('out', 'in'), 'answer', step.name);
  }
}
