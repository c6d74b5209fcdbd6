import type { Problem } from './problems.js';
import type { Fault, Scenario } from './scenario.js';
import { parseDuration, parseRate } from './units.js';

/** No scenario has more changes of state by its faults, in all. */
const MOST_CHANGES = 100_000;

/** Do the faults leave the system time to be anything in between? */
export function checkTimetable(scenario: Scenario): Problem[] {
  const end = latestEnd(scenario);
  const changes = scenario.faults.map((fault) => estimateChanges(fault, end));
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
function estimateChanges(fault: Fault, end: number): number {
  if (fault.kind === 'deploy') return 2 * fault.instances;
  if (fault.kind !== 'random-outages') return 2;
  const length = fault.for === undefined ? end : parseDuration(fault.for);
  return (2 * length) / (parseDuration(fault.mttf) + parseDuration(fault.mttr));
}

/** Milliseconds until the drain is over, at the latest. */
function latestEnd({ load }: Scenario): number {
  const drain = parseDuration(load.drain);
  if (load.duration !== undefined) return parseDuration(load.duration) + drain;
  const perSecond = 'rate' in load ? parseRate(load.rate) : Infinity;
  return ((load.requests ?? 0) / perSecond) * 1000 + drain;
}
