import { planFaults } from '../faults/planning.js';
import type { FaultPlan } from '../faults/effects.js';
import { drainOf } from './load-in-numbers.js';
import type { Problem } from './problems.js';
import type { Scenario } from './scenario.js';
import { parseDuration, parseRate } from './units.js';

/** No scenario has more changes of state by its faults, in all. */
const MOST_CHANGES = 100_000;

/** Do the faults leave the system time to be anything in between? */
export function checkTimetable(scenario: Scenario): Problem[] {
  const end = latestEnd(scenario);
  const slotsOf = (service: string): number => Number(scenario.services[service]?.concurrency ?? 0) || 0;
  const changes = scenario.faults.map((fault) =>
    planFaults([fault], slotsOf).reduce((sum, planned) => sum + estimateChanges(planned, end), 0),
  );
  const total = changes.reduce((sum, count) => sum + count, 0);
  if (total <= MOST_CHANGES) return [];
  const worst = changes.indexOf(Math.max(...changes));
  return [
    {
      code: 'too-many-changes',
      path: ['faults', worst],
      because: `the faults would begin and end about ${Math.round(total).toLocaleString('en-US')} times, and ${MOST_CHANGES.toLocaleString('en-US')} is the most`,
    },
  ];
}

/** How often it begins or ends. */
function estimateChanges(fault: FaultPlan, end: number): number {
  const cycle = fault.on === 'switch' ? fault.cycle : undefined;
  if (cycle === undefined) return 2;
  return (2 * (Math.min(fault.until, end) - Math.min(fault.at, end))) / (cycle.up + cycle.down);
}

/** Milliseconds until the drain is over, at the latest. */
function latestEnd({ load, slo }: Scenario): number {
  const drain = drainOf(load, slo);
  if (load.duration !== undefined) return parseDuration(load.duration) + drain;
  const perSecond = 'rate' in load ? parseRate(load.rate) : Infinity;
  return ((load.requests ?? 0) / perSecond) * 1000 + drain;
}
