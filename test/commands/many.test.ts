import { describe, expect, it } from 'vitest';
import { bar } from '../../src/commands/bar.js';
import type { Comparison } from '../../src/compare/comparison.js';
import { makeFile, runMain, SMALL } from './console.js';

// One thread: worker threads are there of the compiled program only (test/cli/threads.test.ts).
const RANDOM = SMALL.replace('constant', 'poisson');
const MANY = ['--runs', '4', '--threads', '1'];

async function runJson(argv: readonly string[], file = makeFile(RANDOM)): Promise<Comparison> {
  const { code, stdout, stderr } = await runMain(['run', file, '--format', 'json', ...argv]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Comparison;
}

/** Interrupts when the command asks for the n-th time. */
function atQuestion(n: number) {
  let asked = 0;
  return () => ((asked += 1) >= n ? ('SIGINT' as const) : undefined);
}

describe('many runs', () => {
  it("are means over as many seeds, from the scenario's on", async () => {
    const file = makeFile(RANDOM);
    const many = await runJson([...MANY, '--seed', '7'], file);
    expect(many.runs).toEqual({ seeds: [7, 8, 9, 10] });
    expect(many.seed).toBe(7);
    const single: Comparison[] = [];
    for (const seed of ['7', '8', '9', '10']) single.push(await runJson(['--seed', seed], file));
    const mean = (read: (one: Comparison) => number): number =>
      single.reduce((sum, one) => sum + read(one), 0) / single.length;
    expect(many.modes.event?.completionTime.p99).toBeCloseTo(
      mean(({ modes }) => modes.event?.completionTime.p99 ?? NaN),
      9,
    );
    expect(many.modes.direct?.collateral).toBeCloseTo(
      mean(({ modes }) => modes.direct?.collateral ?? NaN),
      9,
    );
    expect(many.control?.direct?.requests.offered).toBe(
      mean(({ control }) => control?.direct?.requests.offered ?? NaN),
    );
  });

  it('are said to be means, and repeated as such', async () => {
    const file = makeFile(RANDOM);
    const { stdout } = await runMain(['run', file, ...MANY]);
    expect(stdout).toContain('means of 4 runs, seeds 42 to 45');
    expect(stdout.replace(/ \\\n\s*/g, ' ')).toContain(
      `reproduce: npx coupling-demo run ${file} --runs 4 --seed 42\n`,
    );
  });

  it('that are one run are what they would have been', async () => {
    const file = makeFile(RANDOM);
    const argv = ['run', file, '--format', 'json'];
    expect(await runMain([...argv, '--runs', '1'])).toEqual(await runMain(argv));
  });

  it('are held to the gates by their means', async () => {
    const file = makeFile(RANDOM);
    const { modes } = await runJson(MANY, file);
    const share = (modes.direct?.requests.completed ?? 0) / (modes.direct?.requests.offered ?? 0);
    const gate = (bound: number): string => `direct.completed >= ${bound}`;
    expect(share).toBeLessThan(1);
    expect(await runMain(['run', file, ...MANY, '--expect', gate(share - 1e-6)])).toMatchObject({ code: 0 });
    expect(await runMain(['run', file, ...MANY, '--expect', gate(share + 1e-6)])).toMatchObject({ code: 1 });
  });

  it('of several scenarios are each their own', async () => {
    const files = [makeFile(RANDOM), makeFile(SMALL)];
    const { stdout } = await runMain(['run', ...files, ...MANY, '--format', 'json']);
    const [random, constant] = JSON.parse(stdout) as Comparison[];
    expect(random?.runs?.seeds).toHaveLength(4);
    expect(constant?.runs?.seeds).toHaveLength(4);
    // Nothing is random in it: all runs are the same, and so no interval has a width.
    const [low, high] = constant?.intervals?.event?.['completionTime.p99'] ?? [];
    expect(low).toBe(high);
  });
});

describe('an interrupt of many runs', () => {
  it('leaves the seeds that are complete, and says how many they were to be', async () => {
    // Each of them is four jobs, and each of these is asked for three times at least.
    const { code, stdout, stderr } = await runMain(
      ['run', makeFile(RANDOM), '--runs', '50', '--threads', '1'],
      {
        interrupted: atQuestion(60),
      },
    );
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    const [, seeds] = /interrupted: (\d+) of 50 runs complete/.exec(stdout) ?? [];
    expect(Number(seeds)).toBeGreaterThan(1);
    expect(stdout).toContain(`means of ${seeds ?? ''} runs, seeds 42 to ${41 + Number(seeds)}`);
    expect(stdout).toMatch(/^reproduce: npx coupling-demo run .*/m);
  });

  it('before the first of them is complete says so', async () => {
    const argv = ['run', makeFile(RANDOM), ...MANY];
    expect(await runMain(argv, { interrupted: atQuestion(3) })).toEqual({
      code: 130,
      stdout: '',
      stderr: 'interrupted before the first of the runs was complete\n',
    });
  });
});

describe('what cannot be run many times', () => {
  it.each([
    [['--runs', '0'], '--runs 0: expected a whole number from 1 to 1000'],
    [['--runs', '1001'], '--runs 1001: expected a whole number from 1 to 1000'],
    [['--runs', '2.5'], '--runs 2.5: expected a whole number from 1 to 1000'],
    [['--runs', 'many'], '--runs many: expected a whole number from 1 to 1000'],
    [['--runs', '-1'], '--runs -1: expected a whole number from 1 to 1000'],
    [['--threads', '0'], '--threads 0: expected a whole number from 1 to 256'],
    [['--runs', '2', '--threads', 'all'], '--threads all: expected a whole number from 1 to 256'],
    [
      ['--runs', '1000', '--requests', '200000'],
      '--runs 1000: that would be about 200 million requests, and all runs together have 100 million at most',
    ],
    [['--runs', '3', '--seed', '9007199254740990'], '--runs 3: there are not so many seeds from there on'],
  ])('%j', async (argv, message) => {
    expect(await runMain(['run', makeFile(SMALL), ...argv])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\n`,
    });
  });
});

describe('the bar', () => {
  it.each([
    [0, 80, 0, '[--------------------] 0 of 80'],
    [1, 80, 500, '[--------------------] 1 of 80, 40 s left'],
    [32, 80, 3200, '[########------------] 32 of 80, 5 s left'],
    [1, 1000, 600, '[--------------------] 1 of 1000, 10 min left'],
    [1, 1000, 60_000, '[--------------------] 1 of 1000, 17 h left'],
    [80, 80, 9000, '[####################] 80 of 80'],
  ])('%i of %i after %i ms', (done, total, elapsed, text) => {
    expect(bar(done, total, elapsed)).toBe(text);
  });
});
