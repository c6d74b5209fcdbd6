import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { namesOf, OUTCOMES } from '../../src/measure/outcomes.js';
import { tally } from '../../src/measure/requests.js';
import { makeFile, runMain, SMALL } from './console.js';

interface Listed {
  request: number | null;
  modes: Record<string, { outcome: string; failedAt: string[]; matches: boolean } | null>;
}

async function listJson(...argv: string[]): Promise<Listed[]> {
  const { code, stdout, stderr } = await runMain(['trace', ...argv, '--list', '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const output = JSON.parse(stdout) as { schema: string; requests: Listed[] };
  expect(output.schema).toBe('coupling-demo/requests@1');
  return output.requests;
}

describe('trace --list', () => {
  it('shows trace-list-80.txt, to the character', async () => {
    const { code, stdout, stderr } = await runMain([
      'trace',
      makeFile(SMALL),
      ...['--list', '--outcome', 'partial', '--service', 'back'],
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('../golden/trace-list-80.txt');
  });

  it.each([
    ['poison-message'],
    ['slow-payment'],
    ['lost-without-outbox'],
    ['sustained-overload'],
    ['breaker-helps', '--modes', 'direct,event,shared-database'],
    ['healthy', '--clients', '50', '--outage', 'payment@5s+2s', '--duration', '20s'],
  ])('has as many requests under each outcome as the tables of %s count', async (...argv) => {
    const { stdout } = await runMain(['run', ...argv, '--format', 'json']);
    const { modes } = JSON.parse(stdout) as Comparison;
    const requests = await listJson(...argv);
    for (const [mode, measured] of Object.entries(modes)) {
      const counts = tally(measured);
      for (const outcome of namesOf(OUTCOMES)) {
        const { word } = OUTCOMES[outcome];
        const listed = requests.filter((request) => request.modes[mode]?.outcome === word);
        expect({ mode, word, count: listed.length }).toEqual({ mode, word, count: counts[outcome] });
      }
    }
  });

  it('names the request as --request takes it, and the trace of that one is what was listed', async () => {
    const [found] = await listJson('poison-message', '--outcome', 'dead-lettered');
    expect(found?.modes.event).toMatchObject({ outcome: 'never-completed', failedAt: ['shipping'] });
    const { stdout } = await runMain(['trace', 'poison-message', '--request', String(found?.request)]);
    expect(stdout).toContain('dead-lettered');
  });

  it.each([40, 60, 80, 120])('keeps to %s columns, and to ASCII', async (width) => {
    const argv = ['slow-payment', '--list', '--outcome', 'partial', '--ascii', '--width', String(width)];
    const { stdout } = await runMain([
      'trace',
      ...argv,
      '--modes',
      'direct,event:idempotent,shared-database',
    ]);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
    // eslint-disable-next-line no-control-regex -- the whole of ASCII
    expect(stdout).toMatch(/^[\u0000-\u007f]*$/);
    expect(stdout).toContain('partial');
  });

  it('shows twenty requests, all with --verbose, and nothing but the table with --quiet', async () => {
    const list = (...argv: string[]) => runMain(['trace', 'slow-payment', '--list', ...argv]);
    const rows = (text: string): number => text.match(/^ +[\d,]+ +[\d.]+ m?s /gm)?.length ?? 0;
    const { stdout } = await list();
    expect(rows(stdout)).toBe(20);
    expect(stdout).toContain('2,179 more requests: --verbose lists all');
    expect(rows((await list('--verbose')).stdout)).toBe(2199);
    expect((await list('--quiet')).stdout).toMatch(/^ *request /);
  });

  it('is a table in Markdown', async () => {
    const { stdout } = await runMain(['trace', makeFile(SMALL), '--list', '--format', 'markdown']);
    expect(stdout).toMatch(/^## Small: 100 counted requests\n/);
    expect(stdout).toMatch(/^\| request \| started \| mode \| outcome \|/m);
  });
});

describe('trace of those that match', () => {
  it('shows one of them, and says why', async () => {
    const { stdout } = await runMain([
      'trace',
      'slow-payment',
      ...['--outcome', 'partial', '--service', 'payment', '--at', '25s'],
    ]);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /chosen: largest difference between modes, of \d+ requests that match: partial, failed at payment, active at 25 s/,
    );
  });

  it('goes with --worst and --failed', async () => {
    const { stdout } = await runMain(['trace', 'slow-payment', '--worst', '--at', '45s']);
    expect(stdout).toMatch(/^chosen: (slowest completion|never completed), of /m);
  });

  it.each([
    [['--outcome', 'late'], 'no request matches: late (outcomes there are: ok, partial)'],
    [
      ['--at', '10m'],
      /no request matches: active at 10 min \(counted requests were active from 0 s to [\d.]+ s\)/,
    ],
    [['--service', 'back', '--outcome', 'lost'], 'no request matches: lost, failed at back'],
    [['--failed', '--outcome', 'ok', '--no-faults'], 'no caller got an error response: ok'],
    [['--outcome', 'partal'], 'there is no such outcome: did you mean `partial`?'],
    [['--service', 'bakc'], 'there is no such service: did you mean `back`?'],
    [['--at', 'noon'], '--at noon: expected a time of the run such as 25s'],
    [['--list', '--worst'], '--worst and --list: only one of them'],
    [['--request', '3', '--at', '1s'], '--request and --at: a request is named, or searched for'],
  ])('%j is answered by one message', async (argv, message) => {
    const { code, stdout, stderr } = await runMain(['trace', makeFile(SMALL), ...argv]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('finds nothing where nothing is counted', async () => {
    const { code, stderr } = await runMain([
      'trace',
      makeFile(SMALL),
      '--list',
      '--rate',
      '1/h',
      '--warmup',
      '1s',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('no request was counted');
  });
});

describe('trace in Markdown', () => {
  it('has a sentence, a picture and a table for each mode', async () => {
    const { stdout } = await runMain(['trace', makeFile(SMALL), '--format', 'markdown']);
    for (const mode of ['direct', 'event']) {
      expect(stdout).toMatch(
        new RegExp(`^### ${mode}\n\ncaller [^]*?\n\n\`\`\`text\n[^]*?\`\`\`\n\n\\| attempt`, 'm'),
      );
    }
  });

  it('goes to a file, and a name of a service ends no block of it', async () => {
    const file = makeFile('', 'out.md');
    const text = SMALL.replaceAll('back', '"```<b>"');
    expect(await runMain(['trace', makeFile(text), '--output', file])).toMatchObject({ code: 0, stdout: '' });
    const { readFileSync } = await import('node:fs');
    const written = readFileSync(file, 'utf8');
    expect(written.match(/^```/gm)).toHaveLength(4);
    expect(written.replace(/^```text[^]*?^```$/gm, '')).not.toContain('<b>');
  });

  it('is short with --quiet, and whole with --verbose', async () => {
    const argv = ['trace', 'retry-storm', '--at', '14s'];
    const quiet = (await runMain([...argv, '--quiet'])).stdout;
    expect(quiet).toContain(' DIRECT  caller');
    expect(quiet).not.toContain('completed  ');
    expect(quiet.split('\n').length).toBeLessThan(20);
  });
});
