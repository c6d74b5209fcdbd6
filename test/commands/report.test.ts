import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { makeFile, makeFolder, runMain, SMALL } from './console.js';

const SAVED = new URL('../results/saved/', import.meta.url).pathname;

/** The result of a run, saved. */
async function save(...argv: string[]): Promise<string> {
  const { code, stdout } = await runMain(['run', makeFile(SMALL), ...argv, '--format', 'json']);
  expect(code).toBe(0);
  return stdout;
}

/** A page in parts, by the headings of its sections. */
function sections(page: string): Map<string, string> {
  return new Map(page.split('<section').map((part) => [/<h2[^>]*>([^<]*)/.exec(part)?.[1] ?? '', part]));
}

/**
 * A section without what is not saved of single runs: their series, and who failed because of whom, as those are lists.
 */
function shown(page: ReadonlyMap<string, string>, name: string): string | undefined {
  return page
    .get(name)
    ?.replace(
      /(<th scope="row" class="indented">(?:caller|front|back \(origin\))<td[^>]*>[^<]*?) ± [\d.]+/g,
      '$1',
    )
    .replaceAll(/<path d="[^"]*" class="band [^"]*"\/>/g, '')
    .replace('; the bands around lines are 95 % intervals', '');
}

describe('report', () => {
  it.each([[[]], [['--runs', '3', '--threads', '1']]])(
    'makes of a saved result the page that the run would have made, with %j',
    async (argv) => {
      const file = makeFile(await save(...argv), 'saved.json');
      const { code, stdout, stderr } = await runMain(['report', file]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const direct = await runMain(['run', makeFile(SMALL), ...argv, '--format', 'html']);
      const [saved, measured] = [sections(stdout), sections(direct.stdout)];
      for (const name of [
        'Verdict',
        'What happened',
        'How it spread',
        'Where the requests ended',
        'All figures',
      ])
        expect(shown(saved, name), name).toBe(shown(measured, name));
      expect(measured.has('One request')).toBe(true);
      expect(saved.has('One request')).toBe(false);
    },
  );

  it('says how it can be had again: by the saved result, which can be run', async () => {
    const both = makeFile(`[${await save()},${await save('--runs', '2', '--threads', '1')}]`, 'both.json');
    const { stdout } = await runMain(['report', both]);
    expect(stdout).toContain(`<code>npx coupling-demo run &#39;${both}#1&#39;</code>`);
    expect(stdout).toContain(`<code>npx coupling-demo run &#39;${both}#2&#39; --runs 2</code>`);
  });

  it('writes the page to a file, and a drawing as well', async () => {
    const folder = makeFolder();
    const [page, drawing] = [join(folder, 'page.html'), join(folder, 'chart.svg')];
    const file = makeFile(await save(), 'saved.json');
    const { code, stdout } = await runMain(['report', file, '--output', page, '--output', drawing]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(drawing, 'utf8')).toMatch(/^<svg /);
  });

  it('puts several scenarios on one page, from one file or from several', async () => {
    const one = await save();
    const both = makeFile(`[${one},${one}]`, 'both.json');
    const single = makeFile(one, 'one.json');
    expect((await runMain(['report', both])).stdout).toContain('<h1>2 scenarios</h1>');
    expect((await runMain(['report', single, both])).stdout).toContain('<h1>3 scenarios</h1>');
  });

  it('makes the page of a saved sweep', async () => {
    const argv = [makeFile(SMALL), '--vary', 'load.rate=20/s,40/s', '--runs', '1', '--threads', '1'];
    const { stdout } = await runMain(['sweep', ...argv, '--format', 'json']);
    const file = makeFile(stdout, 'sweep.json');
    const { code, stdout: page } = await runMain(['report', file]);
    expect(code).toBe(0);
    expect(page).toContain('Where the modes cross');
    const svg = await runMain(['report', file, '--format', 'svg']);
    expect(svg).toMatchObject({ code: 2, stdout: '' });
    const beside = await runMain(['report', file, file]);
    expect(beside.stderr).toMatch(/^error: .*it is a sweep, which has a page of its own\n$/);
  });

  it.each(readdirSync(SAVED))(
    'shows %s, which an older version has saved, and says what is left out',
    async (file) => {
      const { code, stdout, stderr } = await runMain(['report', join(SAVED, file)]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('What happened');
    },
  );

  it('leaves out what is drawn from series that were not recorded', async () => {
    const saved = JSON.parse(await save()) as Comparison;
    for (const run of [...Object.values(saved.modes), ...Object.values(saved.control ?? {})]) {
      const series: Partial<typeof run.series> = run.series;
      delete series.goodput;
      delete series.errors;
      delete series.responseP99;
      delete series.services;
    }
    const { code, stdout } = await runMain(['report', makeFile(JSON.stringify(saved), 'old.json')]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'did not record goodput, errors, response times and services over time: they are left out.',
    );
    expect(stdout).not.toContain('How it spread');
    expect(stdout).not.toMatch(/NaN|undefined/);
  });

  it('judges anew what has no verdict, and shows names as they are written', async () => {
    const saved = JSON.parse(await save()) as Partial<Comparison>;
    delete saved.verdict;
    delete saved.better;
    const title = '<img src=x onerror=alert(1)>';
    const hostile = { ...saved, version: title, scenario: { ...saved.scenario!, title, question: title } };
    const { code, stdout } = await runMain(['report', makeFile(JSON.stringify(hostile), 'saved.json')]);
    expect(code).toBe(0);
    expect(stdout).toContain('Better here: ');
    expect(stdout).not.toContain('<img');
  });

  it.each([
    ['', 'it is no JSON'],
    ['{}', 'it has not the schema of one'],
    ['[]', 'there is no result in it'],
    ['{"schema":"coupling-demo/trace@1"}', 'it has not the schema of one'],
    ['{"schema":"coupling-demo/comparison@2"}', 'save it anew'],
    ['{"schema":"coupling-demo/comparison@1"}', 'version: expected a text'],
    ['{"schema":"coupling-demo/sweep@2"}', 'save it anew'],
    ['{"schema":"coupling-demo/sweep@1"}', 'version: expected a text'],
  ])('refuses %j with one message', async (text, message) => {
    const { code, stdout, stderr } = await runMain(['report', makeFile(text, 'x.json')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(stderr).toContain(message);
  });

  it.each<[what: string, change: (result: Comparison) => unknown]>([
    ['the command that repeats it is none', (result) => Object.assign(result, { reproduce: [null] })],
    ['a gate has no figure', ({ expectations }) => Object.assign(expectations[0]!, { measured: undefined })],
    ['a gate asks for a text', ({ expectations }) => Object.assign(expectations[0]!, { asked: '10' })],
  ])('leaves out what is not as it should be: %s', async (_, change) => {
    const result = JSON.parse(await save('--expect', 'event.completed >= 10%')) as Comparison;
    change(result);
    const { code, stdout, stderr } = await runMain([
      'report',
      makeFile(JSON.stringify(result), 'saved.json'),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/NaN|undefined/);
  });

  it('refuses a result that lacks a figure of the tables', async () => {
    const saved = JSON.parse(await save()) as Comparison;
    delete (saved.modes.event as { amplification?: unknown }).amplification;
    const { code, stderr } = await runMain(['report', makeFile(JSON.stringify(saved), 'saved.json')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /it lacks modes\.event\.amplification, which version \S+ did not save: save it anew\n$/,
    );
  });
});
