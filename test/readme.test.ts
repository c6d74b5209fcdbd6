import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundledScenarios } from '../src/scenario/catalogue.js';
import { makeFile, runMain } from './commands/console.js';

const PATH = fileURLToPath(new URL('../README.md', import.meta.url));
const text = readFileSync(PATH, 'utf8');

/** What stands between `<!-- name -->` and `<!-- /name -->`; written anew with `UPDATE_README=1`. */
function expectSection(name: string, expected: string): void {
  const section = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  expect(text).toMatch(section);
  if (process.env.UPDATE_README !== undefined) {
    const before = readFileSync(PATH, 'utf8');
    writeFileSync(
      PATH,
      before.replace(section, (_, start: string, end: string) => `${start}\n${expected}\n${end}`),
    );
  } else {
    expect(section.exec(text)?.[0]).toContain(expected);
  }
}

describe('the README', () => {
  it('shows what the default run prints', async () => {
    const { stdout } = await runMain(['run']);
    expectSection('output of run', `\`\`\`text\n${stdout}\`\`\`\n`);
  });

  it('lists each bundled scenario with its question', async () => {
    const rows = (await bundledScenarios()).map(({ name, question }) => [`\`${name}\``, question]);
    const [first, second] = [0, 1].map((column) =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0), 12),
    );
    const lines = [
      ['scenario', 'what it asks'],
      ['-'.repeat(first ?? 0), '-'.repeat(second ?? 0)],
      ...rows,
    ].map(
      ([name = '', question = '']) => `| ${name.padEnd(first ?? 0)} | ${question.padEnd(second ?? 0)} |\n`,
    );
    expectSection('scenarios', lines.join(''));
  });

  it('has an example file whose gates hold', async () => {
    const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(text) ?? [];
    const { code, stdout } = await runMain(['run', makeFile(yaml)]);
    expect(stdout).toContain('A calls B');
    expect(code).toBe(0);
  });

  it('names commands that work', async () => {
    const commands = [...text.matchAll(/^npx coupling-demo (.*?)(?:\s+#.*)?$/gm)]
      .map(([, line = '']) =>
        [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? ''),
      )
      // Those that take long, or files that a reader would have.
      .filter(
        (argv) => !argv.some((word) => ['--all', 'list', 'verify'].includes(word) || word.endsWith('.yaml')),
      );
    expect(commands.length).toBeGreaterThan(10);
    for (const argv of commands) {
      const { code, stderr } = await runMain(argv);
      expect({ argv, code, stderr }).toMatchObject({ code: 0, stderr: '' });
    }
  });
});
