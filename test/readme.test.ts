import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../src/compare/comparison.js';
import { findFigure, readFigure } from '../src/compare/figures.js';
import { formatExactCount, formatShare, formatTime } from '../src/compare/quantities.js';
import { FAULTS } from '../src/flags/faults.js';
import { bundledScenarios } from '../src/scenario/catalogue.js';
import { CLAIMS, type Claim } from './claims.js';
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

/** A table as prettier would have it. */
function tableOf(rows: readonly string[][]): string {
  const widths =
    rows[0]?.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}

const FORMATS = { count: formatExactCount, share: formatShare, time: formatTime };

function measuredIn(comparison: Comparison, mode: string, { figure, unit }: Claim): string {
  const value = readFigure(comparison, findFigure([mode, ...figure.split('.')]));
  if (typeof value !== 'number') throw new Error(`${mode}.${figure}: ${value.why}`);
  return FORMATS[unit](value);
}

describe('the README', () => {
  it('shows what the default run prints', async () => {
    const { stdout } = await runMain(['run']);
    expectSection('output of run', `\`\`\`text\n${stdout}\`\`\`\n`);
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

  it('puts every claim to the test: its figures are those of a run', async () => {
    const names = [...new Set(CLAIMS.map(({ scenario }) => scenario))];
    const { stdout } = await runMain(['run', ...names, '--format', 'json']);
    const comparisons = JSON.parse(stdout) as Comparison[];
    const rows = CLAIMS.map((claim) => {
      const comparison = comparisons[names.indexOf(claim.scenario)];
      if (comparison === undefined) throw new Error(`${claim.scenario} did not run`);
      const { kind = '', claim: said = '', scenario, words, modes = ['direct', 'event'] } = claim;
      const figures = modes.map((mode) => (mode === undefined ? '' : measuredIn(comparison, mode, claim)));
      return [kind, said, `\`${scenario}\``, words, ...figures];
    });
    expectSection(
      'claims',
      tableOf([['', 'what is said', 'run', 'figure', 'direct', 'events', 'shared table'], ...rows]),
    );
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
      // Worker threads run what was built, so they are tested there.
      const hasThreads = argv[0] === 'sweep' || argv.includes('--runs');
      const { code, stderr } = await runMain(hasThreads ? [...argv, '--threads', '1'] : argv);
      expect({ argv, code, stderr }).toMatchObject({ code: 0, stderr: '' });
    }
  });
});
