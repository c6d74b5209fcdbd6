import { describe, expect, it } from 'vitest';
import { hasHeld, renderMarkdown, renderTable } from '../../src/verify/report.js';
import type { Verification } from '../../src/verify/verify.js';
import { runMain } from '../commands/console.js';

const FALLEN: Verification = {
  key: 'V99',
  title: 'a result that nobody has published',
  source: 'nobody',
  params: { lam: 5, stages: [1, 2] },
  runs: { queue: { mode: 'direct', control: false, scenario: {} } },
  seeds: [1, 2],
  figures: [
    {
      name: 'W',
      expected: 0.2,
      simulated: 0.25,
      standardError: 0.001,
      interval: [0.2451, 0.2549],
      held: false,
      reason: 'outside the interval',
    },
    {
      name: 'recovers',
      yesOrNo: true,
      within: 0,
      expected: 1,
      simulated: 1,
      standardError: 0,
      interval: [1, 1],
      held: true,
    },
  ],
  little: { runs: 2, places: 4, worst: 0 },
};
const REPORT = { version: '1.2.3', set: 'quick', verifications: [FALLEN] } as const;

describe('verify', () => {
  it('runs all sets of a case that is named, by the first part of its key', async () => {
    const { code, stdout, stderr } = await runMain(['verify', '--case', 'v25', '--format', 'json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const output = JSON.parse(stdout) as { schema: string; held: boolean; results: Verification[] };
    expect(output).toMatchObject({ schema: 'coupling-demo/verification@1', held: true });
    expect(output.results.map(({ key }) => key)).toEqual(['V25-layers', 'V25-layers', 'V25-layers', 'V08']);
    expect(output.results[0]?.figures[0]).toMatchObject({
      name: 'bottom_attempts_per_request',
      expected: 64,
      simulated: 64,
      held: true,
    });
  });

  it('prints a table within the terminal, with a source for each result', async () => {
    for (const columns of [50, 80, 120]) {
      const argv = ['verify', '--case', 'V29', '--case', 'V31'];
      const { code, stdout } = await runMain(argv, { terminal: { columns }, env: { NO_COLOR: '1' } });
      expect(code).toBe(0);
      expect(stdout).toMatch(/Google SRE\s+book/);
      expect(stdout).toContain('Little 1961');
      expect(stdout).toContain('all passed');
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });

  it('does not know a case that there is not, and says so before anything is run', async () => {
    const { code, stdout, stderr } = await runMain(['verify', '--case', 'V10-direct-nestd']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('did you mean `V10-direct-nested`?');
    expect((await runMain(['verify', '--case', 'V1'])).code).toBe(2);
    expect((await runMain(['verify', '--format', 'csv'])).code).toBe(2);
  });

  it('prints what it has when it is interrupted', async () => {
    let asked = 0;
    const interrupted = () => ((asked += 1) > 12 ? ('SIGINT' as const) : undefined);
    const { code, stdout } = await runMain(['verify', '--case', 'V29', '--case', 'V01', '--format', 'json'], {
      interrupted,
    });
    expect(code).toBe(130);
    expect((JSON.parse(stdout) as { results: unknown[] }).results.length).toBeLessThan(6);
  });
});

describe('a report', () => {
  it('has not passed when one figure failed', () => {
    expect(hasHeld([FALLEN])).toBe(false);
    expect(hasHeld([{ ...FALLEN, figures: FALLEN.figures.slice(1) }])).toBe(true);
  });

  it('says in a table what failed, and why', () => {
    expect(renderTable(REPORT, { width: 80, color: 0 })).toBe(
      [
        'V99: a result that nobody has published',
        'lam 5, stages [1,2]; nobody',
        '                                 expected simulated       99.99 % interval',
        'W                                     0.2      0.25       0.2451 to 0.2549  FAIL',
        '  FAIL: outside the interval',
        'recovers                              yes       yes                  exact  PASS',
        '',
        '2 checks, 2 runs: 1 failed: V99 (quick set; --full runs everything)',
        '',
      ].join('\n'),
    );
  });

  it('says it in Markdown, too', () => {
    expect(renderMarkdown({ ...REPORT, set: 'full' })).toBe(
      [
        '| case | parameters | figure | expected | simulated | 99.99 % interval | verdict | source |',
        '| :-- | :-- | :-- | --: | --: | --: | :-- | :-- |',
        '| V99 | lam 5, stages \\[1,2\\] | W | 0.2 | 0.25 | 0.2451 to 0.2549 | FAIL: outside the interval | nobody |',
        '| V99 | lam 5, stages \\[1,2\\] | recovers | yes | yes | exact | PASS | nobody |',
        '',
        '2 checks, 2 runs: 1 failed: V99',
        '',
      ].join('\n'),
    );
  });
});
