import { check } from './checks.js';
import { toProblems } from './issues.js';
import type { Problem } from './problems.js';
import { isComplete } from './references.js';
import { resolve } from './resolve.js';
import type { Scenario } from './scenario.js';
import { scenarioFile } from './schema.js';
import { withCallers } from './subscribers.js';
import type { Value } from './values.js';

/**
 * From what is written, with its workflow already laid under it, to a scenario with every default written out; or to all
 * that is wrong with it, by its path.
 *
 * @param fallbackTitle for a scenario that has none
 */
export function interpret(
  written: Value,
  fallbackTitle: string,
): { scenario: Scenario } | { problems: Problem[] } {
  const parsed = scenarioFile.safeParse(written);
  if (!parsed.success) return { problems: toProblems(parsed.error.issues, written) };
  const problems: Problem[] = [];
  if (!isComplete(parsed.data, problems)) return { problems };
  const scenario = resolve(parsed.data, fallbackTitle);
  problems.push(...check(scenario));
  return problems.length > 0 ? { problems } : { scenario: withCallers(scenario) };
}
