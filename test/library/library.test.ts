import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  checkGates,
  compare,
  loadScenario,
  readResults,
  render,
  run,
  type Scenario,
  sweep,
  trace,
  UsageProblem,
} from '../../src/index.js';
import { makeFile, makeFolder, runMain, SMALL } from '../commands/console.js';

async function problemOf(work: Promise<unknown>): Promise<UsageProblem> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageProblem);
  return error as UsageProblem;
}

const small = (): Promise<Scenario> => loadScenario({ text: SMALL });

describe('loading a scenario', () => {
  it('gives the same from a file, a text and an object, and from what was loaded before', async () => {
    const fromFile = await loadScenario(makeFile(SMALL));
    expect(await small()).toEqual(fromFile);
    expect(await loadScenario({ ...fromFile })).toEqual(fromFile);
    expect((await loadScenario('slow-payment')).title).toBe('Slow payment');
  });

  it('lays values over it', async () => {
    const scenario = await loadScenario('slow-payment', {
      set: { 'load.rate': '42/s', seed: 7, 'faults[0].for': '5s' },
    });
    expect(scenario).toMatchObject({ load: { rate: '42/s' }, seed: 7, faults: [{ for: '5s' }] });
  });

  it('says what is wrong, and where', async () => {
    const text = SMALL.replace('target: back', 'target: bakc');
    expect(await problemOf(loadScenario({ text, name: 'mine.yaml' }))).toMatchObject({
      code: 'unknown-service',
      path: ['faults', 0, 'target'],
      place: { file: 'mine.yaml', line: 11 },
      message: expect.stringMatching(/^mine\.yaml:11:.*did you mean `back`\?/) as string,
    });
    expect((await problemOf(loadScenario('no-such-thing'))).code).toBe('unknown-scenario');
    expect((await problemOf(loadScenario({ text: '' }))).code).toBe('not-a-mapping');
    expect((await problemOf(loadScenario({ text: `a: ${'x'.repeat(2_000_000)}` }))).code).toBe('too-large');
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect((await problemOf(loadScenario(circular))).code).toBe('not-a-scenario');
    expect((await problemOf(loadScenario(undefined as unknown as string))).code).toBe('not-a-scenario');
    expect((await problemOf(loadScenario('healthy', { set: { 'load.rat': 1 } }))).path).toEqual([
      'load',
      'rat',
    ]);
  });
});

describe('running it', () => {
  it('gives what the command line prints as JSON', async () => {
    const { stdout } = await runMain(['run', makeFile(SMALL), '--format', 'json']);
    expect(await render(await run(await small()), 'json')).toBe(stdout);
    const several = await runMain([
      'run',
      makeFile(SMALL),
      '--format',
      'json',
      '--runs',
      '3',
      '--threads',
      '1',
    ]);
    expect(await render(await run(await small(), { runs: 3, threads: 1 }), 'json')).toBe(several.stdout);
  });

  it('judges its gates, and throws for none', async () => {
    const scenario = await loadScenario({
      text: `${SMALL}expect: [event.completed >= 99%, direct.completed >= 99%]\n`,
    });
    const comparison = await run(scenario);
    expect(comparison.expectations.map(({ held }) => held)).toEqual([true, false]);
    expect((await checkGates(comparison, ['event.goodput > 100.1%']))[0]?.held).toBe(false);
    expect((await problemOf(checkGates(comparison, ['event.nope > 1']))).code).toBe('bad-gate');
    expect((await problemOf(run({ ...scenario, expect: ['x'] }))).code).toBe('bad-gate');
  });

  it('says how far it is', async () => {
    const told: string[] = [];
    await run(await small(), { onProgress: ({ done, total }) => told.push(`${done}/${total}`) });
    expect(told).toEqual(['0/4', '1/4', '2/4', '3/4', '4/4']);
    told.length = 0;
    await run(await small(), {
      runs: 2,
      threads: 1,
      onProgress: ({ done, total }) => told.push(`${done}/${total}`),
    });
    expect(told.at(0)).toBe('0/8');
    expect(told.at(-1)).toBe('8/8');
  });

  it('stops when its signal says so', async () => {
    await expect(run(await small(), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
    const stop = new AbortController();
    const stopped = run(await small(), {
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 2) stop.abort(new Error('later'));
      },
    });
    await expect(stopped).rejects.toThrow('later');
    const many = run(await small(), { runs: 50, threads: 1, signal: stop.signal });
    await expect(many).rejects.toThrow('later');
  });

  it('refuses options that make no sense, and what was not loaded', async () => {
    for (const options of [
      { runs: 0 },
      { runs: 1.5 },
      { runs: 9999 },
      { runs: 2, control: false },
      { runs: 2, threads: 0 },
    ]) {
      expect((await problemOf(run(await small(), options))).code).toBe('bad-option');
    }
    expect((await problemOf(run('slow-payment' as unknown as Scenario))).code).toBe('not-a-scenario');
    expect((await problemOf(trace({} as Scenario))).code).toBe('not-a-scenario');
  });

  it('prints nothing, and leaves the process alone', async () => {
    const writes = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const { exitCode } = process;
    const listeners = process.listenerCount('SIGINT');
    await render(await run(await small()), 'table');
    await problemOf(loadScenario('no-such-thing'));
    expect(writes.map((write) => write.mock.calls.length)).toEqual([0, 0]);
    expect(exit).not.toHaveBeenCalled();
    expect([process.exitCode, process.listenerCount('SIGINT')]).toEqual([exitCode, listeners]);
  });
});

describe('rendering', () => {
  it.each(['table', 'markdown', 'json', 'csv', 'csv-series', 'junit', 'html', 'svg'] as const)(
    '%s works for one and for several',
    async (format) => {
      const comparison = await run(await small());
      expect(await render(comparison, format)).toMatch(/\n$/);
      expect(await render([comparison, comparison], format)).toMatch(/\n$/);
    },
  );

  it('has no command to repeat what no command has run', async () => {
    const comparison = await run(await small());
    expect(await render([comparison, comparison], 'table')).not.toMatch(/reproduce|drill down|undefined/);
  });

  it('takes width and colour', async () => {
    const comparison = await run(await small());
    expect(await render(comparison, 'table', { color: 1 })).toContain('\u001b[');
    expect(await render(comparison, 'table', { quiet: true })).not.toContain('THROUGHPUT');
  });

  it('refuses a format that there is not, or not of this', async () => {
    const comparison = await run(await small());
    expect(await problemOf(render(comparison, 'pdf' as 'json'))).toMatchObject({
      code: 'unknown-format',
      message: expect.stringMatching(/^format pdf: unsupported format/) as string,
    });
    const changes = await compare(comparison, comparison);
    expect((await problemOf(render(changes, 'csv'))).code).toBe('unknown-format');
  });
});

describe('comparing', () => {
  it('gives what the command line prints', async () => {
    const base = await run(await small());
    const next = await run(await loadScenario({ text: SMALL }, { set: { 'load.rate': '60/s' } }));
    const changes = await compare(base, next, {
      failOn: 'worse',
      expect: ['new.event.goodput <= base.event.goodput'],
    });
    expect(changes.expectations).toHaveLength(1);
    const folder = makeFolder();
    const files = await Promise.all(
      [base, next].map(async (one, index) => {
        const file = join(folder, ['base', 'new'][index] ?? '');
        writeFileSync(file, await render(one, 'json'));
        return file;
      }),
    );
    const { stdout } = await runMain([
      'compare',
      ...files,
      '--fail-on',
      'worse',
      '--expect',
      'new.event.goodput <= base.event.goodput',
      '--format',
      'json',
    ]);
    expect(await render(changes, 'json')).toBe(stdout.replaceAll(`${folder}/`, ''));
    for (const format of ['markdown', 'table', 'junit', 'html'] as const)
      expect(await render(changes, format)).toMatch(/\n$/);
  });

  it('reads what was saved, and refuses what was not', async () => {
    const text = await render(await run(await small()), 'json');
    const base = readResults(text, 'base.json');
    expect(
      (await compare(base, [base, { ...base, name: 'b.json' }])).files.map(({ identical }) => identical),
    ).toEqual([true, true]);
    expect((await problemOf(compare(base, [] as never))).code).toBe('no-result');
    expect((await problemOf(compare({} as never, base))).code).toBe('no-result');
    expect(() => readResults('{}', 'x')).toThrow(UsageProblem);
    expect((await problemOf(compare(base, base, { failOn: 'better' }))).code).toBe('bad-flag');
  });
});

describe('sweeps and traces', () => {
  it('are measured, and shown', async () => {
    const told: number[] = [];
    const swept = await sweep(
      { text: SMALL },
      { vary: 'load.rate=10/s,20/s', runs: 2, threads: 1, onProgress: ({ done }) => told.push(done) },
    );
    expect(swept.points).toHaveLength(2);
    expect(told.at(-1)).toBeGreaterThan(0);
    for (const format of ['table', 'markdown', 'json'] as const) {
      expect(await render(swept, format)).not.toMatch(/undefined|reproduce/);
    }
    expect((await problemOf(sweep('healthy', { vary: [] }))).code).toBe('bad-flag');
    expect((await problemOf(sweep('healthy', { vary: 'load.rate=1/s', figure: 'nope' }))).code).toBe(
      'bad-figure',
    );
    const stopped = sweep('healthy', {
      vary: 'load.rate=1/s,2/s',
      signal: AbortSignal.abort(new Error('stop')),
    });
    await expect(stopped).rejects.toThrow('stop');
  });

  it('follow a request by its number, or by what is remarkable about it', async () => {
    const scenario = await small();
    const found = await trace(scenario);
    expect(found.why).toContain('largest difference');
    expect((await trace(scenario, { request: 3 })).why).toBeUndefined();
    for (const format of ['table', 'markdown', 'json'] as const)
      expect(await render(found, format)).toMatch(/\n$/);
    expect((await problemOf(trace(scenario, { request: 99_999 }))).code).toBe('no-such-request');
    await expect(trace(scenario, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  });
});
