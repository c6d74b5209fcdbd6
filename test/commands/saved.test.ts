import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeFile, runMain, SMALL } from './console.js';

/** A file of results: of one scenario, or of several. */
async function save(...argv: string[]): Promise<string> {
  const file = makeFile('', 'saved.json');
  const { code } = await runMain(['run', ...argv, '--output', file]);
  expect(code).toBe(0);
  return file;
}

describe('a saved result stands where a scenario is expected', () => {
  it('run gives the same result again, flags that it was run with included', async () => {
    const file = await save(makeFile(SMALL), '--rate', '60/s', '--errors', 'back=5%', '--seed', '7');
    const { code, stdout } = await runMain(['run', file, '--format', 'json']);
    const [before, after] = [readFileSync(file, 'utf8'), stdout].map(
      (text) => JSON.parse(text) as Record<string, unknown>,
    );
    expect(code).toBe(0);
    for (const part of ['seed', 'scenario', 'modes', 'control', 'verdict'])
      expect(after?.[part]).toEqual(before?.[part]);
  });

  it('flags are laid over it', async () => {
    const { stdout } = await runMain(['run', await save(makeFile(SMALL)), '--seed', '9', '--format', 'json']);
    expect((JSON.parse(stdout) as { seed: number }).seed).toBe(9);
  });

  it.each(['two-services', 'shared-table', 'breaker-helps'])('as a bundled one does: %s', async (name) => {
    const file = await save(name);
    const { stdout } = await runMain(['run', file, '--format', 'json']);
    const { modes } = JSON.parse(readFileSync(file, 'utf8')) as { modes: unknown };
    expect((JSON.parse(stdout) as { modes: unknown }).modes).toEqual(modes);
  });

  it('show, trace, validate and sweep take it', async () => {
    const file = await save(makeFile(SMALL));
    expect((await runMain(['validate', file])).stdout).toContain(`${file}: ok`);
    expect((await runMain(['show', file])).stdout).toMatch(/^title: Small\n/);
    expect((await runMain(['trace', file])).stdout).toMatch(/^Small: request /);
    const sweep = ['sweep', file, '--vary', 'load.rate=10/s,20/s', '--runs', '1', '--threads', '1'];
    expect(await runMain(sweep)).toMatchObject({ code: 0 });
  });

  it('several are several scenarios, each by its place', async () => {
    const file = await save(makeFile(SMALL), 'two-services');
    const { stdout } = await runMain(['run', file, '--quiet']);
    expect(stdout).toContain('Small');
    expect((await runMain(['show', `${file}#2`])).stdout).toMatch(/^title: Two services/i);
    expect((await runMain(['validate', file])).stdout).toMatch(/saved\.json#1: ok\n[^]*saved\.json#2: ok\n/);
    for (const argv of [
      ['show', file],
      ['trace', file],
      ['run', `${file}#3`],
    ]) {
      const { code, stderr } = await runMain(argv);
      expect(code).toBe(2);
      expect(stderr).toMatch(/saved\.json: it has 2 scenarios: name one of them \(there are .*#1, .*#2\)\n$/);
    }
  });

  it('what is wrong in an edited one has its line there', async () => {
    const file = await save(makeFile(SMALL), makeFile(SMALL));
    const text = readFileSync(file, 'utf8');
    const at = text.lastIndexOf('"rate": "50/s"');
    writeFileSync(file, `${text.slice(0, at)}"rate": "50/x"${text.slice(at + '"rate": "50/s"'.length)}`);
    const line = text.slice(0, at).split('\n').length;
    const { code, stderr } = await runMain(['run', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`saved.json:${line}:17: load.rate: found \`50/x\``);
  });

  it.each([
    [
      '{ "schema": "coupling-demo/sweep@1" }',
      'found `coupling-demo/sweep@1`, expected a result that has its scenario in it',
    ],
    ['{ "schema": "coupling-demo/comparison@2" }', 'found `coupling-demo/comparison@2`'],
    ['[{ "schema": "coupling-demo/comparison@1" }, 3]', 'found nothing, expected a result'],
    ['{ "schema": "coupling-demo/comparison@1" }', 'found nothing, expected a result'],
    ['{ "schema": "coupling-demo/comparison@1", "scenario": 3 }', 'found nothing, expected a result'],
    ['{ "title": "coupling-demo/x", "loads": 3 }', 'there is no such field'],
    ['{ "schema": "coupling-demo/comparison@1", ', 'invalid YAML'],
  ])('%s is answered by one message', async (text, message) => {
    const { code, stdout, stderr } = await runMain(['run', makeFile(text, 'saved.json')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
