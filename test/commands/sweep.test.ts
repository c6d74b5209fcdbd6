import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Sweep } from '../../src/sweep/result.js';
import { makeFile, makeFolder, runMain, SMALL } from './console.js';

/** Calls of 8 ms one way, events of as much as is asked for. */
const CROSSED = `title: Two ways
services:
  front: { latency: { distribution: exponential, mean: 5ms } }
  back: { latency: { distribution: exponential, mean: 10ms } }
steps:
  - { service: front, emits: Asked }
  - { service: back, on: Asked }
calls: { networkLatency: 16ms }
load: { rate: 50/s, duration: 2s, warmup: 0s }
`;
const VARY = ['--vary', 'bus.deliveryLatency=2ms..14ms/4', '--figure', 'completionTime.mean'];
const FEW = ['--runs', '3', '--threads', '1'];

async function sweepJson(argv: readonly string[], file = makeFile(CROSSED)): Promise<Sweep> {
  const { code, stdout, stderr } = await runMain(['sweep', file, '--format', 'json', ...FEW, ...argv]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Sweep;
}

describe('sweep', () => {
  it('finds where the modes cross', async () => {
    const { crossings, points, seeds } = await sweepJson(VARY);
    expect(points.map(({ values }) => values)).toEqual([['2ms'], ['6ms'], ['10ms'], ['14ms']]);
    expect(seeds).toEqual([42, 43, 44]);
    expect(crossings).toHaveLength(1);
    expect(crossings[0]).toMatchObject({ modes: ['event', 'direct'], lowerBelow: 'event' });
    expect(crossings[0]?.at).toBeCloseTo(8, 3);
  });

  it('prints a table, a plot, a sentence, and the command that repeats it', async () => {
    const file = makeFile(CROSSED);
    const argv = ['sweep', file, ...VARY, ...FEW];
    const { code, stdout, stderr } = await runMain(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Two ways: completionTime\.mean against bus\.deliveryLatency\n/);
    expect(stdout).toContain('means of 3 runs, seeds 42 to 44');
    expect(stdout).toMatch(/^ 6ms .* ± /m);
    expect(stdout).toContain('bus.deliveryLatency   ─●─ direct   ━○━ event');
    expect(stdout).toMatch(
      /event is faster below bus\.deliveryLatency = 8ms, direct above \(95 % CI\s+.*\)\./,
    );
    const [, command = ''] =
      /^reproduce: npx coupling-demo ([^]*)/m.exec(stdout.replace(/ \\\n\s*/g, ' ')) ?? [];
    expect(command.trim()).toBe(
      `sweep ${file} --vary bus.deliveryLatency=2ms..14ms/4 --figure completionTime.mean --runs 3 --seed 42`,
    );
    expect(await runMain([...command.trim().split(' '), '--threads', '1'])).toEqual({ code, stdout, stderr });
  });

  it('takes every flag that changes a scenario, below what is varied', async () => {
    const { points } = await sweepJson([
      ...[
        '--vary',
        'load.rate=10/s,20/s',
        '--figure',
        'requests.offered',
        '--rate',
        '99/s',
        '--duration',
        '3s',
      ],
      ...['--set', 'load.arrivals=constant', '--outage', 'back@1s', '--modes', 'event', '--runs', '1'],
    ]);
    expect(points.map(({ modes }) => modes)).toEqual([
      { event: { mean: 30, interval: null, runs: [30] } },
      { event: { mean: 60, interval: null, runs: [60] } },
    ]);
  });

  it('has five seeds and goodput when nothing else is asked for', async () => {
    const argv = ['--vary', 'load.rate=10/s,20/s', '--format', 'json', '--threads', '1'];
    const { stdout } = await runMain(['sweep', makeFile(SMALL), ...argv]);
    expect(JSON.parse(stdout)).toMatchObject({
      figure: 'goodput',
      kind: 'share',
      seeds: [42, 43, 44, 45, 46],
    });
  });

  it('over two parameters draws a table for each mode, and the winners', async () => {
    const { stdout } = await runMain([
      ...['sweep', makeFile(CROSSED), ...VARY, '--vary', 'services.back.latency=5ms,20ms', ...FEW],
    ]);
    expect(stdout).toMatch(/^ direct +services\.back\.latency$/m);
    expect(stdout).toMatch(/^ event +services\.back\.latency$/m);
    const [, winners = ''] = stdout.split(/^ winner.*$/m);
    expect(winners).toMatch(/^ 2ms +event +event$/m);
    expect(winners).toMatch(/^ 14ms +direct +direct$/m);
    expect(stdout).toMatch(/With any services\.back\.latency here: event is faster\s+below/);
  });

  it('writes files as run does', async () => {
    const folder = makeFolder();
    const files = [join(folder, 'sweep.md'), join(folder, 'sweep.json'), join(folder, 'sweep.txt')];
    const { code, stdout } = await runMain([
      ...['sweep', makeFile(CROSSED), ...VARY, ...FEW, '--width', '100'],
      ...files.flatMap((file) => ['--output', file]),
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const [markdown = '', json = '', table = ''] = files.map((file) => readFileSync(file, 'utf8'));
    expect(markdown).toContain('| bus.deliveryLatency | direct | event |');
    expect(JSON.parse(json)).toHaveProperty('schema', 'coupling-demo/sweep@1');
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBe(100);
  });

  it('shows a bar to who watches for a while, and leaves no trace of it', async () => {
    const options = { terminal: { columns: 60 }, env: { NO_COLOR: '1' } };
    const { stderr } = await runMain(
      ['sweep', makeFile(CROSSED), ...VARY, ...FEW, '--requests', '40'],
      options,
    );
    expect(stripVTControlCharacters(stderr)).toMatch(/^(\r.{0,59})*$/);
  });

  it('interrupted, prints the seeds that were complete and exits 130', async () => {
    let asked = 0;
    const interrupted = () => ((asked += 1) > 100 ? ('SIGINT' as const) : undefined);
    const argv = ['sweep', makeFile(CROSSED), ...VARY, '--runs', '100', '--threads', '1'];
    const { code, stdout, stderr } = await runMain(argv, { interrupted });
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).toMatch(/interrupted: \d+ of 100 seeds were complete; crossover not computed/);
    expect(stdout).toMatch(/^ 14ms /m);
  });

  it('interrupted at once, says so', async () => {
    const argv = ['sweep', makeFile(CROSSED), ...VARY, ...FEW];
    expect(await runMain(argv, { interrupted: () => 'SIGTERM' })).toEqual({
      code: 143,
      stdout: '',
      stderr: 'interrupted before the first of the points was measured\n',
    });
  });
});

describe('a sweep that makes no sense', () => {
  const RATE = ['--vary', 'load.rate=10/s,20/s'];

  it.each([
    [[], '--vary is required, e.g. --vary load.rate=20/s..200/s/10'],
    [[...RATE, '--vary', 'load.warmup=0s,1s', '--vary', 'load.drain=1s,2s'], '--vary: two of them at most'],
    [[...RATE, ...RATE], '--vary load.rate: it is varied twice'],
    [['--vary', 'seed=1,2'], '--vary seed: --runs varies the seed'],
    [['--vary', 'modes=direct,event'], '--vary modes: --modes names those to compare'],
    [['--vary', 'workflow=streaming'], '--vary workflow: --workflow names one for all points'],
    [['--vary', 'x'], '--vary x: expected path=from..to/points or path=a,b,c'],
    [
      ['--vary', 'load.rate=1/s..2/s/50', '--vary', 'load.warmup=0s..1s/50'],
      '2500 points, and 1000 is the most',
    ],
    [
      ['--vary', 'load.rat=1/s,2/s'],
      '--vary load.rat=1/s: load.rat: there is no such field: did you mean `rate`?',
    ],
    [['--vary', 'rate=1/s,2/s'], '--vary rate=1/s: rate: there is no such field: did you mean `load.rate`?'],
    [
      ['--vary', 'maxAttempts=1,2'],
      '--vary maxAttempts=1: maxAttempts: there is no such field: did you mean `calls.retry.maxAttempts`?',
    ],
    [
      ['--vary', 'services.back.concurrency=1,0'],
      '--vary services.back.concurrency=0: services.back.concurrency:',
    ],
    [['--vary', 'load.rate=1/s,-2/s'], '--vary load.rate=-2/s: load.rate: found `-2/s`, expected a rate'],
    [
      [...RATE, '--figure', 'completionTime.p98'],
      '--figure completionTime.p98: unknown metric `p98`: did you mean `p95`?',
    ],
    [[...RATE, '--figure', 'p99'], '--figure p99: unknown metric `p99`: did you mean `completionTime.p99`?'],
    [[...RATE, '--figure', 'services.bakc.attempts'], 'there is no service `bakc`: did you mean `back`?'],
    [
      [...RATE, '--figure', 'completionTime'],
      '--figure completionTime: `completionTime` is not a metric itself',
    ],
    [[...RATE, '--figure', '\u001b[31m'], '--figure \\x1b[31m: it is no path in the JSON of a mode'],
    [[...RATE, '--runs', '0'], '--runs 0: expected a whole number'],
    [[...RATE, '--threads', '0'], '--threads 0: expected a whole number'],
    [[...RATE, '--format', 'xml'], '--format xml: unsupported format'],
    [[...RATE, '--output', '/no/such/folder/x.md'], '--output /no/such/folder/x.md: it cannot be written'],
    [
      ['--vary', 'load.rate=1000/s..9000/s/9', '--duration', '1h'],
      'and all runs together have 100 million at most',
    ],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await runMain(['sweep', makeFile(SMALL), ...argv]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
  });

  it('of a folder, or of no scenario at all', async () => {
    expect(await runMain(['sweep', 'no-such-thing', ...RATE])).toMatchObject({ code: 2, stdout: '' });
    expect(await runMain(['sweep', ...RATE])).toMatchObject({ code: 2, stdout: '' });
    const { stderr } = await runMain(['sweep', 'scenarios', ...RATE]);
    expect(stderr).toMatch(
      /^error: scenarios: it has \d+ scenarios: name one of them \(there are scenarios\/answer-needed-now\.yaml, /,
    );
  });
});
