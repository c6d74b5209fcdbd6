import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { makeFile, makeFolder, runMain, SMALL } from './console.js';

const QUIET = SMALL.replace(/faults:[^]*/, '');

function comparisonOf(text: string): Comparison {
  return JSON.parse(text) as Comparison;
}

function widestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

async function runJson(argv: readonly string[], text = SMALL): Promise<Comparison> {
  const { code, stdout, stderr } = await runMain(['run', makeFile(text), '--format', 'json', ...argv]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return comparisonOf(stdout);
}

describe('a run', () => {
  it('prints the tables to standard output, nothing to standard error, and ends with the command that repeats it', async () => {
    const file = makeFile(SMALL);
    const { code, stdout, stderr } = await runMain(['run', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const title of ['THROUGHPUT', 'ERROR CASCADES', 'COMPLETION TIMES', 'CONSISTENCY AND DELIVERY']) {
      expect(stdout).toContain(title);
    }
    const [last = ''] = stdout
      .trimEnd()
      .split(/^(?=reproduce:)/m)
      .slice(-1);
    expect(last.replace(/\\\n\s*/g, '')).toBe(`reproduce: npx coupling-demo run ${file} --seed 42`);
    expect(stdout).not.toContain('\u001b');
  });

  it('the command at its end gives the same bytes', async () => {
    const file = makeFile(SMALL);
    const first = await runMain(['run', file, '--rate', '70/s', '--seed', '7', '--format', 'table']);
    const command = /^reproduce: npx coupling-demo ([^]*)/m.exec(first.stdout)?.[1] ?? '';
    const again = await runMain(command.replace(/\\\n/g, ' ').trim().split(/\s+/));
    expect(again).toEqual(first);
  });

  it('without a name is the run that teaches most', async () => {
    expect(await runMain(['run', '--quiet'])).toEqual(await runMain(['run', 'slow-payment', '--quiet']));
  });

  it('--scenario is the same as naming it', async () => {
    const file = makeFile(SMALL);
    expect(await runMain(['run', '--scenario', file])).toEqual(await runMain(['run', file]));
  });

  it('has the control run of each mode where there are faults, and none where there are not', async () => {
    const withFaults = await runJson([]);
    expect(Object.keys(withFaults.modes)).toEqual(['direct', 'event']);
    expect(Object.keys(withFaults.control ?? {})).toEqual(['direct', 'event']);
    expect(await runJson(['--no-faults'])).not.toHaveProperty('control');
    expect(await runJson([], QUIET)).not.toHaveProperty('control');
  });

  it('the same seed gives the same bytes, another one another result', async () => {
    const random = SMALL.replace('constant', 'poisson');
    const one = await runJson([], random);
    expect(await runJson([], random)).toEqual(one);
    expect((await runJson(['--seed', '43'], random)).modes).not.toEqual(one.modes);
  });

  it('flags change the scenario', async () => {
    const { scenario, modes, seed } = await runJson([
      ...['--outage', 'front@100ms+200ms', '--latency', 'back=+20ms', '--rate', '20/s', '--duration', '3s'],
      ...['--seed', '9', '--timeout', '100ms', '--retries', '0', '--max-deliveries', '2'],
      ...['--concurrency', 'back=3', '--set', 'bus.outbox=false', '--modes', 'event'],
    ]);
    expect(seed).toBe(9);
    expect(Object.keys(modes)).toEqual(['event']);
    expect(scenario.faults.map(({ kind }) => kind).sort()).toEqual(['latency', 'outage', 'outage']);
    expect(scenario).toMatchObject({
      load: { rate: '20/s', duration: '3s' },
      calls: { timeout: '100ms', retry: 'none' },
      bus: { outbox: false, redelivery: { maxDeliveries: 2 } },
      services: { back: { concurrency: 3 } },
    });
    expect(modes.event?.requests.offered).toBe(60);
  });
});

describe('several scenarios', () => {
  it('each has its tables and its command, then comes a summary and the command for all', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'a.yaml'), SMALL);
    writeFileSync(join(folder, 'b.yaml'), SMALL.replace('Small', 'Another'));
    const { code, stdout } = await runMain(['run', folder]);
    expect(code).toBe(0);
    const flat = stdout.replace(/ \\\n\s*/g, ' ');
    expect(flat.match(/^reproduce: .*$/gm)).toEqual([
      `reproduce: npx coupling-demo run ${join(folder, 'a.yaml')} --seed 42`,
      `reproduce: npx coupling-demo run ${join(folder, 'b.yaml')} --seed 42`,
      `reproduce: npx coupling-demo run ${folder} --seed 42`,
    ]);
    expect(stdout.indexOf('SUMMARY')).toBeGreaterThan(stdout.lastIndexOf('CONSISTENCY AND DELIVERY'));
  });

  it('are an array in JSON', async () => {
    const files = [makeFile(SMALL), makeFile(SMALL.replace('Small', 'Another'))];
    const { stdout } = await runMain(['run', ...files, '--format', 'json']);
    expect((JSON.parse(stdout) as Comparison[]).map(({ scenario }) => scenario.title)).toEqual([
      'Small',
      'Another',
    ]);
  });

  it('with seeds of their own are not repeated with one of them', async () => {
    const files = [makeFile(`${SMALL}seed: 1\n`), makeFile(`${SMALL}seed: 2\n`)];
    const { stdout } = await runMain(['run', ...files, '--quiet']);
    const last =
      stdout
        .replace(/ \\\n\s*/g, ' ')
        .trimEnd()
        .split('\n')
        .at(-1) ?? '';
    expect(last).toBe(`reproduce: npx coupling-demo run ${files.join(' ')}`);
  });
});

describe('gates', () => {
  it('of the file and of the command line decide the exit code', async () => {
    const file = makeFile(`${SMALL}expect: ["event.completed == 100%"]\n`);
    expect(await runMain(['run', file])).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout, stderr } = await runMain(['run', file, '--expect', 'direct.completed == 100%']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/PASS\s+event\.completed == 100%: 100 %/);
    expect(stdout).toMatch(/FAIL\s+direct\.completed == 100%: [\d.]+ %/);
  });

  it('that fail are told on standard error where no table tells them', async () => {
    const { code, stdout, stderr } = await runMain([
      ...['run', makeFile(SMALL), '--format', 'json'],
      ...['--expect', 'direct.completed == 100%', '--expect', 'shared-database.lost == 0'],
    ]);
    expect(code).toBe(1);
    expect(comparisonOf(stdout).expectations).toMatchObject([
      { text: 'direct.completed == 100%', held: false },
      { text: 'shared-database.lost == 0', measured: null, held: false },
    ]);
    const [first, second] = stderr.split('\n');
    expect(first).toMatch(/^FAIL .*scenario\.yaml: direct\.completed == 100%, was \d\d(\.\d+)? %$/);
    expect(second).toMatch(/^FAIL .*: shared-database\.lost == 0, shared-database did not run$/);
  });

  it('of a bundled scenario are claims about it as it stands, those of an own file hold for every run of it', async () => {
    const count = async (...argv: string[]) => {
      const { stdout } = await runMain(['run', ...argv, '--format', 'json']);
      return comparisonOf(stdout).expectations.length;
    };
    const short = ['--requests', '50', '--warmup', '0s'];
    expect(await count('quiet-and-simple', '--seed', '43')).toBeGreaterThan(0);
    expect(await count('quiet-and-simple', ...short)).toBe(0);
    expect(await count('quiet-and-simple', ...short, '--expect', 'event.lost == 0')).toBe(1);
    const own = makeFile(`${SMALL}expect: ["event.completed > 0"]\n`);
    expect(await count(own, ...short, '--expect', 'event.lost == 0')).toBe(2);
  });

  describe('of a bundled scenario that flags have changed', () => {
    const changed = ['run', 'quiet-and-simple', '--requests', '200', '--set', 'load.warmup=0s'];

    it('are said to be skipped, under a header that says what has changed and asks no question', async () => {
      const { stdout } = await runMain(changed);
      expect(stdout).toMatch(/^changed: {2}--requests 200 --set load\.warmup=0s$/m);
      expect(stdout).toMatch(/^\d gates of the bundled scenario are skipped: flags have changed it$/m);
      expect(stdout).not.toMatch(/^(PASS|FAIL)/m);
      expect(stdout.split('\n')[0]).toBe('Quiet and simple');
      expect(stdout).not.toContain('what to look for:');
      const asItIs = (await runMain(['run', 'quiet-and-simple'])).stdout;
      expect(asItIs).not.toMatch(/^changed:|skipped/m);
      expect(asItIs).toMatch(/^PASS /m);
      expect(asItIs).toContain('what to look for:');
    });

    it('are said to be skipped in quiet tables, Markdown, JSON and JUnit as well', async () => {
      expect((await runMain([...changed, '--quiet'])).stdout).toContain('are skipped');
      const markdown = (await runMain([...changed, '--format', 'markdown'])).stdout;
      expect(markdown).toContain('changed: `--requests 200 --set load.warmup=0s`');
      expect(markdown).toContain('are skipped');
      const { changed: flags, skippedGates } = comparisonOf(
        (await runMain([...changed, '--format', 'json'])).stdout,
      );
      expect(flags).toEqual(['--requests 200', '--set load.warmup=0s']);
      expect(skippedGates?.length).toBeGreaterThan(0);
      const junit = (await runMain([...changed, '--format', 'junit'])).stdout;
      expect(junit.match(/<skipped message="changed: --requests 200 --set load.warmup=0s"/g)).toHaveLength(
        skippedGates?.length ?? 0,
      );
    });

    it('another seed or a further gate is no change', async () => {
      const argv = [
        'run',
        'quiet-and-simple',
        '--seed',
        '43',
        '--expect',
        'event.lost == 0',
        '--format',
        'json',
      ];
      const comparison = comparisonOf((await runMain(argv)).stdout);
      expect(comparison).not.toHaveProperty('changed');
      expect(comparison).not.toHaveProperty('skippedGates');
    });
  });

  it('carry the command that repeats the run, in every format that shows them', async () => {
    const file = makeFile(SMALL);
    const argv = [
      'run',
      file,
      '--expect',
      'direct.completed == 100%',
      '--verbose',
      '--no-color',
      '--width',
      '100',
    ];
    const command = `npx coupling-demo run ${file} --expect 'direct.completed == 100%' --seed 42`;
    const shown = async (format: string) => (await runMain([...argv, '--format', format])).stdout;
    expect((await shown('table')).replace(/ \\\n\s*/g, ' ')).toContain(`reproduce: ${command}\n`);
    expect(await shown('markdown')).toContain(`reproduce: \`${command}\``);
    expect(await shown('junit')).toContain(`(seed 42)">${command}</failure>`);
    expect(comparisonOf(await shown('json')).reproduce).toBe(command);
    expect((await runMain([...argv, '--format', 'json'])).stderr).toContain(`\nreproduce: ${command}\n`);
  });

  it('that cannot be read are found out before the run', async () => {
    const output = join(makeFolder(), 'result.json');
    const argv = ['run', makeFile(SMALL), '--expect', 'evnt.completed >= 99%', '--output', output];
    const { code, stdout, stderr } = await runMain(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('did you mean `event`?\n  evnt.completed >= 99%\n  ^\n');
    expect(existsSync(output)).toBe(false);
  });

  it('that fail are annotations in GitHub Actions, and the tables are on the page of the job', async () => {
    const summary = makeFile('', 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const argv = ['run', makeFile(SMALL), '--format', 'json', '--expect', 'direct.completed == 100%'];
    const { code, stdout, stderr } = await runMain(argv, { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^::error title=.*::.*direct\.completed == 100%25, was [\d.]+ %25 \(seed 42\)%0Areproduce: npx /m,
    );
    expect(comparisonOf(stdout).scenario.title).toBe('Small');
    expect(readFileSync(summary, 'utf8')).toMatch(
      /^## Summary\n[^]*\*\*FAIL\*\*[^]*<summary>Small<[^]*\| THROUGHPUT/i,
    );
  });
});

describe('hints', () => {
  const OVERLOADED = SMALL.replace('back: { latency: 10ms }', 'back: { latency: 120ms, concurrency: 2 }');
  const FIGURES =
    'back: overloaded in direct and event mode: 50/s x 120 ms of work = 6.00 busy workers of 2 (rho 3.00)';

  it('of a service that is asked for three times what it can do are notes above the tables', async () => {
    const { code, stdout, stderr } = await runMain(['run', makeFile(OVERLOADED)], { hints: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [above = ''] = stdout.split('THROUGHPUT');
    expect(above.replace(/\n {6}/g, ' ')).toContain(`note: ${FIGURES}`);
  });

  it('are in the JSON, and on standard error where no table is on the screen', async () => {
    const file = makeFile(OVERLOADED);
    const { stdout, stderr } = await runMain(['run', file, '--format', 'json'], { hints: true });
    const { hints } = comparisonOf(stdout);
    expect(hints.find(({ code }) => code === 'overloaded')).toEqual({
      code: 'overloaded',
      path: 'services.back.concurrency',
      message: expect.stringContaining(FIGURES) as string,
    });
    expect(stderr.split('\n').slice(0, -1)).toHaveLength(hints.length);
    expect(stderr).toContain(`note: ${file}: ${FIGURES}`);
    expect(stderr).toMatch(/\(overloaded\)$/m);
  });

  it('are in the Markdown, and in nothing that is to be short', async () => {
    const markdown = (await runMain(['run', makeFile(OVERLOADED), '--format', 'markdown'])).stdout;
    expect(markdown).toContain(`- ${FIGURES}`);
    expect((await runMain(['run', makeFile(OVERLOADED), '--quiet'])).stdout).not.toContain('note:');
  });

  it('none is given of a clean scenario', async () => {
    const { stdout, stderr } = await runMain(['run', 'healthy', '--format', 'json'], { hints: true });
    expect(comparisonOf(stdout).hints).toEqual([]);
    expect(stderr).toBe('');
  });
});

describe('results', () => {
  it('go into files by their ending, and then not to standard output', async () => {
    const folder = makeFolder();
    const [json, markdown, table] = ['a.json', 'b.md', 'c.txt'].map((name) => join(folder, name));
    const argv = ['run', makeFile(SMALL), '--output', json!, '--output', markdown!, '--output', table!];
    expect(await runMain(argv)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(comparisonOf(readFileSync(json!, 'utf8')).schema).toBe('coupling-demo/comparison@1');
    expect(readFileSync(markdown!, 'utf8')).toMatch(/^## Small\n/);
    expect(readFileSync(table!, 'utf8')).toMatch(/^Small\. What is it for\?\n/);
  });

  it('may go to a file and to standard output at once', async () => {
    const json = join(makeFolder(), 'a.json');
    const argv = ['run', makeFile(SMALL), '--format', 'json', '--format', 'table', '--output', json];
    const { stdout } = await runMain(argv);
    expect(stdout).toMatch(/^Small\. /);
    expect(comparisonOf(readFileSync(json, 'utf8')).seed).toBe(42);
  });

  it('are not even begun where they cannot be written', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'there'));
    const asked: string[] = [];
    const argv = ['run', makeFile(SMALL), '--output', join(folder, 'there', 'a.json')];
    const { code, stdout, stderr } = await runMain([...argv, '--output', join(folder, 'missing', 'b.json')], {
      interrupted: () => {
        asked.push('a run asks');
        return undefined;
      },
    });
    expect({ code, stdout, asked }).toEqual({ code: 2, stdout: '', asked: [] });
    expect(stderr).toMatch(/b\.json: it cannot be written: directory does not exist\n$/);
    expect(existsSync(join(folder, 'there', 'a.json'))).toBe(false);
  });

  it.each([40, 60, 80, 120])('fit %i columns', async (width) => {
    const { stdout } = await runMain(['run', makeFile(SMALL), '--width', String(width)]);
    // A command has to stay one: its words are not broken, however long.
    const [tables = ''] = stdout.split(/^drill down:/m);
    expect(widestLine(tables)).toBeLessThanOrEqual(width);
    expect(widestLine(tables)).toBeGreaterThan(width * 0.8);
  });

  it('are as wide as the terminal, and have colours there', async () => {
    const { stdout } = await runMain(['run', makeFile(SMALL)], { terminal: { columns: 120 } });
    expect(stdout).toContain('\u001b[');
    const width = widestLine(stripVTControlCharacters(stdout));
    expect(width).toBeGreaterThan(100);
    expect(width).toBeLessThanOrEqual(120);
  });

  it('--ascii has no character beyond ASCII', async () => {
    const { stdout } = await runMain(['run', makeFile(SMALL), '--ascii']);
    // eslint-disable-next-line no-control-regex -- the whole of ASCII
    expect(stdout).toMatch(/^[\u0000-\u007f]*$/);
  });

  it('--quiet says less and --verbose more', async () => {
    const file = makeFile(SMALL);
    const length = async (...flags: string[]) => (await runMain(['run', file, ...flags])).stdout.length;
    const [quiet, normal, verbose] = [await length('--quiet'), await length(), await length('--verbose')];
    expect(quiet).toBeLessThan(normal);
    expect(normal).toBeLessThan(verbose);
  });
});

describe('an interrupt', () => {
  it('says of a summary that it is partial', async () => {
    const [one, two, three] = [makeFile(SMALL), makeFile(SMALL), makeFile(SMALL)];
    let asked = 0;
    const run = async (most: number, ...more: string[]) => {
      asked = 0;
      const interrupted = () => ((asked += 1) > most ? ('SIGINT' as const) : undefined);
      return runMain(['run', one, two, three, ...more], { interrupted });
    };
    await run(Infinity);
    // In the midst of the third: by then two have run.
    const most = Math.floor(asked * 0.8);
    const { code, stdout } = await run(most);
    expect(code).toBe(130);
    expect(stdout).toMatch(/^SUMMARY/m);
    expect(stdout).toMatch(/^partial summary: interrupted, [23] of 3 scenarios have run\nreproduce: /m);
    expect((await run(most, '--format', 'markdown')).stdout).toContain('**partial summary: interrupted, ');
    expect((await run(Infinity)).stdout).not.toContain('partial summary');
  });

  /** Ten minutes of virtual time: long enough to be asked more than once. */
  const long = SMALL.replace('rate: 50/s', 'rate: 500/s').replace('duration: 2s', 'duration: 10m');

  it('prints what was measured, says how far each mode came, and exits 130', async () => {
    let asked = 0;
    const interrupted = () => ((asked += 1) > 2 ? ('SIGINT' as const) : undefined);
    const { code, stdout } = await runMain(['run', makeFile(long)], { interrupted });
    expect(code).toBe(130);
    expect(stdout).toContain('THROUGHPUT');
    expect(stdout).toMatch(/direct: interrupted at [\d.]+ m?s/);
    expect(stdout).toContain('event: interrupted before it began');
  });

  it('a gate that failed does not change the exit code, and files are written', async () => {
    let asked = 0;
    const interrupted = () => ((asked += 1) > 2 ? ('SIGTERM' as const) : undefined);
    const json = join(makeFolder(), 'a.json');
    const argv = ['run', makeFile(long), '--output', json, '--expect', 'event.completed > 0'];
    expect(await runMain(argv, { interrupted })).toMatchObject({ code: 143 });
    const { modes } = comparisonOf(readFileSync(json, 'utf8'));
    expect(modes.direct?.end.reason).toBe('interrupted');
    expect(modes).not.toHaveProperty('event');
  });

  it('before anything has begun prints nothing', async () => {
    const result = await runMain(['run', makeFile(SMALL)], { interrupted: () => 'SIGINT' });
    expect(result).toEqual({ code: 130, stdout: '', stderr: '' });
  });

  it('half a control run is no control run', async () => {
    let direct = 0;
    const interrupted = () => ((direct += 1) > 3 ? ('SIGINT' as const) : undefined);
    const { stdout } = await runMain(['run', makeFile(SMALL), '--format', 'json'], { interrupted });
    const { modes, control } = comparisonOf(stdout);
    expect(Object.keys(modes)).toEqual(['direct', 'event']);
    expect(Object.keys(control ?? {})).toEqual(['direct']);
    expect(modes.direct?.collateral).toBeTypeOf('number');
    expect(modes.event).toMatchObject({ recoveryTime: null, blastRadius: null, collateral: null });
  });
});

describe('progress', () => {
  it('is silent for who does not watch', async () => {
    expect((await runMain(['run', makeFile(SMALL)])).stderr).toBe('');
  });

  it('leaves no trace of a short run', async () => {
    expect((await runMain(['run', makeFile(SMALL)], { terminal: { columns: 80 } })).stderr).toBe('');
  });
});
