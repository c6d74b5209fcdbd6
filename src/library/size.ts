import { describeRequests, estimateRequests, MOST_REQUESTS } from '../scenario/estimate.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';

/** What many runs keep in memory to be averaged is no more than a few hundred megabytes. */
export const MOST_RUNS = 1000;

/**
 * Many runs have no more requests between them than one run may have.
 *
 * @param asked what asked for so many
 * @throws {UsageProblem} when they have
 */
export function checkSize(scenarios: readonly Scenario[], runs: number, asked: string): void {
  const requests = scenarios.reduce((sum, scenario) => sum + estimateRequests(scenario), 0) * runs;
  if (requests > MOST_REQUESTS) {
    throw new UsageProblem(
      'too-many-requests',
      `${printable(asked, 120)}: that would be about ${describeRequests(requests)} requests, and all runs together have 100 million at most`,
    );
  }
  if (scenarios.some(({ seed }) => !Number.isSafeInteger(seed + runs))) {
    throw new UsageProblem('bad-flag', `${printable(asked, 120)}: there are not so many seeds from there on`);
  }
}
