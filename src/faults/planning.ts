import type { Step } from '../scenario/scenario.js';
import { parseDuration } from '../scenario/units.js';
import type { FaultPlan } from './effects.js';
import { type Fault, faultKindOf } from './registry.js';

/** Milliseconds from the start; `until` is Infinity for the rest of the run. */
export function windowOf(fault: Pick<Fault, 'at' | 'for'>): { at: number; until: number } {
  const at = fault.at === undefined ? 0 : parseDuration(fault.at);
  return { at, until: fault.for === undefined ? Infinity : at + parseDuration(fault.for) };
}

/**
 * The faults in numbers, in their order.
 *
 * @param slotsOf the slots of a service
 */
export function planFaults(faults: readonly Fault[], slotsOf: (service: string) => number): FaultPlan[] {
  const ordinals = new Map<string, number>();
  return faults.flatMap((fault) => {
    const { kind, target } = fault;
    const key = `${kind} ${target}`;
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    const window = windowOf(fault);
    const effects = faultKindOf(fault).effects?.(fault, { ...window, slotsOf }) ?? [{ on: 'workflow' }];
    return effects.map((effect): FaultPlan => ({ kind, target, ordinal, ...window, ...effect }));
  });
}

/** The step that joins by the fault, if one does. */
export function joiningStep(fault: Fault): Step | undefined {
  return faultKindOf(fault).joins?.(fault);
}
