import { accessSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../src/flags/faults.js';
import { FAULT_KINDS } from '../src/faults/registry.js';
import { HINT_KINDS } from '../src/hints/registry.js';
import { compare } from '../src/compare/compare.js';
import { glossaryOf } from '../src/render/sections/glossary.js';
import { sectionsOf } from '../src/render/sections/index.js';
import { viewOf } from '../src/render/view.js';
import { bundledScenarios } from '../src/scenario/catalogue.js';
import { loadScenario } from '../src/scenario/load.js';
import { busShape } from '../src/scenario/schema-bus.js';
import {
  breakerShape,
  callerShape,
  callsShape,
  redeliveryShape,
  retryShape,
} from '../src/scenario/schema-policies.js';
import { isMapping } from '../src/scenario/values.js';
import { defaultAt } from '../src/schemas/defaults.js';
import { makeFile, runMain } from './commands/console.js';
import { run } from './support/scenario.js';
import { expectSection, PAGES, tableOf } from './support/docs.js';

function rowsOf(around: string, shape: Record<string, z.ZodType>): string[][] {
  return Object.entries(shape).map(([name, schema]) => {
    const value = defaultAt([...around.split('.'), name]);
    const said = isMapping(value)
      ? 'see below'
      : value === undefined
        ? ''
        : `\`${JSON.stringify(value).replaceAll('"', '')}\``;
    return [`\`${around}.${name}\``, said, schema.description ?? ''];
  });
}

describe('the pages', () => {
  it('show what the default run prints', async () => {
    const { stdout } = await runMain(['run']);
    expectSection('output of run', `\`\`\`text\n${stdout}\`\`\`\n`);
  });

  it('show what comparing two saved results prints', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
    const [base, next] = [join(folder, 'base.json'), join(folder, 'new.json')];
    await runMain(['run', 'slow-payment', '--output', base]);
    await runMain(['run', 'slow-payment', '--rate', '42/s', '--output', next]);
    const { stdout } = await runMain(['compare', base, next]);
    rmSync(folder, { recursive: true });
    expectSection('output of compare', `\`\`\`text\n${stdout.replaceAll(`${folder}/`, '')}\`\`\`\n`);
  });

  it('list each kind of fault, with what it can be aimed at', () => {
    const rows = FAULT_KINDS.map(({ kind, targets, description }) => [
      `\`${kind}\``,
      targets.map((target) => (target === 'service' ? 'a service' : `\`${target}\``)).join(', '),
      description,
    ]);
    expectSection('faults', tableOf([['a fault', 'of', 'what happens while it lasts'], ...rows]));
  });

  it('list each kind of hint', () => {
    const rows = HINT_KINDS.map(({ code, description }) => [`\`${code}\``, description]);
    expectSection('hints', tableOf([['a hint', 'when'], ...rows]));
  });

  it('list each policy, with its default and where it differs from the library whose name it bears', () => {
    const rows = [
      ...rowsOf('calls', callsShape),
      ...rowsOf('calls.retry', retryShape),
      ...rowsOf('calls.circuitBreaker', breakerShape),
      ...rowsOf('caller', { deadline: callerShape.deadline }),
      ...rowsOf('bus', busShape),
      ...rowsOf('bus.redelivery', redeliveryShape),
    ];
    expectSection('policies', tableOf([['a policy', 'default', 'what it says'], ...rows]));
  });

  it('list each bundled scenario with its question', async () => {
    const rows = (await bundledScenarios()).map(({ name, question }) => [`\`${name}\``, question]);
    expectSection('scenarios', tableOf([['scenario', 'question'], ...rows]));
  });

  it('name the flag of every fault', () => {
    const flags = Object.keys(FAULTS).map((name) => `\`--${name}\``);
    expectSection(
      'fault flags',
      `There are ${flags.slice(0, -1).join(', ')} and ${flags.at(-1) ?? ''};\n` +
        'random outages are written in a file. `npx coupling-demo run --help` has them all.\n',
    );
  });

  it('say what each row of the tables means', async () => {
    const scenario = await loadScenario('database-outage');
    const short = { ...scenario, load: { ...scenario.load, duration: '24s' } };
    const runs = (['direct', 'event', 'shared-database'] as const).map(async (mode) => ({
      mode,
      faulted: await run(short, mode),
      control: await run(short, mode, { faults: false }),
    }));
    const view = viewOf(compare(short, '1', await Promise.all(runs)), true);
    const rows = glossaryOf(sectionsOf(view)).map(({ label, meaning }) => [label, meaning]);
    expect(rows.length).toBeGreaterThan(30);
    expectSection('glossary', tableOf([['row', 'what it means'], ...rows]));
  });

  it('link to pages and files that there are', () => {
    for (const { text, path } of PAGES) {
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        expect(() => {
          accessSync(join(dirname(path), target));
        }, `${path}: ${target}`).not.toThrow();
      }
    }
  });
});

/** Every block of YAML in the pages; one that begins with the name of a file is a file of that name. */
const blocks = PAGES.flatMap(({ name, text }) =>
  [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml = '']) => ({
    page: name,
    yaml,
    file: /^# (\S+\.ya?ml)\n/.exec(yaml)?.[1],
  })),
);
const files = blocks.filter(({ file }) => file !== undefined && !file.startsWith('.github'));
const fragments = blocks.filter(({ file }) => file === undefined);

describe('a file in the pages', () => {
  it.each(files)('$file in $page is a scenario whose gates hold', async ({ yaml }) => {
    expect((await runMain(['run', makeFile(yaml)])).code).toBe(0);
  });

  it.each(fragments)('a part of one in $page can be laid over a scenario: $yaml', async ({ yaml }) => {
    const whole = { workflow: 'order-fulfilment', ...(parse(yaml) as object) };
    expect(await runMain(['validate', makeFile(stringify(whole))])).toMatchObject({ code: 0, stderr: '' });
  });

  it('there are some of both', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(fragments.length).toBeGreaterThan(1);
  });
});

describe('a command in the pages works', () => {
  const commands = [
    ...new Set(
      PAGES.flatMap(({ text }) =>
        [...text.matchAll(/^npx coupling-demo (.*?)(?:\s+#.*)?$/gm)].map(([, line = '']) => line),
      ),
    ),
    // Those that take long: `.ci/run` and the tests of the bundled scenarios have them.
  ].filter((line) => !/--all|^list|^verify|--real/.test(line));

  // They are typed in a folder that has the pages' own files, one after another.
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
  beforeAll(() => {
    for (const { file, yaml } of files) writeFileSync(join(folder, file ?? ''), yaml);
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it('there are some', () => {
    expect(commands.length).toBeGreaterThan(20);
  });

  it.each(commands)('%s', async (line) => {
    const argv = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
    // Worker threads run what was built, so they are tested there.
    const hasThreads = argv[0] === 'sweep' || argv.includes('--runs');
    const { code, stderr } = await runMain(hasThreads ? [...argv, '--threads', '1'] : argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
