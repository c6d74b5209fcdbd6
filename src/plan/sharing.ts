import type { Plan, ServicePlan, SharingPlan, StepPlan } from './plan.js';

/** The name of the one service that no scenario may give a service of its own. */
const DATABASE = 'database';

/** The plan for shared-database mode: the database stands among the services, after those of the workflow. */
export function withDatabase(plan: Plan): Plan {
  const { latency, concurrency, pollInterval } = plan.database;
  const database: ServicePlan = {
    index: plan.services.length,
    name: DATABASE,
    latency,
    concurrency,
    // Who finds no connection free waits for one.
    queue: Infinity,
    declineRate: 0,
  };
  const sharing: SharingPlan = {
    database,
    queries: plan.steps.map((step) => queryOf(step, database, plan.steps.length + step.index)),
    pollInterval,
  };
  return { ...plan, services: [...plan.services, database], sharing };
}

/** What a step's queries are attempts of: a step of nobody's, one deeper than the step that waits for it. */
function queryOf(step: StepPlan, database: ServicePlan, index: number): StepPlan {
  return {
    index,
    name: `${step.name} query`,
    service: database,
    joins: undefined,
    idempotent: false,
    policy: step.policy,
    redelivery: step.redelivery,
    inputs: [],
    subscribers: [],
    caller: step.index,
    callees: [],
    after: [],
    subtree: [],
    depth: step.depth + 1,
    critical: false,
  };
}
