import { describe, expect, it } from 'vitest';
import { FAULTS } from '../src/flags/faults.js';
import { FAULT_KINDS } from '../src/faults/registry.js';
import { HINT_KINDS } from '../src/hints/registry.js';
import { bundledScenarios } from '../src/scenario/catalogue.js';
import { makeFile, runMain } from './commands/console.js';
import { expectSection, README, tableOf } from './support/readme.js';

describe('the README', () => {
  it('shows what the default run prints', async () => {
    const { stdout } = await runMain(['run']);
    expectSection('output of run', `\`\`\`text\n${stdout}\`\`\`\n`);
  });

  it('lists each kind of fault, with what it can be aimed at', () => {
    const rows = FAULT_KINDS.map(({ kind, targets, description }) => [
      `\`${kind}\``,
      targets.map((target) => (target === 'service' ? 'a service' : `\`${target}\``)).join(', '),
      description,
    ]);
    expectSection('faults', tableOf([['a fault', 'of', 'what happens while it lasts'], ...rows]));
  });

  it('lists each kind of hint', () => {
    const rows = HINT_KINDS.map(({ code, description }) => [`\`${code}\``, description]);
    expectSection('hints', tableOf([['a hint', 'when'], ...rows]));
  });

  it('lists each bundled scenario with its question', async () => {
    const rows = (await bundledScenarios()).map(({ name, question }) => [`\`${name}\``, question]);
    expectSection('scenarios', tableOf([['scenario', 'what it asks'], ...rows]));
  });

  it('names the flag of every fault', () => {
    const flags = Object.keys(FAULTS).map((name) => `\`--${name}\``);
    expectSection(
      'fault flags',
      `There are ${flags.slice(0, -1).join(', ')} and ${flags.at(-1) ?? ''};\n` +
        'random outages are written in a file. `npx coupling-demo run --help` has them all.\n',
    );
  });

  it('has an example file whose gates hold', async () => {
    const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(README) ?? [];
    const { code, stdout } = await runMain(['run', makeFile(yaml)]);
    expect(stdout).toContain('A calls B');
    expect(code).toBe(0);
  });
});

describe('a command that the README names works', () => {
  const commands = [...README.matchAll(/^npx coupling-demo (.*?)(?:\s+#.*)?$/gm)]
    .map(([, line = '']) => line)
    .filter((line, index, all) => all.indexOf(line) === index)
    // Those that take long, or files that a reader would have.
    .filter((line) => !/--all|^list|^verify|\.yaml/.test(line));

  it('there are some', () => {
    expect(commands.length).toBeGreaterThan(10);
  });

  it.each(commands)('%s', async (line) => {
    const argv = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
    // Worker threads run what was built, so they are tested there.
    const hasThreads = argv[0] === 'sweep' || argv.includes('--runs');
    const { code, stderr } = await runMain(hasThreads ? [...argv, '--threads', '1'] : argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
