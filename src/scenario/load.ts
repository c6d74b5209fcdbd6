import type { Overrides } from './overrides.js';
import type { Scenario } from './scenario.js';

/** Where a scenario comes from. */
export interface ScenarioSource {
  /** What the user would type to name it: `slow-payment`, `./mine.yaml`. */
  name: string;
  /** Its file. */
  path: string;
}

/**
 * The scenarios that the arguments name: bundled ones by name, files by path, folders for all scenario files in them.
 *
 * @throws {UsageProblem} when one of them names nothing
 */
export async function findScenarios(args: readonly string[]): Promise<ScenarioSource[]> {
  return await Promise.resolve(args.map((name) => ({ name, path: name })));
}

/**
 * Reads a scenario, lays the flags over it, and writes out every default.
 *
 * @throws {UsageProblem} when it cannot be used; the message says where and why
 */
export async function loadScenario(source: string | ScenarioSource, overrides: Overrides = {}): Promise<Scenario> {
  await Promise.resolve();
  throw new Error(`not built yet: ${JSON.stringify({ source, overrides })}`);
}
