import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaReference } from '../../src/commands/schema-reference.js';
import { bundledSources } from '../../src/scenario/sources.js';
import { makeFile, makeFolder, runMain } from './console.js';

describe('init', () => {
  it('writes a scenario that runs at once, and whose gates hold', async () => {
    const file = join(makeFolder(), 'mine.yaml');
    expect(await runMain(['init', file])).toEqual({
      code: 0,
      stdout: `written: ${file}\nrun it:  npx coupling-demo run ${file}\n`,
      stderr: '',
    });
    const { code, stdout, stderr } = await runMain(['run', file, '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/^PASS /gm)).toHaveLength(3);
    expect(stdout).not.toContain('FAIL');
  });

  it('explains every section that it has', async () => {
    const file = join(makeFolder(), 'mine.yaml');
    await runMain(['init', file]);
    const text = readFileSync(file, 'utf8');
    const sections = Object.keys(parse(text) as object).filter(
      (name) => !['title', 'question'].includes(name),
    );
    expect(sections).toEqual(
      expect.arrayContaining(['services', 'steps', 'calls', 'bus', 'load', 'faults', 'expect']),
    );
    for (const section of sections) expect(text).toMatch(new RegExp(`^# .+\n${section}:`, 'm'));
  });

  it('never writes over a file, unless it is told to', async () => {
    const file = makeFile('mine');
    const { code, stdout, stderr } = await runMain(['init', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`error: ${file}: file exists; use --force to overwrite\n`);
    expect(readFileSync(file, 'utf8')).toBe('mine');

    expect(await runMain(['init', file, '--force'])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toContain('services:');
  });

  it('says what is wrong with a place where it cannot write', async () => {
    const folder = makeFolder();
    const { code, stderr } = await runMain(['init', join(folder, 'none', 'mine.yaml')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/mine\.yaml: it cannot be written: directory does not exist\n$/);
    expect(await runMain(['init', folder, '--force'])).toMatchObject({
      code: 2,
      stderr: `error: ${folder}: it cannot be written: it is a directory\n`,
    });
  });

  it('shows a name for the shell, and harmless for a terminal', async () => {
    const file = join(makeFolder(), "it's \u001b[31mmine.yaml");
    const { code, stdout } = await runMain(['init', file]);
    expect(code).toBe(0);
    expect(stdout).toContain(String.raw`/it'\''s \x1b[31mmine.yaml'`);
    expect(stdout).not.toContain('\u001b');
  });

  it('its file is no bundled scenario', async () => {
    expect((await bundledSources()).map(({ name }) => name)).not.toContain('starter');
    expect(await runMain(['run', 'starter'])).toMatchObject({ code: 2 });
  });

  it('is called scenario.yaml when nobody says otherwise', async () => {
    const { stdout } = await runMain(['init', '--help']);
    expect(stdout).toContain('(default: "scenario.yaml")');
  });
});

describe('the schema that the scenario names for editors', () => {
  it('stands in the first line, and is that of the package that is installed, from where the file is', async () => {
    const folder = makeFolder();
    const schemas = join(folder, 'node_modules/coupling-demo/schemas');
    mkdirSync(join(folder, 'my scenarios'));
    mkdirSync(schemas, { recursive: true });
    writeFileSync(join(schemas, 'scenario.json'), '{}');
    const line = async (...path: string[]): Promise<string | undefined> => {
      const file = join(folder, ...path);
      await runMain(['init', file]);
      return readFileSync(file, 'utf8').split('\n')[0];
    };
    const there = 'node_modules/coupling-demo/schemas/scenario.json';
    expect(await line('one.yaml')).toBe(`# yaml-language-server: $schema=./${there}`);
    expect(await line('my scenarios', 'two.yaml')).toBe(`# yaml-language-server: $schema=../${there}`);
  });

  it('is that of the checkout, where the file is part of one', async () => {
    const root = makeFolder();
    mkdirSync(join(root, 'schemas'));
    mkdirSync(join(root, 'a b'));
    writeFileSync(join(root, 'schemas/scenario.json'), '{}');
    expect(await schemaReference(join(root, 'mine.yaml'), root)).toBe('./schemas/scenario.json');
    expect(await schemaReference(join(root, 'a b', 'mine.yaml'), root)).toBe('../schemas/scenario.json');
  });

  it('is a file of the running package elsewhere, by an address without blanks', async () => {
    const root = join(makeFolder(), 'my tools');
    mkdirSync(join(root, 'schemas'), { recursive: true });
    writeFileSync(join(root, 'schemas/scenario.json'), '{}');
    const reference = await schemaReference(join(makeFolder(), 'mine.yaml'), root);
    expect(reference).toMatch(/^file:\/\/\/.*\/my%20tools\/schemas\/scenario\.json$/);
  });

  it('is on the web where the package is in a cache of npx, or has none', async () => {
    const address = /^https:\/\/unpkg\.com\/coupling-demo@[\d.]+\/schemas\/scenario\.json$/;
    const cache = join(makeFolder(), '_npx/1/node_modules/coupling-demo');
    mkdirSync(join(cache, 'schemas'), { recursive: true });
    writeFileSync(join(cache, 'schemas/scenario.json'), '{}');
    for (const root of [cache, makeFolder()]) {
      expect(await schemaReference(join(makeFolder(), 'mine.yaml'), root)).toMatch(address);
    }
  });
});
