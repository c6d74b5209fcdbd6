import { availableParallelism } from 'node:os';
import { compareRuns, type SeedRuns } from '../compare/compare-runs.js';
import type { Comparison } from '../compare/comparison.js';
import { tasksFor, modeRunsOf } from '../runs/run-task.js';
import { Pool } from '../runs/pool.js';
import { describeRequests, estimateRequests, MOST_REQUESTS } from '../scenario/estimate.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { bar } from './bar.js';
import type { Io } from './io.js';
import { Mistake } from './mistake.js';
import { readVersion } from './version.js';

/** What many runs keep in memory to be averaged is no more than a few hundred megabytes. */
const MOST_RUNS = 1000;
const MOST_THREADS = 256;

/**
 * Runs a scenario with many seeds, from its own on, in all its modes, each with the faults and without them.
 *
 * @param say told how far it has come
 * @returns the comparison of the seeds that were complete before an interrupt, `undefined` where none was
 * @throws {Mistake} with the comparison of those that were complete before it
 */
export async function measureRuns(
  scenario: Scenario,
  runs: number,
  pool: Pool,
  say: (what: string) => void,
): Promise<Comparison | undefined> {
  const seeds = Array.from({ length: runs }, (_, index) => scenario.seed + index);
  const tasks = seeds.map((seed) => tasksFor(scenario, seed));
  const results = await pool.run(tasks.flat(), barTeller(tasks.flat().length, say));
  const complete: SeedRuns[] = [];
  let next = 0;
  for (const [index, part] of tasks.entries()) {
    const modeRuns = modeRunsOf(part, results.slice(next, next + part.length));
    const seed = seeds[index];
    if (modeRuns === undefined || seed === undefined) break;
    complete.push({ seed, runs: modeRuns });
    next += part.length;
  }
  const compared = complete.length === 0 ? undefined : compareRuns(scenario, readVersion(), complete, runs);
  if (pool.mistake !== undefined) throw new Mistake(compared, pool.mistake.error);
  return compared;
}

/** @throws {UsageProblem} when the number of threads is none */
export function openPool(threads: string | undefined, io: Io): Pool {
  return new Pool({
    threads: threads === undefined ? availableParallelism() : readCount('--threads', threads, MOST_THREADS),
    interrupted: () => io.interrupted() !== undefined,
  });
}

/** Says how far along `total` tasks are, as often as one more is done. */
export function barTeller(total: number, say: (what: string) => void): (done: number) => void {
  const start = performance.now();
  const tell = (done: number): void => say(bar(done, total, performance.now() - start));
  tell(0);
  return tell;
}

/** @throws {UsageProblem} */
export function readRuns(text: string): number {
  return readCount('--runs', text, MOST_RUNS);
}

/**
 * Many runs have no more requests between them than one run may have.
 *
 * @param flag that asked for so many
 * @throws {UsageProblem} when they have
 */
export function checkSize(scenarios: readonly Scenario[], runs: number, flag: string): void {
  const requests = scenarios.reduce((sum, scenario) => sum + estimateRequests(scenario), 0) * runs;
  if (requests > MOST_REQUESTS) {
    throw new UsageProblem(
      'too-many-requests',
      `${printable(flag, 120)}: that would be about ${describeRequests(requests)} requests, and all runs together have 100 million at most`,
    );
  }
  if (scenarios.some(({ seed }) => !Number.isSafeInteger(seed + runs))) {
    throw new UsageProblem('bad-flag', `${printable(flag, 120)}: there are not so many seeds from there on`);
  }
}

function readCount(flag: string, text: string, most: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= 1 && count <= most) return count;
  throw new UsageProblem(
    'bad-flag',
    `${flag} ${printable(text, 40)}: expected a whole number from 1 to ${most}`,
  );
}
