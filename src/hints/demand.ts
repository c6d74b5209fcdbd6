import type { ServicePlan, StepPlan } from '../plan/plan.js';
import type { ModeSetting } from './setting.js';
import { meanOf } from './times.js';

/** What one service is asked to do in one mode, when nothing fails and nobody waits for a worker. */
export interface Demand {
  service: ServicePlan;
  /** Attempts a second, spikes apart. */
  perSecond: number;
  /** Milliseconds of its own work for an attempt, on average. */
  work: number;
  /** Milliseconds for which an attempt only keeps its worker: it waits for others, or for its commit. */
  wait: number;
  /** Workers that are taken on average. */
  busy: number;
}

/**
 * Of each service that may be asked for a share `from` of what it can do, or for more. A closed loop has none: how often it
 * asks depends on how fast it is answered.
 */
export function demandsOf({ base, plan, times }: ModeSetting, from: number): Demand[] {
  const { source } = plan.load;
  if (source.kind === 'closed') return [];
  const { rate } = source;
  const commit = plan.sharing?.database.latency.mean ?? 0;
  const isDirect = base === 'direct';
  // First as if nothing were declined and all calls came one after another: that is quickly found, and most have room even so.
  const most = total(plan.steps, (step) => ({
    perSecond: rate,
    wait: isDirect ? times.longestWait(step) : commit,
  }));
  const crowded = most.filter(({ busy, service }) => busy >= from * service.concurrency);
  const theirs = crowded.map(({ service }) => service.index);
  const demands = total(
    plan.steps.filter(({ service }) => theirs.includes(service.index)),
    (step) => ({
      perSecond: rate * times.reach(step),
      wait: !isDirect ? commit : meanOf(times.response(step)) - meanOf(times.work(step)),
    }),
  );
  if (plan.sharing === undefined) return demands;
  const { database, pollInterval } = plan.sharing;
  const reads = (plan.steps.filter(({ inputs }) => inputs.length > 0).length * 1000) / pollInterval;
  const perSecond = plan.steps.reduce((sum, step) => sum + rate * times.reach(step), reads);
  const work = database.latency.mean;
  return [...demands, { service: database, perSecond, work, wait: 0, busy: (perSecond * work) / 1000 }];
}

/** Of the steps of a service together. */
function total(
  steps: readonly StepPlan[],
  demandOf: (step: StepPlan) => { perSecond: number; wait: number },
): Demand[] {
  const sums = new Map<ServicePlan, { perSecond: number; work: number; wait: number }>();
  for (const step of steps) {
    const { perSecond, wait } = demandOf(step);
    const sum = sums.get(step.service) ?? { perSecond: 0, work: 0, wait: 0 };
    sum.perSecond += perSecond;
    sum.work += perSecond * step.service.latency.mean;
    sum.wait += perSecond * wait;
    sums.set(step.service, sum);
  }
  return [...sums].flatMap(([service, { perSecond, work, wait }]) =>
    perSecond === 0
      ? []
      : [{ service, perSecond, work: work / perSecond, wait: wait / perSecond, busy: (work + wait) / 1000 }],
  );
}
