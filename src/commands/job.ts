import type { Gate } from '../compare/gates.js';
import { loadScenario, type ScenarioSource } from '../scenario/load.js';
import type { Overrides } from '../scenario/overrides.js';
import type { Scenario } from '../scenario/scenario.js';
import { isBundled } from '../scenario/sources.js';
import { readGates } from './gates.js';

/** A scenario that can be run: all that can be wrong with it has been found out. */
export interface Job {
  source: ScenarioSource;
  scenario: Scenario;
  gates: Gate[];
}

/** @throws {UsageProblem} when it cannot be run */
export async function loadJob(source: ScenarioSource, overrides: Overrides = {}): Promise<Job> {
  const loaded = await loadScenario(source, overrides);
  // The gates of a bundled scenario are claims about it as it stands. With flags that change it, it is somebody's
  // experiment, and only the gates asked for with it count.
  const scenario =
    isBundled(source) && changesScenario(overrides) ? { ...loaded, expect: overrides.expect ?? [] } : loaded;
  return { source, scenario, gates: readGates(source.name, scenario) };
}

/** Anything but another luck and further gates. */
function changesScenario({ faults, ...overrides }: Overrides): boolean {
  return faults === false || CHANGES.some((name) => overrides[name] !== undefined);
}

const CHANGES = [
  'workflow',
  'outage',
  'hang',
  'crash',
  'latency',
  'errors',
  'slots',
  'poison',
  'decline',
  'deploy',
  'network',
  'duplicates',
  'delay',
  'reorder',
  'ackLoss',
  'busOutage',
  'spike',
  'rate',
  'duration',
  'warmup',
  'requests',
  'clients',
  'timeout',
  'retries',
  'breaker',
  'maxDeliveries',
  'concurrency',
  'modes',
  'set',
] as const satisfies readonly (keyof Overrides)[];
