import type { Draws } from '../engine/luck.js';
import type { FaultPlan, Plan } from '../plan/plan.js';

type ChanceKind = 'ack-loss' | 'duplicates' | 'delay' | 'reorder';
type ChanceFault<Kind extends ChanceKind> = Extract<FaultPlan, { kind: Kind }>;

/** A fault that meets a share of what it is asked about, with luck of its own for that. */
export interface Chance<Fault = ChanceFault<ChanceKind>> {
  fault: Fault;
  draws: Draws;
}

/**
 * The faults of one kind.
 *
 * @param names of what is asked about: each has its own luck
 */
export function chancesOf<Kind extends ChanceKind>(
  { faults, luck }: Plan,
  kind: Kind,
  ...names: string[]
): Chance<ChanceFault<Kind>>[] {
  const own = faults.filter((fault): fault is ChanceFault<Kind> => fault.kind === kind);
  return own.map((fault, index) => ({ fault, draws: luck.draws(kind, ...names, String(index)) }));
}

/** Does the fault meet the n-th of a request's at this moment? */
export function isMet({ fault, draws }: Chance, now: number, request: number, n: number): boolean {
  return fault.at <= now && now < fault.until && draws.at(request, n).next() < fault.rate;
}
