import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeFolder, runMain, SMALL } from './commands/console.js';

interface Workflow {
  jobs: Record<string, { steps: { run?: string; uses?: string; with?: { path?: string } }[] }>;
}

const EXAMPLE = new URL('../docs/examples/coupling-demo.yml', import.meta.url);
const steps = Object.values((parse(readFileSync(EXAMPLE, 'utf8')) as Workflow).jobs).flatMap(
  (job) => job.steps,
);
const commands = steps.flatMap(({ run = '' }) => /^npx coupling-demo (.*)$/.exec(run)?.[1]?.split(' ') ?? []);

/** The arguments of the step that begins so. */
function commandOf(name: string): string[] {
  const found = steps.map(({ run = '' }) => run).find((run) => run.startsWith(`npx coupling-demo ${name} `));
  return (found ?? '').split(' ').slice(2);
}

describe('the workflow to copy', () => {
  const before = process.cwd();
  let folder = '';
  let env: Record<string, string> = {};

  beforeEach(() => {
    folder = makeFolder();
    mkdirSync(join(folder, 'coupling'));
    writeFileSync(join(folder, 'coupling/small.yaml'), `${SMALL}expect: event.completed >= 99%\n`);
    env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary') };
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(before);
  });

  const summary = (): string => readFileSync(join(folder, 'summary'), 'utf8');
  const runAll = async (): Promise<void> => {
    for (const name of ['validate', 'run'])
      expect(await runMain(commandOf(name), { env })).toMatchObject({ code: 0, stderr: '' });
  };

  it('has the commands that are tried here', () => {
    expect(commands.length).toBeGreaterThan(0);
    for (const name of ['validate', 'run', 'compare']) expect(commandOf(name)[0]).toBe(name);
  });

  it('runs the scenarios: the summary has what matters first, and the tables folded', async () => {
    await runAll();
    expect(summary()).toMatch(
      /^## Summary\n\n\| scenario \|[^]*<details>\n<summary>Small<\/summary>[^]*<\/details>\n$/,
    );
    expect(summary().indexOf('Better here')).toBeLessThan(summary().indexOf('<details>'));
  });

  it('says which gate has failed: in an annotation, before the tables, and by the exit code', async () => {
    writeFileSync(join(folder, 'coupling/bad.yaml'), `${SMALL}expect: direct.completed >= 99%\n`);
    const { code, stderr } = await runMain(commandOf('run'), { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^::error title=coupling-demo%3A a gate failed::coupling\/bad\.yaml: direct\.completed/m,
    );
    expect(summary().slice(0, summary().indexOf('<details>'))).toMatch(/\*\*FAIL\*\* \| direct\.completed/);
    expect(readFileSync(join(folder, 'gates.xml'), 'utf8')).toContain('<failure');
  });

  it('compares with the result of main, and fails where something got worse', async () => {
    await runAll();
    mkdirSync(join(folder, 'base'));
    renameSync(join(folder, 'result.json'), join(folder, 'base/result.json'));
    await runAll();
    expect(await runMain(commandOf('compare'), { env })).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'coupling/small.yaml'), SMALL.replace('for: 500ms', 'for: 900ms'));
    await runAll();
    const { code, stderr } = await runMain(commandOf('compare'), { env });
    expect(code).toBe(1);
    expect(stderr).toContain('::error ');
    expect(summary()).toMatch(/worse/);
  });

  it('leaves every file that it uploads', async () => {
    await runAll();
    mkdirSync(join(folder, 'base'));
    writeFileSync(join(folder, 'base/result.json'), readFileSync(join(folder, 'result.json')));
    await runMain(commandOf('compare'), { env });
    const upload = steps.find(({ uses = '' }) => uses.includes('upload-artifact'));
    const files = upload?.with?.path?.trim().split('\n') ?? [];
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(existsSync(join(folder, file)), file).toBe(true);
  });
});
