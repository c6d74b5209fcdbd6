import type { Gate } from '../compare/gates.js';
import { loadScenario, type ScenarioSource } from '../scenario/load.js';
import type { Overrides } from '../scenario/overrides.js';
import type { Scenario } from '../scenario/scenario.js';
import { readGates } from './gates.js';

/** A scenario that can be run: all that can be wrong with it has been found out. */
export interface Job {
  source: ScenarioSource;
  scenario: Scenario;
  gates: Gate[];
}

/** @throws {UsageProblem} when it cannot be run */
export async function loadJob(source: ScenarioSource, overrides: Overrides = {}): Promise<Job> {
  const scenario = await loadScenario(source, overrides);
  return { source, scenario, gates: readGates(source.name, scenario) };
}
