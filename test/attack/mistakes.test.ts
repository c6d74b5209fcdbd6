import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadRunnable } from '../../src/commands/runnable-scenario.js';
import { simulate } from '../../src/modes/simulate.js';
import { Pool } from '../../src/runs/pool.js';
import { findScenarios } from '../../src/scenario/load.js';
import { makeFile, runMain, SMALL } from '../commands/console.js';

// A mistake of this program's own, planted where a mode is run.
vi.mock('../../src/modes/simulate.js', { spy: true });

const { simulate: real } = await vi.importActual<{ simulate: typeof simulate }>(
  '../../src/modes/simulate.js',
);

/** Lets so many runs be, and breaks the next one. */
function breakAfter(runs: number): void {
  let begun = 0;
  vi.mocked(simulate).mockImplementation(async (...what) => {
    begun += 1;
    if (begun > runs) throw new TypeError('planted');
    return real(...what);
  });
}

describe('a mistake in the midst of a run', () => {
  beforeEach(() => {
    vi.mocked(simulate).mockReset();
  });

  const MISTAKE = /^error: coupling-demo has a mistake of its own: planted$/m;

  it('exits with 70 and prints the modes that were measured before it', async () => {
    breakAfter(1);
    const { code, stdout, stderr } = await runMain(['run', makeFile(SMALL)]);
    expect(code).toBe(70);
    expect(stderr).toMatch(MISTAKE);
    expect(stdout).toMatch(/^reproduce: /m);
  });

  it('prints the scenarios that were measured before it', async () => {
    breakAfter(4);
    const files = [makeFile(SMALL), makeFile(SMALL.replace('Small', 'Second'))];
    const { code, stdout, stderr } = await runMain(['run', ...files, '--format', 'csv']);
    expect(code).toBe(70);
    expect(stderr).toMatch(MISTAKE);
    expect(stdout).toMatch(/^Small,42,event,faulted/m);
    expect(stdout).not.toMatch(/^Second/m);
  });

  it('prints the seeds that were complete before it', async () => {
    breakAfter(8);
    const { code, stdout, stderr } = await runMain([
      ...['run', makeFile(SMALL), '--runs', '4', '--threads', '1'],
    ]);
    expect(code).toBe(70);
    expect(stderr).toMatch(MISTAKE);
    expect(stdout).toContain('2 of 4 runs complete');
  });

  it('prints the points of a sweep that were measured before it', async () => {
    breakAfter(2);
    const flags = ['--vary', 'load.rate=10/s,20/s', '--runs', '1', '--threads', '1', '--format', 'json'];
    const { code, stdout, stderr } = await runMain(['sweep', makeFile(SMALL), ...flags]);
    expect(code).toBe(70);
    expect(stderr).toMatch(MISTAKE);
    expect((JSON.parse(stdout) as { points: unknown[] }).points).toHaveLength(1);
  });

  it('prints nothing where nothing had been measured', async () => {
    breakAfter(0);
    const { code, stdout, stderr } = await runMain(['run', makeFile(SMALL)]);
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toMatch(MISTAKE);
  });

  it('ends a lot of jobs, and leaves what was done', async () => {
    breakAfter(1);
    const pool = new Pool({ threads: 1, interrupted: () => false });
    const [source] = await findScenarios([makeFile(SMALL)]);
    const { scenario } = await loadRunnable(source!);
    const jobs = [1, 2, 3].map((seed) => ({ scenario, mode: 'direct', seed, faults: true }));
    const results = await pool.run(jobs);
    expect(results.map((one) => one !== undefined)).toEqual([true, false, false]);
    expect(pool.mistake).toMatchObject({ error: { message: 'planted' } });
  });
});
