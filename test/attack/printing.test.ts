import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Comparison } from '../../src/compare/comparison.js';
import { widthOf } from '../../src/render/width.js';
import { makeFile, runMain } from '../commands/console.js';

/** A scenario of one service whose title is the attack. */
const titled = (title: string, more = ''): string => `title: ${JSON.stringify(title)}
services: { a: { latency: 1ms } }
steps: [ { service: a } ]
load: { rate: 10/s, duration: 1s }
${more}`;

describe('JUnit', () => {
  it.each(['a\uFFFEb', 'a\uFFFFb'])(
    'is XML whatever the file is called, and whatever a gate holds',
    async (name) => {
      const gates = `expect: ["direct.completed >= 0%", 'direct.services["${name}"].attempts >= 0']`;
      const file = makeFile(titled('a', gates), `${name}.yaml`);
      const { code, stdout } = await runMain(['run', file, '--format', 'junit']);
      expect(code).toBe(1);
      expect(stdout).toMatch(/<testsuite name="[^"]*\/ab\.yaml"/);
      expect(stdout).toMatch(/^[\n\x20-\uD7FF\uE000-\uFFFD]*$/);
    },
  );
});

describe('in the log of GitHub Actions', () => {
  const HOSTILE = `title: "::error::not ours"
question: "##[error]what?"
look: [ "##[error]nor this" ]
services: { a: { latency: 1ms }, "::add-mask::e": { latency: 1ms } }
steps: [ { service: a, emits: A }, { service: "::add-mask::e", on: A } ]
load: { rate: 100/s, duration: 1s }
faults: [ { kind: outage, target: "::add-mask::e", at: 300ms, for: 300ms } ]
`;
  const LIVE = /^\s*::(?!error title=coupling-demo)|##\[/m;
  const env = { GITHUB_ACTIONS: 'true' };

  it.each([
    ['run'],
    ['run', '--verbose'],
    ['run', '--format', 'json'],
    ['run', '--format', 'csv'],
    ['run', '--format', 'csv-series'],
    ['run', '--format', 'markdown'],
    ['run', '--format', 'junit', '--expect', 'direct.services["##[error]x"].attempts >= 0'],
    ['run', '--expect', '::error::x'],
    ['run', '--runs', '2', '--threads', '1'],
    ['sweep', '--vary', 'load.rate=10/s,20/s', '--runs', '1', '--threads', '1'],
    ['trace'],
    ['trace', '--format', 'json'],
    ['show'],
    ['validate'],
  ])('no text of a scenario is a command: %s %s %s', async (command, ...flags) => {
    const { stdout, stderr } = await runMain([command, makeFile(HOSTILE), ...flags], { env });
    expect(stdout + stderr).not.toBe('');
    expect(stdout).not.toMatch(LIVE);
    expect(stderr).not.toMatch(LIVE);
  });

  it('the JSON still says what the scenario says, and so does show', async () => {
    const file = makeFile(HOSTILE);
    const json = await runMain(['run', file, '--format', 'json'], { env });
    const { scenario } = JSON.parse(json.stdout) as Comparison;
    expect(scenario).toMatchObject({ title: '::error::not ours', look: ['##[error]nor this'] });
    const shown = await runMain(['show', file], { env });
    expect(parse(shown.stdout)).toEqual(scenario);
  });

  it('only what failed is told to the runner, and on a line of its own', async () => {
    const { stderr } = await runMain(['run', makeFile(HOSTILE), '--expect', 'direct.completed == 2%'], {
      env,
    });
    expect(stderr.match(/^::.*/gm)).toEqual([
      expect.stringMatching(/^::error title=coupling-demo%3A a gate failed::/),
    ]);
  });
});

describe('names of wide characters', () => {
  const LONG = '😀'.repeat(32);
  const EMOJI = `title: Emoji
services: { a: { latency: 5ms }, "${LONG}": { latency: 5ms } }
steps: [ { service: a, emits: E }, { service: "${LONG}", on: E } ]
load: { rate: 100/s, duration: 1s }
faults: [ { kind: outage, target: "${LONG}", at: 300ms, for: 300ms } ]
`;

  it.each(['run', 'trace', 'show'])('are not cut in two by %s, and no line is too long', async (command) => {
    const flags = command === 'show' ? [] : ['--width', '80'];
    const { code, stdout } = await runMain([command, makeFile(EMOJI), ...flags]);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/\p{Cs}|\uFFFD/u);
    const drawn =
      command === 'show' ? stdout.split('\n').filter((line) => line.startsWith('#')) : stdout.split('\n');
    expect(Math.max(...drawn.filter((line) => !line.includes('npx')).map(widthOf))).toBeLessThanOrEqual(80);
  });

  it.each([[], ['--ascii']])('leave the charts of a run straight %s', async (...flags) => {
    const { stdout } = await runMain(['run', makeFile(EMOJI), '--width', '80', ...flags]);
    const starts = stdout.split('\n').flatMap((line) => {
      const label = /^ .*?(?=[│|][▁▂▃▄▅▆▇█·░ .:+#/]{10})/.exec(line);
      return label === null ? [] : [widthOf(label[0])];
    });
    expect(starts.length).toBeGreaterThan(3);
    expect(new Set(starts).size).toBe(1);
  });
});

describe('what would be more than text elsewhere', () => {
  it.each(['=1+1', '＝1+1', '＋1', '－1', '＠x', '﹦1'])(
    '%s begins no formula in a CSV file',
    async (title) => {
      const { stdout } = await runMain(['run', makeFile(titled(title)), '--format', 'csv']);
      expect(stdout.split('\n')[1]).toMatch(/^'/);
    },
  );

  it('a bare address is no link in Markdown, and a name calls nobody', async () => {
    const title = 'see https://evil.example www.evil.example me@evil.example @octocat';
    const { stdout } = await runMain(['run', makeFile(titled(title)), '--format', 'markdown']);
    expect(stdout.split('\n')[0]).toBe(
      '## see https:<!-- -->//evil.example www<!-- -->.evil.example me<!-- -->@<!-- -->evil.example <!-- -->@<!-- -->octocat',
    );
  });
});
