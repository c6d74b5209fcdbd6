import type { FaultPlan, ServicePlan } from '../../../src/plan/plan.js';

/**
 * What the faults of a plan say about a moment. At the edges it depends on which of the things at one moment comes first:
 * so all is asked strictly inside.
 */
export class Timetable {
  constructor(private readonly faults: readonly FaultPlan[]) {}

  /** @param where a service's name, or `bus` */
  isInside(where: string, kinds: readonly FaultPlan['kind'][], time: number): boolean {
    return this.faults.some(
      ({ kind, service, at, until }) =>
        kinds.includes(kind) && service === where && at < time && time < until,
    );
  }

  /** Does anything of the kind ever happen to the service, or to the bus? */
  disturbs(service: string, ...kinds: FaultPlan['kind'][]): boolean {
    return this.faults.some(
      (fault) => kinds.includes(fault.kind) && [service, 'bus'].includes(fault.service),
    );
  }

  crashedBetween(service: string, from: number, to: number): boolean {
    return this.faults.some(
      (fault) => fault.kind === 'crash' && fault.service === service && from < fault.at && fault.at < to,
    );
  }

  /** Milliseconds; only of the hangs that are in the timetable. */
  hungBetween(service: string, from: number, to: number): number {
    let hung = 0;
    let seen = from;
    const hangs = this.faults.filter((fault) => fault.kind === 'hang' && fault.service === service);
    for (const { at, until } of hangs.sort((a, b) => a.at - b.at)) {
      hung += Math.max(0, Math.min(until, to) - Math.max(at, seen));
      seen = Math.max(seen, until);
    }
    return hung;
  }

  hangsAtRandom(service: string): boolean {
    return this.faults.some(
      (fault) => fault.service === service && fault.kind === 'random-outages' && fault.what === 'hang',
    );
  }

  slotsAt({ name, concurrency }: ServicePlan, time: number): number {
    const limits = this.faults.flatMap((fault) =>
      fault.kind === 'slots' && fault.service === name && fault.at < time && time < fault.until
        ? [fault.concurrency]
        : [],
    );
    return Math.min(concurrency, ...limits);
  }
}
