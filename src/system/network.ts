import type { Draws } from '../engine/luck.js';
import { type FaultPlanOn, takesEffectOn } from '../faults/effects.js';
import type { Plan, ServicePlan } from '../plan/plan.js';

/** One end of a packet's way: it comes `in` over the link of a service, or goes `out` over it. */
export interface Link {
  service: ServicePlan;
  way: 'in' | 'out';
  /** What is at its other end: a service by name, `bus` or `database`; `undefined` for the outer caller. */
  other: string | undefined;
}

interface PathFault {
  fault: FaultPlanOn<'path'>;
  /** The service whose link it is. */
  service: number;
  draws: Draws;
}

/** What packets of one kind meet on their way over faulty links: decided when they are sent. */
export class LossyPath {
  constructor(private readonly faults: readonly PathFault[]) {}

  /** The service whose link loses the n-th such packet of a request, if one does. */
  lostAt(now: number, request: number, n: number): number | undefined {
    for (const { fault, service, draws } of this.faults) {
      if (holds(fault, now) && draws.at(request, n).next() < fault.loss) return service;
    }
    return undefined;
  }

  /** Milliseconds that it takes longer. */
  delay(now: number): number {
    let delay = 0;
    for (const { fault } of this.faults) {
      if (holds(fault, now)) delay += fault.add;
    }
    return delay;
  }
}

/**
 * What packets meet that go over these links; `undefined` where nothing is wrong with any of them.
 *
 * @param names of the packets: each kind has its own luck
 */
export function lossyPath(plan: Plan, links: readonly Link[], ...names: string[]): LossyPath | undefined {
  const faults = links.flatMap(({ service, way, other }) =>
    plan.faults
      .filter(takesEffectOn('path'))
      .filter((fault) => fault.target === service.name && (fault.way === 'both' || fault.way === way))
      .filter((fault) => fault.other === undefined || fault.other === other)
      .map((fault) => ({
        fault,
        service: service.index,
        draws: plan.luck.draws('loss', service.name, way, ...names, String(fault.ordinal)),
      })),
  );
  return faults.length === 0 ? undefined : new LossyPath(faults);
}

function holds({ at, until }: FaultPlanOn<'path'>, now: number): boolean {
  return at <= now && now < until;
}
