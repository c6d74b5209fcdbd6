import { describe, expect, it } from 'vitest';
import { bundledScenarios } from '../../src/scenario/catalogue.js';
import { makeFile, runMain, SMALL } from './console.js';

interface Output {
  schema: string;
  seed: number;
  correlationId: number;
  modes: Record<string, { number: number; told?: { what: string }; attempts: { id: string }[] } | null>;
}

async function json(...argv: string[]): Promise<Output> {
  const { code, stdout, stderr } = await runMain(['trace', ...argv, '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Output;
}

/** A failure that is worth a retry in both modes. */
const FLAKY = SMALL.replace(
  /faults:[^]*/,
  'calls: { retry: { maxAttempts: 3, initialDelay: 40ms, jitter: none } }\n' +
    'faults:\n  - { kind: errors, target: back, rate: 1, at: 1s, for: 500ms }\n',
);

describe('trace', () => {
  it('shows trace-given-up-80.txt, to the character', async () => {
    const { code, stdout, stderr } = await runMain([
      'trace',
      makeFile(FLAKY),
      ...['--max-deliveries', '2', '--request', '51'],
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('../golden/trace-given-up-80.txt');
  });

  it.each([
    [
      ['slow-payment'],
      /^chosen: largest difference between modes, of [\d,]+ requests affected by the fault$/m,
      'EVENT',
    ],
    [['slow-payment', '--failed'], /^chosen: first error response$/m, 'EVENT'],
    [['sustained-overload', '--worst'], /^chosen: accepted, but never completed$/m, 'EVENT'],
    [['healthy'], /^chosen: largest difference between modes$/m, 'EVENT'],
    [['shared-table'], /^chosen: largest difference between modes, of /m, 'SHARED-DATABASE'],
  ])('of %s says why it shows this one, and what it was in each mode', async (argv, why, mode) => {
    const { stdout } = await runMain(['trace', ...argv]);
    expect(stdout).toMatch(why);
    expect(stdout).toMatch(new RegExp(`^ DIRECT  caller [^]*^ ${mode}  caller `, 'm'));
    expect(stdout).not.toContain('\u001b');
    expect((await runMain(['trace', ...argv, '--color'])).stdout).toContain('\u001b');
  });

  it('shows of every bundled scenario with a fault a request that the fault has met', async () => {
    for (const { name } of await bundledScenarios()) {
      const { stdout } = await runMain(['trace', name]);
      if (/^fault: /m.test(stdout))
        expect(stdout, name).toMatch(/^chosen: .*, of [\d,]+ requests affected by/m);
    }
  });

  it.each([
    ['slow-payment', '─░█▒·✓✗◆'],
    ['healthy', '─█▒✓◆'],
    ['quiet-and-simple --modes event', '─█✓◆'],
  ])('%s: its key explains the signs that it has, and no others', async (argv, signs) => {
    const { stdout } = await runMain(['trace', ...argv.split(' ')]);
    const [head = '', ...rest] = stdout.split('\n\n');
    const words = head.slice(head.indexOf('in every mode\n') + 'in every mode\n'.length).split(/ {2}|\n/);
    expect(words.map((word) => word.charAt(0)).join('')).toBe(signs);
    const bars = rest.filter((block) => block.includes('\n caller ')).join('\n');
    for (const sign of '─░█▒·✓✗◆') expect(bars.includes(sign), sign).toBe(signs.includes(sign));
  });

  it('has the key in ASCII, too', async () => {
    const { stdout } = await runMain(['trace', 'slow-payment', '--ascii']);
    expect(stdout).toContain(
      '\n- caller waits  w queued  # processing  : blocked on downstream  . back-off\nY success response  x failed  * completed\n',
    );
  });

  it('has a time axis for each mode where one takes many times as long, and says so', async () => {
    const { stdout } = await runMain(['trace', 'poison-message', '--max-deliveries', '6']);
    expect(stdout).toMatch(/^time axes differ: direct \d+ ms · event [\d.]+ s$/m);
    expect(stdout).toMatch(/^ +0 +100 ms +200 ms/m);
    expect(stdout).toMatch(/^ +0 +1 s +2 s/m);
    expect((await runMain(['trace', 'slow-payment'])).stdout).not.toContain('time axes differ');
  });

  it('keeps to the width it is told, and to ASCII', async () => {
    for (const width of [40, 60, 80, 133]) {
      const { stdout } = await runMain(['trace', 'retry-storm', '--ascii', '--width', String(width)]);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
      // eslint-disable-next-line no-control-regex -- the whole of ASCII
      expect(stdout).toMatch(/^[\u0000-\u007f]*$/);
    }
  });

  it('shows the same request in both modes, and the n-th one that is asked for', async () => {
    const { modes, correlationId, schema, seed } = await json(
      makeFile(SMALL),
      '--request',
      '53',
      '--seed',
      '7',
    );
    expect({ schema, seed, correlationId }).toEqual({
      schema: 'coupling-demo/trace@1',
      seed: 7,
      correlationId: 52,
    });
    expect(modes.direct?.number).toBe(53);
    expect(modes.event?.number).toBe(53);
  });

  it('chooses one that direct calls fail and events do not, when nothing else is asked for', async () => {
    const { modes } = await json(makeFile(SMALL));
    expect(modes.direct?.told?.what).toBe('failed');
    expect(modes.event?.told?.what).toBe('accepted');
  });

  it('takes the flags of run that change a scenario', async () => {
    const file = makeFile(SMALL);
    const { modes } = await json(file, '--errors', 'back=100%', '--retries', '2', '--request', '1');
    expect(modes.direct?.attempts.map(({ id }) => id)).toEqual(['front #1', 'back #1', 'back #2', 'back #3']);
    expect(Object.keys((await json(file, '--modes', 'event')).modes)).toEqual(['event']);
  });

  it.each([
    [['--request', '0'], '--request 0: expected a whole number, 1 or more'],
    [['--request', 'last'], '--request last: expected a whole number, 1 or more'],
    [['--request', '1000'], /: the run has (\d+) requests; --request goes from 1 to \1$/m],
    [['--worst', '--failed'], '--worst and --failed: only one of them'],
    [['--failed', '--no-faults'], 'no caller got an error response'],
    [['--format', 'junit'], 'unsupported format'],
  ])('%j is answered by one message', async (argv, message) => {
    const { code, stdout, stderr } = await runMain(['trace', makeFile(SMALL), ...argv]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('ends quietly when it is interrupted', async () => {
    const interrupted = () => 'SIGINT' as const;
    expect(await runMain(['trace', makeFile(SMALL)], { interrupted })).toMatchObject({
      code: 130,
      stdout: '',
    });
  });
});
