import { describe, expect, it } from 'vitest';
import { tasksFor, modeRunsOf, perform } from '../../src/runs/run-task.js';
import { Pool } from '../../src/runs/pool.js';
import { exponential, scenario } from '../support/scenario.js';

// In this thread; test/cli/threads.test.ts has worker threads, which there are of the compiled program only.

const quiet = scenario({
  services: { front: '1ms', back: { latency: exponential('5ms') } },
  steps: ['front', 'back'],
  load: { rate: '10/s', requests: 20 },
});
const faulted = { ...quiet, faults: [{ kind: 'outage', target: 'back', at: '1s', for: '300ms' } as const] };

describe('what there is to run', () => {
  it('is each mode with the faults, and then each without them', () => {
    expect(tasksFor(faulted, 7).map(({ mode, seed, faults }) => [mode, seed, faults])).toEqual([
      ['direct', 7, true],
      ['event', 7, true],
      ['direct', 7, false],
      ['event', 7, false],
    ]);
    expect(tasksFor(faulted, 7, false)).toHaveLength(2);
    expect(tasksFor(quiet, 7)).toHaveLength(2);
  });

  it('goes back to the modes, if all of it is there', async () => {
    const tasks = tasksFor(faulted, 7);
    const results = await Promise.all(tasks.map((task) => perform(task)));
    expect(modeRunsOf(tasks, results)).toEqual([
      { mode: 'direct', faulted: results[0], control: results[2] },
      { mode: 'event', faulted: results[1], control: results[3] },
    ]);
    expect(modeRunsOf(tasks, results.slice(0, 3))).toBeUndefined();
  });

  it('has the luck of its own seed', async () => {
    const [first, second] = await Promise.all([7, 8].map((seed) => perform(tasksFor(quiet, seed)[0]!)));
    expect(await perform(tasksFor({ ...quiet, seed: 8 }, 7)[0]!)).toEqual(first);
    expect(second).not.toEqual(first);
  });
});

describe('a pool', () => {
  it('does the tasks in their order, and tells of each', async () => {
    const tasks = [...tasksFor(faulted, 1), ...tasksFor(faulted, 2)];
    const told: number[] = [];
    const pool = new Pool({ threads: 1, interrupted: () => false });
    const results = await pool.run(tasks, (done) => told.push(done));
    expect(results).toEqual(await Promise.all(tasks.map((task) => perform(task))));
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await pool.close();
  });

  it('has what was done before an interrupt, and no half runs', async () => {
    let done = 0;
    const pool = new Pool({ threads: 1, interrupted: () => done >= 3 });
    const results = await pool.run(tasksFor(faulted, 1), (now) => (done = now));
    expect(results.map((result) => result?.end.reason)).toEqual(['quiet', 'quiet', 'quiet', undefined]);
    expect(await pool.run(tasksFor(faulted, 2))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
