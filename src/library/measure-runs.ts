import { compareRuns, type SeedRuns } from '../compare/compare-runs.js';
import type { Comparison } from '../compare/comparison.js';
import type { Pool } from '../runs/pool.js';
import { modeRunsOf, tasksFor } from '../runs/run-task.js';
import type { Scenario } from '../scenario/scenario.js';
import { Mistake } from './mistake.js';
import { readVersion } from './version.js';

/**
 * Runs a scenario with many seeds, from its own on, in all its modes, each with the faults and without them.
 *
 * @param progress told how many of the runs are done
 * @returns the comparison of the seeds that were complete before an interrupt, `undefined` where none was
 * @throws {Mistake} with the comparison of those that were complete before it
 */
export async function measureRuns(
  scenario: Scenario,
  runs: number,
  pool: Pool,
  progress: (done: number, total: number) => void,
): Promise<Comparison | undefined> {
  const seeds = Array.from({ length: runs }, (_, index) => scenario.seed + index);
  const tasks = seeds.map((seed) => tasksFor(scenario, seed));
  const { length: total } = tasks.flat();
  progress(0, total);
  const results = await pool.run(tasks.flat(), (done) => {
    progress(done, total);
  });
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
