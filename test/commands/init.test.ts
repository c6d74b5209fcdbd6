import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
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
