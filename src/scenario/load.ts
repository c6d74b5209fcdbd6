import type { Changes } from './changes.js';
import { type PreparedHint, readPrepared } from './prepared.js';
import { fail } from './problems.js';
import type { Scenario } from './scenario.js';
import { findScenarios, type ScenarioSource } from './sources.js';

export { findScenarios, type ScenarioSource } from './sources.js';

/**
 * Reads a scenario, lays it over the workflow that it names and the changes over both, and writes out every default.
 *
 * @throws {UsageProblem} when it cannot be used; the message says where and why
 */
export async function loadScenario(
  nameOrSource: string | ScenarioSource,
  changes?: Changes,
): Promise<Scenario> {
  const source = typeof nameOrSource === 'string' ? await findScenario(nameOrSource) : nameOrSource;
  return (await loadPrepared(source, changes)).scenario;
}

/**
 * The same, with what the scenario's plan warns of where that is known already.
 *
 * @throws {UsageProblem} as `loadScenario` does
 */
export async function loadPrepared(
  source: ScenarioSource,
  changes?: Changes,
): Promise<{ scenario: Scenario; hints?: PreparedHint[] }> {
  const prepared = changes === undefined ? await readPrepared(source) : undefined;
  if (prepared !== undefined) return prepared;
  const { readScenario } = await import('./read.js');
  return { scenario: await readScenario(source, changes) };
}

/** @throws {UsageProblem} when it is none, and when it is several */
export async function findScenario(name: string): Promise<ScenarioSource> {
  const sources = await findScenarios([name]);
  const [source] = sources;
  if (source === undefined || sources.length > 1) {
    fail({
      code: 'not-one-scenario',
      place: { file: name },
      because: String(sources.length),
      known: sources.map(({ name }) => name),
    });
  }
  return source;
}
