import { check } from '../scenario/checks.js';
import { isComplete } from '../scenario/references.js';
import { resolve } from '../scenario/resolve.js';
import type { Scenario } from '../scenario/scenario.js';
import { scenarioFile } from '../scenario/schema.js';

export function resolveScenario(authored: unknown): Scenario {
  const parsed = scenarioFile.parse(authored);
  const problems: Parameters<typeof isComplete>[1] = [];
  if (!isComplete(parsed, problems)) throw new Error(JSON.stringify(problems));
  const scenario = resolve(parsed, 'verify');
  problems.push(...check(scenario));
  if (problems.length) throw new Error(JSON.stringify(problems));
  return scenario;
}
