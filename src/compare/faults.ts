import { joiningStep, windowOf } from '../faults/planning.js';
import { faultKindOf } from '../faults/registry.js';
import { findMode } from '../modes/registry.js';
import type { Fault, Scenario, Step } from '../scenario/scenario.js';
import { formatSpan } from './quantities.js';

/** Milliseconds of virtual time; `until` is Infinity for the rest of the run. */
export interface FaultWindow {
  from: number;
  until: number;
}

export function faultWindow(fault: Fault): FaultWindow {
  const { at, until } = windowOf(fault);
  return { from: at, until };
}

/** From the first start to the last end; `undefined` without faults. */
export function faultsWindow(faults: readonly Fault[]): FaultWindow | undefined {
  if (faults.length === 0) return undefined;
  const windows = faults.map(faultWindow);
  return {
    from: Math.min(...windows.map((window) => window.from)),
    until: Math.max(...windows.map((window) => window.until)),
  };
}

/** The services that have a fault of their own, the database among them; and those that are new in what they do. */
export function faultedServices(scenario: Scenario): Set<string> {
  return new Set(
    scenario.faults
      .flatMap((fault) => faultKindOf(fault).faulted?.(fault) ?? [fault.target])
      .filter((target) => target === 'database' || Object.hasOwn(scenario.services, target)),
  );
}

/** The steps that join while the system runs. */
export function joiningSteps({ faults }: Pick<Scenario, 'faults'>): Step[] {
  return faults.flatMap((fault) => joiningStep(fault) ?? []);
}

/**
 * The services that have to change so that others can join: who calls them, where they are called. Those who publish an
 * event do not know who hears of it.
 */
export function changedServices(scenario: Scenario, mode: string): string[] {
  if (findMode(mode, scenario.modes)?.entry.changeToJoin !== 'callers') return [];
  const callers = joiningSteps(scenario).map(({ calledBy }) => calledBy);
  return [
    ...new Set(scenario.steps.filter(({ name }) => callers.includes(name)).map(({ service }) => service)),
  ];
}

/** In as few words as a label has: `payment +2 s`. */
export function describeBriefly(fault: Fault): string {
  return faultKindOf(fault).words.brief(fault, nameOf(fault));
}

function injectionTo(subjects: string, fault: Fault, areMany: boolean): string {
  return faultKindOf(fault).words.injection(fault, subjects, areMany);
}

/** What was done, and when: `payment +2 s latency, 20–40 s`. Faults that are alike share a line. */
export function describeFaults(faults: readonly Fault[]): string[] {
  const lines = new Map<string, Fault[]>();
  for (const fault of faults) {
    const alike = `${injectionTo('…', fault, false)} ${formatSpan(faultWindow(fault))}`;
    lines.set(alike, [...(lines.get(alike) ?? []), fault]);
  }
  return [...lines.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const subjects = [...new Set(same.map(nameOf))];
    const what = injectionTo(subjects.join(', '), first, subjects.length > 1);
    return [`${what}, ${formatSpan(faultWindow(first))}`];
  });
}

/** What is no service has the name that readers know. */
const NAMES: Record<string, string> = { bus: 'broker', load: 'traffic' };

function nameOf(fault: Fault): string {
  return faultKindOf(fault).words.subject?.(fault) ?? NAMES[fault.target] ?? fault.target;
}
