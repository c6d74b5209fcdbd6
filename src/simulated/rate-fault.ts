import type { Draws, Luck } from '../engine/luck.js';
import { type FaultPlanOn, type Planned, takesEffectOn } from '../faults/effects.js';
import type { Plan } from '../plan/plan.js';

/** Where a fault meets a share of what passes there. */
type Passing = 'message' | 'acknowledgement';

/** A fault that meets a share of what it is asked about, with luck of its own for that. */
export interface RateFault<On extends Passing> {
  fault: FaultPlanOn<On>;
  draws: Draws;
}

/**
 * The faults that take effect there.
 *
 * @param names of what is asked about: each has its own luck
 */
export function rateFaultsOn<const On extends Passing>(
  { faults, luck }: Plan,
  on: On,
  ...names: string[]
): RateFault<On>[] {
  return faults.filter(takesEffectOn(on)).map((fault) => ({ fault, draws: drawsOf(luck, fault, names) }));
}

function drawsOf(luck: Luck, { kind, ordinal }: Planned, names: readonly string[]): Draws {
  return luck.draws(kind, ...names, String(ordinal));
}

/** Does the fault meet the n-th of a request's at this moment? */
export function isMet(
  { fault, draws }: { fault: Pick<FaultPlanOn<Passing>, 'at' | 'until' | 'rate'>; draws: Draws },
  now: number,
  request: number,
  n: number,
): boolean {
  return fault.at <= now && now < fault.until && draws.at(request, n).next() < fault.rate;
}
