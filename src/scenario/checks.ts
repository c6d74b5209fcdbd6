import type { Target } from '../faults/kind.js';
import { FAULT_KINDS, faultKindOf, onlyTargetOf } from '../faults/registry.js';
import { analyseWorkflow, WorkflowProblem } from '../workflow/workflow.js';
import { columnNames } from '../modes/registry.js';
import { checkDelays } from './check-delays.js';
import { withColumn } from './columns.js';
import { checkDistributions } from './check-distributions.js';
import { describeRequests, estimateRequests, estimateWarmup, MOST_REQUESTS } from './estimate.js';
import type { Path, Problem } from './problems.js';
import type { Fault, Load, Scenario } from './scenario.js';
import { checkSubscribers } from './subscribers.js';
import { checkTimetable } from './timetable.js';
import { parseDuration } from './units.js';
import { given } from './values.js';

/** How the values of a scenario go together, each being right in itself. */
export function check(scenario: Scenario): Problem[] {
  return [
    ...checkWorkflow(scenario),
    ...checkDistributions(scenario, []),
    ...checkDelays(scenario),
    ...checkLoad(scenario),
    ...checkModes(scenario),
    ...checkTimetable(scenario),
    ...scenario.faults.flatMap((fault, index) => checkFault(fault, ['faults', index], scenario)),
  ];
}

function checkWorkflow(scenario: Scenario): Problem[] {
  try {
    analyseWorkflow(scenario.steps);
    return checkSubscribers(scenario);
  } catch (error) {
    if (!(error instanceof WorkflowProblem)) throw error;
    const { message, stepIndex, field, found, known } = error;
    return [{ code: 'workflow', path: ['steps', stepIndex, field], because: message, found, known }];
  }
}

function checkLoad(scenario: Scenario): Problem[] {
  const { load } = scenario;
  const problems: Problem[] = [];
  if (load.duration !== undefined && parseDuration(load.warmup) >= parseDuration(load.duration)) {
    problems.push({
      code: 'wrong-order',
      path: ['load', 'warmup'],
      or: [['load', 'duration']],
      because: `nothing would be counted: the warm-up (${load.warmup}) lasts as long as the load (${load.duration})`,
    });
  }
  const inWarmup = estimateWarmup(scenario);
  if (load.requests !== undefined && load.requests <= inWarmup) {
    problems.push({
      code: 'wrong-order',
      path: ['load', 'requests'],
      or: [
        ['load', 'warmup'],
        ['load', bySource(load)],
      ],
      because: `nothing would be counted: ${load.requests} requests at most (load.requests), and about ${Math.round(inWarmup)} begin in the warm-up (${load.warmup})`,
    });
  }
  const requests = estimateRequests(scenario);
  if (requests > MOST_REQUESTS) {
    problems.push({
      code: 'too-many-requests',
      path: ['load', bounds(load)],
      or: [
        ['load', bySource(load)],
        ['load', 'duration'],
      ],
      because: `that would be about ${describeRequests(requests)} requests, and a run has 100 million at most`,
    });
  }
  return problems;
}

function bounds(load: Load): string {
  return load.requests !== undefined ? 'requests' : bySource(load);
}

/** The field that says how many requests there are at a time. */
function bySource(load: Load): 'clients' | 'rate' {
  return 'clients' in load ? 'clients' : 'rate';
}

/** Each column has a name of its own, and policies that go together with the rest. */
function checkModes(scenario: Scenario): Problem[] {
  const names = columnNames(scenario.modes);
  return scenario.modes.flatMap((column, index): Problem[] => {
    const path = ['modes', index];
    const found = names[index];
    if (names.indexOf(found ?? '') < index)
      return [{ code: 'invalid', path, found, expected: 'a name of its own for each column' }];
    if (typeof column === 'string') return [];
    const known = checkDelays(scenario).map(({ because }) => because);
    return checkDelays(withColumn(scenario, column))
      .filter(({ because }) => !known.includes(because))
      .map((problem) => ({ ...problem, path, or: [] }));
  });
}

function checkFault(fault: Fault, path: Path, scenario: Scenario): Problem[] {
  return [...checkTarget(fault, path, scenario), ...checkWindow(fault, path, scenario.load)];
}

function checkTarget(fault: Fault, path: Path, scenario: Scenario): Problem[] {
  const kind = faultKindOf(fault);
  const only = onlyTargetOf(kind);
  if (only !== undefined && fault.target !== only) {
    return [{ code: 'invalid', path: [...path, 'target'], found: fault.target, expected: only }];
  }
  const ends = [
    ...(only === undefined ? [{ field: 'target', name: fault.target, oneOf: kind.targets }] : []),
    ...otherEnds(fault),
  ];
  for (const { field, name, oneOf } of ends) {
    const known = oneOf.flatMap((end) => (end === 'service' ? Object.keys(scenario.services) : [end]));
    if (known.includes(name)) continue;
    const because = notFor(kind.kind, name);
    return [{ code: 'unknown-service', path: [...path, field], found: name, known, ...given({ because }) }];
  }
  const misfit = kind.misfit?.(fault, scenario);
  if (misfit === undefined) return [];
  const { field, or = [], ...problem } = misfit;
  return [{ ...problem, path: [...path, field], or: [...or, [...path, 'kind']] }];
}

/** Broker and database are no services, and have faults of their own. */
function notFor(kind: string, name: string): string | undefined {
  if (name !== 'bus' && name !== 'database') return undefined;
  const kinds = FAULT_KINDS.filter(({ targets }) => targets.includes(name)).map((one) => one.kind);
  return `the ${name === 'bus' ? 'broker' : name} cannot have a fault of kind ${kind}, only ${kinds.join(', ')}`;
}

/** What a fault names beside its target. */
function otherEnds(fault: Fault): { field: string; name: string; oneOf: readonly Target[] }[] {
  const values: Readonly<Record<string, unknown>> = { ...fault };
  return Object.entries(faultKindOf(fault).fields).flatMap(([field, its]) => {
    const name = values[field];
    return its.type === 'end' && typeof name === 'string' ? [{ field, name, oneOf: its.oneOf }] : [];
  });
}

function checkWindow(fault: Fault, path: Path, load: Load): Problem[] {
  if (load.duration === undefined || start(fault) < parseDuration(load.duration)) return [];
  return [
    {
      code: 'too-late',
      path: [...path, 'at'],
      or: [['load', 'duration']],
      because: `the ${fault.kind} of ${fault.target} begins at ${fault.at ?? '0'}, when the load is over (load.duration: ${load.duration})`,
    },
  ];
}

function start(fault: Fault): number {
  return fault.at === undefined ? 0 : parseDuration(fault.at);
}
