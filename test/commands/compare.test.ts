import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import type { Changes } from '../../src/results/changes.js';
import { makeFile, makeFolder, runMain, SMALL } from './console.js';

const RANDOM = SMALL.replace('constant', 'poisson').replace(
  '10ms',
  '{ distribution: exponential, mean: 10ms }',
);
const MANY = ['--runs', '5', '--threads', '1'];

/** What a run saves, to be compared. */
async function saved(argv: readonly string[], text = RANDOM): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, text);
  const { stdout } = await runMain(['run', file, '--format', 'json', ...argv]);
  rmSync(folder, { recursive: true });
  return stdout;
}

/** The same, changed by hand. */
function changed(text: string, change: (result: Comparison) => void): string {
  const result = JSON.parse(text) as Comparison;
  change(result);
  return JSON.stringify(result);
}

/** Compares texts as files `base.json`, `new1.json`, … in one folder. */
async function compare(texts: readonly string[], ...argv: string[]) {
  const folder = makeFolder();
  const files = texts.map((text, index) => {
    const file = join(folder, index === 0 ? 'base.json' : `new${index}.json`);
    writeFileSync(file, text);
    return file;
  });
  const { code, stdout, stderr } = await runMain(['compare', ...files, ...argv]);
  const short = (text: string): string => text.replaceAll(`${folder}/`, '');
  return { code, stdout: short(stdout), stderr: short(stderr) };
}

async function changesOf(texts: readonly string[], ...argv: string[]): Promise<Changes> {
  const { stdout } = await compare(texts, '--format', 'json', ...argv);
  return JSON.parse(stdout) as Changes;
}

function rowOf(changes: Changes, mode: string, figure: string) {
  return changes.files[0]?.scenarios[0]?.modes[mode]?.figures.find((row) => row.figure === figure);
}

// eslint-disable-next-line no-control-regex -- what acts on a terminal
const ALIVE = /[\u001b\u0007]/;

let one: string;
let other: string;
let faster: string;
let many: string;
let manyOthers: string;
let manySlower: string;

beforeAll(async () => {
  one = await saved([]);
  other = await saved(['--seed', '43']);
  faster = await saved(['--rate', '60/s']);
  many = await saved(MANY);
  manyOthers = await saved([...MANY, '--seed', '142']);
  manySlower = await saved([...MANY, '--latency', 'back=+40ms']);
});

describe('compare', () => {
  it('says of equal bytes that they are identical, and of nothing changed that nothing did', async () => {
    expect(await compare([one, one])).toEqual({
      code: 0,
      stdout: 'base.json → new1.json\n\nidentical: the same bytes\n',
      stderr: '',
    });
    const again = changed(one, (result) => (result.version = '9.9.9'));
    const { stdout } = await compare([one, again]);
    expect(stdout).toMatch(/^ {2}version: \S+ → 9\.9\.9$/m);
    expect(stdout).toContain('same scenario and seed: no noise, every change is real');
    expect(stdout).toMatch(/^ direct: \d+ unchanged$/m);
  });

  it('has a row for each figure that changed, and --all has every one', async () => {
    const worse = changed(one, ({ modes }) => {
      modes.direct!.goodput = 0.5;
      modes.direct!.responseTime.p50 = 1;
    });
    const { code, stdout } = await compare([one, worse]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ goodput.*\s50\.0 %\s+-\d+\.\d+ pp \(-\d+\.\d %\)\s+worse$/m);
    expect(stdout).toMatch(/^ response time p50 .* 1\.00 ms .* better$/m);
    expect(stdout).toMatch(/^ 1 better, 1 worse, \d+ unchanged$/m);
    const rows = (text: string): number => text.split('\n').filter((line) => /^ \S/.test(line)).length;
    expect(rows((await compare([one, worse], '--all')).stdout)).toBeGreaterThan(rows(stdout) + 100);
  });

  it('judges one run each of the same seed, whatever has changed in the scenario', async () => {
    const { stdout } = await compare([one, faster]);
    expect(stdout).toContain('  load.rate: 50/s → 60/s\n');
    expect(stdout).toContain('one run each, both with seed 42');
    expect(rowOf(await changesOf([one, faster]), 'direct', 'requests.offered')).toMatchObject({
      judgement: 'changed',
      better: 'neither',
    });
  });

  it('judges nothing where there is one run each with other seeds, and says why', async () => {
    const { code, stdout } = await compare([one, other]);
    expect(code).toBe(0);
    expect(stdout).toContain('seed: 42 → 43');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'nothing is judged: one run each, with different seeds, so any change may be chance',
    );
    expect(stdout).not.toMatch(/worse|better/);
  });

  it('pairs runs by their seeds, and does not where they share none', async () => {
    const paired = await changesOf([many, manySlower]);
    expect(paired.files[0]?.scenarios[0]?.modes.direct?.basis).toEqual({
      kind: 'paired',
      seeds: [42, 43, 44, 45, 46],
    });
    const slower = rowOf(paired, 'direct', 'responseTime.p50');
    expect(slower?.judgement).toBe('worse');
    expect(slower?.interval?.[0]).toBeGreaterThan(0.03);
    const unpaired = await changesOf([many, manyOthers]);
    expect(unpaired.files[0]?.scenarios[0]?.modes.direct?.basis).toEqual({ kind: 'unpaired', runs: [5, 5] });
    expect(rowOf(unpaired, 'direct', 'responseTime.p50')?.judgement).toBe('noise');
    expect((await compare([many, manyOthers])).stdout).toMatch(/^ response time p50 .* ≈$/m);
  });

  it('takes the seeds that both have where only some are shared', async () => {
    const later = await saved([...MANY, '--seed', '44']);
    const changes = await changesOf([many, later]);
    expect(changes.files[0]?.scenarios[0]?.modes.direct?.basis).toEqual({
      kind: 'paired',
      seeds: [44, 45, 46],
    });
    expect(rowOf(changes, 'direct', 'goodput')?.judgement).toBe('unchanged');
  });

  it('can tell several runs from several by what an older version has saved of them', async () => {
    const old = changed(many, (result) => delete result.samples);
    const changes = await changesOf([old, manySlower]);
    expect(changes.files[0]?.scenarios[0]?.modes.direct?.basis).toEqual({ kind: 'unpaired', runs: [5, 5] });
    expect(rowOf(changes, 'direct', 'responseTime.p50')?.judgement).toBe('worse');
  });

  it('words a time that never came, and gives no percentage of nothing', async () => {
    const never = changed(one, ({ modes }) => {
      modes.direct!.recoveryTime = null;
      modes.event!.lostEvents = 3;
    });
    const { stdout } = await compare([one, never]);
    expect(stdout).toMatch(/^ time to recovery +\S+ \S+ +never +worse$/m);
    expect(stdout).toMatch(/^ events lost +0 +3 +\+3 +worse$/m);
    const changes = await changesOf([never, one]);
    expect(rowOf(changes, 'direct', 'recoveryTime')).toMatchObject({
      base: { never: 1, of: 1 },
      judgement: 'better',
    });
  });

  it('judges nothing of what was measured on one side only', async () => {
    const uncontrolled = await saved(['--no-control']);
    expect(rowOf(await changesOf([one, uncontrolled]), 'direct', 'recoveryTime')).toMatchObject({
      new: null,
      judgement: 'unjudged',
    });
  });

  it('compares each further file with the first', async () => {
    const { stdout } = await compare([one, one, faster]);
    expect(stdout).toMatch(
      /^base\.json → new1\.json\n\nidentical: the same bytes\n\nbase\.json → new2\.json\n/,
    );
  });

  it('matches scenarios by name, and says what is in one file only', async () => {
    const named = (title: string, text = one): Comparison => ({
      ...(JSON.parse(text) as Comparison),
      scenario: { ...(JSON.parse(text) as Comparison).scenario, title },
    });
    const base = JSON.stringify([named('A'), named('B'), named('C')]);
    const next = JSON.stringify([named('B'), named('D'), named('A', faster)]);
    const { code, stdout } = await compare([base, next]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A\n {2}load\.rate/m);
    expect(stdout).toMatch(/^identical: B$/m);
    expect(stdout).toMatch(/^only in base\.json: C$/m);
    expect(stdout).toMatch(/^only in new1\.json: D$/m);
  });

  it('says which modes are in one of them only', async () => {
    const { stdout } = await compare([one, await saved(['--modes', 'event,direct:no-retry'])]);
    expect(stdout).toMatch(/^only in base: direct$/m);
    expect(stdout).toMatch(/^only in new: direct:no-retry$/m);
    expect(stdout).toContain('modes[0]: direct → event');
    expect(stdout).toMatch(/^ event: \d+ unchanged$/m);
  });

  it.each([40, 60, 80, 120])('keeps to %s columns', async (width) => {
    const { stdout } = await compare([many, manySlower], '--width', String(width), '--all');
    const lines = stdout.split('\n').map((line) => line.length);
    expect(Math.max(...lines)).toBeLessThanOrEqual(width < 80 ? 80 : width);
  });

  it('has colour where it is asked for, and plain ASCII, too', async () => {
    expect((await compare([one, faster], '--color')).stdout).toContain('\u001b[');
    // eslint-disable-next-line no-control-regex -- everything beyond ASCII
    expect((await compare([many, manyOthers], '--ascii')).stdout).not.toMatch(/[^\x00-\x7f]/);
  });
});

describe('--fail-on worse', () => {
  it('fails on what got worse, and says what', async () => {
    const worse = changed(one, ({ modes }) => (modes.event!.goodput = 0.5));
    const { code, stdout } = await compare([one, worse], '--fail-on', 'worse', '--width', '200');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}new1\.json: Small: event\.goodput got worse: \S+ % → 50\.0 %/m);
    const json = await compare([one, worse], '--fail-on', 'worse', '--format', 'json');
    expect(json.stderr).toMatch(/^FAIL new1\.json: Small: event\.goodput got worse/);
    expect((JSON.parse(json.stdout) as Changes).failOn?.worse).toEqual([
      {
        file: expect.stringMatching(/new1\.json$/) as string,
        title: 'Small',
        mode: 'event',
        figure: 'goodput',
      },
    ]);
  });

  it('passes where nothing did, and where the other way round it got better', async () => {
    const worse = changed(one, ({ modes }) => (modes.event!.goodput = 0.5));
    expect(await compare([worse, one], '--fail-on', 'worse')).toMatchObject({ code: 0, stderr: '' });
    expect(await compare([one, one], '--fail-on', 'worse')).toMatchObject({ code: 0, stderr: '' });
  });

  it('lets pass what got worse by no more than the margin', async () => {
    const p99 = (JSON.parse(one) as Comparison).modes.event!.responseTime.p99;
    const worse = changed(one, ({ modes }) => (modes.event!.responseTime.p99 = p99 * 1.04));
    expect((await compare([one, worse], '--fail-on', 'worse')).code).toBe(1);
    expect((await compare([one, worse], '--fail-on', 'worse=3%')).code).toBe(1);
    const { code, stdout } = await compare([one, worse], '--fail-on', 'worse=5%');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PASS {2}no figure of \d+ got worse by more than 5 % \(1 by itself/m);
  });

  it('fails on what never comes any more, whatever the margin', async () => {
    const never = changed(one, ({ modes }) => (modes.event!.endToEnd.p99 = null));
    expect((await compare([one, never], '--fail-on', 'worse=90%')).code).toBe(1);
  });

  it('tells a change from noise', async () => {
    expect((await compare([many, manyOthers], '--fail-on', 'worse')).code).toBe(0);
    expect((await compare([many, manySlower], '--fail-on', 'worse')).code).toBe(1);
  });

  it('is no pass where nobody can tell', async () => {
    const { code, stderr } = await compare([one, other], '--fail-on', 'worse');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --fail-on: new1\.json: Small: direct\.\S+ cannot be judged/);
    expect((await compare([one, many], '--fail-on', 'worse')).code).toBe(2);
  });

  it.each(['better', 'worse=', 'worse=x', 'worse=5', '', 'worse=-5%', 'worse=5%%'])(
    'is none of the form %j',
    async (text) => {
      const { code, stderr } = await compare([one, one], '--fail-on', text);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: --fail-on .*expected worse, or worse=5%/);
    },
  );
});

describe('a gate over both', () => {
  it('holds or fails, with both sides', async () => {
    const { code, stdout } = await compare(
      [one, faster],
      ...['--expect', 'new.event.requests.offered > base.event.requests.offered'],
      ...['--expect', 'new.control.direct.goodput >= base.direct.goodput + 90%'],
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^PASS {2}new\.event\.requests\.offered > base\.event\.requests\.offered: 1\d\d > /m,
    );
    expect(stdout).toMatch(/^FAIL {2}new\.control\.direct\.goodput.*: \S+ %, not\s>=/m);
  });

  it('calls several of them new1 and new2', async () => {
    const gate = 'new2.event.requests.offered > new1.event.requests.offered';
    expect((await compare([one, one, faster], '--expect', gate)).code).toBe(0);
    const { code, stderr } = await compare([one, one, faster], '--expect', 'new.event.goodput > 0');
    expect(code).toBe(2);
    expect(stderr).toContain('`new` is none of the results: start with `base`, `new1` and `new2`');
  });

  it.each([
    ['new.event.goodput >= base.event.goodputt', 'unknown metric `goodputt`. Nearest: goodput.'],
    ['event.goodput >= 1', '`event` is none of the results: start with `base` and `new`'],
    ['new >= 1', 'a mode has to follow'],
    ['new.nope.goodput >= 1', '`nope` is not a mode'],
    ['new.event.goodput >= base.event.responseTime.p99', 'a share cannot be compared with a time'],
    ['new.event.goodput', 'a gate compares two sides'],
  ])('%s is refused', async (gate, message) => {
    const { code, stdout, stderr } = await compare([one, faster], '--expect', gate);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('fails on what was not measured', async () => {
    const { code, stdout } = await compare([one, faster], '--expect', 'new.shared-database.goodput >= 0');
    expect(code).toBe(1);
    expect(stdout).toContain('shared-database did not run');
  });
});

describe('a file that cannot be compared', () => {
  it.each<[what: string, text: string, code: RegExp]>([
    ['is no JSON', 'title: x', /no result of `run --format json`: it is no JSON/],
    ['is empty', '', /it is no JSON/],
    ['is another JSON', '{}', /it has not the schema of one/],
    ['is a list of nothing', '[]', /there is no result in it/],
    ['is a number', '7', /it has not the schema of one/],
    [
      'has another major schema',
      '{ "schema": "coupling-demo/comparison@2" }',
      /its schema is coupling-demo\/comparison@2, and this version reads comparison@1/,
    ],
    ['has a schema alone', '{ "schema": "coupling-demo/comparison@1" }', /version: expected a text/],
    [
      'is nested deeply',
      `{"schema":"coupling-demo/comparison@1","a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
      /nested/,
    ],
    ['has control characters', '{ "schema": "\\u001b[31mx" }', /it has not the schema of one/],
  ])('%s', async (_, text, message) => {
    const { code, stdout, stderr } = await compare([one, text], '--fail-on', 'worse');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: new1\.json: .*\n$/);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('\u001b');
  });

  it.each<[what: string, change: (result: Comparison) => unknown]>([
    ['a figure is a text', ({ modes }) => Object.assign(modes.event!, { goodput: '1' })],
    ['a figure is too large a number', ({ modes }) => Object.assign(modes.event!.responseTime, { p99: 'x' })],
    ['there is no mode', (result) => Object.assign(result, { modes: {} })],
    ['requests are missing', ({ modes }) => Object.assign(modes.event!, { requests: {} })],
    ['the services are a list', ({ modes }) => Object.assign(modes.event!, { services: [] })],
    ['the services are missing', ({ modes }) => Object.assign(modes.event!, { services: undefined })],
    ['how it ended is missing', ({ modes }) => Object.assign(modes.event!, { end: undefined })],
    ['end-to-end times are missing', ({ modes }) => Object.assign(modes.event!, { endToEnd: {} })],
    ['a mode is null', (result) => Object.assign(result, { modes: { event: null } })],
    ['there is no scenario', (result) => Object.assign(result, { scenario: null })],
    ['the seed is a text', (result) => Object.assign(result, { seed: '42' })],
    ['the samples are texts', (result) => Object.assign(result, { samples: { event: { goodput: ['1'] } } })],
  ])('%s', async (_, change) => {
    const { code, stderr } = await compare([one, changed(one, change)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: new1\.json: no result of `run --format json`: .*expected/);
  });

  it('is not there, is a folder, or has nothing in common with the base', async () => {
    const base = makeFile(one, 'base.json');
    const missing = await runMain(['compare', base, '/nowhere/new.json']);
    expect(missing).toMatchObject({ code: 2, stderr: 'error: /nowhere/new.json: there is no such file\n' });
    expect((await runMain(['compare', base, makeFolder()])).stderr).toMatch(/: it is no file\n$/);
    const foreign = await saved(
      [],
      RANDOM.replaceAll('front', 'a').replaceAll('back', 'b').replace('Small', 'Large'),
    );
    const { code, stderr } = await compare([one, foreign]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/they have no scenarios in common: `Small` here, `Large` there/);
    const event = await saved(['--modes', 'event']);
    const direct = await saved(['--modes', 'direct']);
    expect((await compare([event, direct])).stderr).toMatch(
      /they have no modes in common: `event` here, `direct`/,
    );
  });

  it('is answered before anything is written', async () => {
    const file = join(makeFolder(), 'changes.md');
    const { code } = await compare([one, '{}'], '--output', file);
    expect(code).toBe(2);
    expect(() => readFileSync(file)).toThrow('ENOENT');
    expect((await compare([one], '--output', file)).code).toBe(2);
  });
});

describe('what compare prints', () => {
  it('goes into files, in every format', async () => {
    const folder = makeFolder();
    const names = ['c.txt', 'c.md', 'c.json', 'c.xml'];
    const { code, stdout } = await compare(
      [many, manySlower],
      ...names.flatMap((name) => ['--output', join(folder, name)]),
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const [text = '', markdown = '', json = '', xml = ''] = names.map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    );
    expect(text).toContain('paired by seed, 5 seeds in common');
    expect(markdown).toMatch(/^\| response time p50 \| .* \| \*\*worse\*\* \|$/m);
    expect((JSON.parse(json) as Changes).schema).toBe('coupling-demo/changes@1');
    expect(xml).toMatch(/<testcase classname="[^"]*: Small" name="direct\.goodput">/);
    expect(xml).toMatch(/<testsuites name="coupling-demo compare" tests="\d+" failures="0" skipped="0">/);
  });

  it('has failures in its test report', async () => {
    const { stdout } = await compare([many, manySlower], '--fail-on', 'worse', '--format', 'junit');
    expect(stdout).toMatch(/<failure message="[^"]*direct\.responseTime\.p99 got worse/);
  });

  it('lets nothing of a file act on a terminal, or on a page', async () => {
    const evil = '\u001b]0;x\u0007<img src=x>|`::error::';
    const text = changed(one, (result) => {
      result.scenario.title = evil;
      result.version = evil;
      result.hints = [{ code: evil, path: evil, message: evil }];
      result.modes = { [evil]: result.modes.event!, event: result.modes.event! };
    });
    const worse = changed(text, (result) => {
      result.version = `${evil}2`;
      result.modes[evil]!.goodput = 0.1;
      Object.assign(result.scenario, { [evil]: evil });
    });
    for (const format of ['table', 'markdown', 'junit', 'html']) {
      const { stdout, stderr } = await compare(
        [text, worse],
        '--fail-on',
        'worse',
        '--all',
        '--format',
        format,
      );
      expect(stdout + stderr).not.toMatch(ALIVE);
      if (format !== 'table') expect(stdout).not.toContain('<img');
    }
    expect((await compare([text, worse], '--format', 'json')).stdout).not.toMatch(ALIVE);
  });
});
