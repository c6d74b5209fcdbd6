import { type FaultPlan, type FaultPlanOn, takesEffectOn } from '../../../src/faults/effects.js';
import type { ServicePlan } from '../../../src/plan/plan.js';

/**
 * What the faults of a plan say about a moment. At the edges it depends on which of the things at one moment comes first:
 * so all is asked strictly inside.
 */
export class Timetable {
  constructor(private readonly faults: readonly FaultPlan[]) {}

  /** @param where a service's name, or `bus` */
  isInside(where: string, kinds: readonly FaultPlan['kind'][], time: number): boolean {
    return this.faults.some(
      ({ kind, target, at, until }) => kinds.includes(kind) && target === where && at < time && time < until,
    );
  }

  /** Does anything of the kind ever happen to the service, or to the bus? */
  disturbs(service: string, ...kinds: FaultPlan['kind'][]): boolean {
    return this.faults.some((fault) => kinds.includes(fault.kind) && [service, 'bus'].includes(fault.target));
  }

  crashedBetween(service: string, from: number, to: number): boolean {
    return this.faults.some(
      (fault) => fault.kind === 'crash' && fault.target === service && from < fault.at && fault.at < to,
    );
  }

  /** Milliseconds; only of the hangs and freezes that are in the timetable. */
  hungBetween(service: string, from: number, to: number): number {
    let hung = 0;
    let seen = from;
    const hangs = this.faults.filter(
      ({ kind, target }) => ['hang', 'freeze'].includes(kind) && target === service,
    );
    for (const { at, until } of hangs.sort((a, b) => a.at - b.at)) {
      hung += Math.max(0, Math.min(until, to) - Math.max(at, seen));
      seen = Math.max(seen, until);
    }
    return hung;
  }

  hangsAtRandom(service: string): boolean {
    return this.faults.some(
      (fault) =>
        fault.on === 'switch' && fault.isStandstill && fault.cycle !== undefined && fault.target === service,
    );
  }

  slotsAt({ name, concurrency }: ServicePlan, time: number): number {
    const limits = this.faults
      .filter(takesEffectOn('switch'))
      .filter(({ target, at, until }) => target === name && at < time && time < until)
      .flatMap(limitsOf);
    return Math.min(concurrency, ...limits);
  }
}

/** What a fault says of slots, if it says anything of them. */
export function limitsOf(fault: FaultPlanOn<'switch'>): number[] {
  const limits: number[] = [];
  const ignore = (): void => undefined;
  fault
    .ofService({
      beginOutage: ignore,
      endOutage: ignore,
      crash: ignore,
      beginHang: ignore,
      endHang: ignore,
      beginFreeze: ignore,
      endFreeze: ignore,
      addLimit: (slots) => limits.push(slots),
      removeLimit: ignore,
    })
    .begin();
  return limits;
}
