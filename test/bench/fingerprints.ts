/**
 * Prints a fingerprint of what each bundled scenario shows and of what each of many made-up runs measured; with `commands`
 * instead, of what the commands print in every layout. Work on speed or on structure must not change one of them:
 *
 *     npm run -s fingerprints > before; …; npm run -s fingerprints | diff before -
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison } from '../../src/compare/comparison.js';
import { columnNames } from '../../src/modes/registry.js';
import { simulate } from '../../src/modes/simulate.js';
import { makePlan } from '../../src/plan/plan.js';
import { randomScenario } from './random-scenario.js';

const CLI = join(import.meta.dirname, '../../../../../dist/cli.js');
const FILES = ['json', 'md', 'csv', 'xml'] as const;
/** Every layout and every command that measures. */
const COMMANDS = [
  'run slow-payment --width 60',
  'run slow-payment --width 120',
  'run slow-payment --verbose --width 120',
  'run slow-payment --quiet',
  'run slow-payment --ascii',
  'run slow-payment --color',
  'run shared-table --width 60',
  'run shared-table --width 100 --color',
  'run healthy two-services shared-table',
  'run healthy two-services shared-table --format markdown',
  ...[
    'table --width 80',
    'table --width 120 --color',
    'table --ascii',
    'markdown',
    'json',
    'csv',
    'junit',
  ].map((format) => `run two-services --runs 4 --threads 1 --format ${format}`),
  ...['table', 'table --ascii --width 60', 'table --color', 'markdown', 'json'].map(
    (format) => `sweep two-services --vary load.rate=20/s,80/s --runs 3 --threads 1 --format ${format}`,
  ),
  'trace slow-payment',
  'trace slow-payment --ascii --width 60',
  'trace slow-payment --color',
  'trace slow-payment --worst --width 100',
  'trace slow-payment --failed --format json',
  'trace shared-table --width 100',
  'show slow-payment',
  'show shared-table',
  'schema',
  'list --width 120',
  '--help',
  ...['run', 'list', 'show', 'validate', 'trace', 'sweep', 'init', 'schema', 'verify'].map(
    (name) => `${name} --help`,
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'fingerprints-'));
try {
  if (process.argv[2] === 'commands') {
    for (const command of COMMANDS) console.log(`${fingerprint(call(...command.split(' ')))} ${command}`);
  } else {
    printBundled();
    await printRandom(Number(process.argv[2] ?? 300));
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Through the built command line, so that the words are fingerprinted as well as the figures. */
function printBundled(): void {
  const listed = JSON.parse(call('list', '--format', 'json')) as { name: string; winner: string }[];
  for (const { name, winner } of listed) {
    const files = FILES.flatMap((ending) => ['--output', `out.${ending}`]);
    const table = call('run', name, '--output', '-', ...files);
    const [json, ...others] = FILES.map((ending) => readFileSync(join(folder, `out.${ending}`), 'utf8'));
    printComparison(name, JSON.parse(json ?? '') as Comparison);
    [table, ...others].forEach((text, index) => {
      console.log(`${name} ${['table', ...FILES.slice(1)][index]} ${fingerprint(text)}`);
    });
    console.log(`${name} ahead ${winner}`);
  }
}

function call(...argv: string[]): string {
  return execFileSync(process.execPath, [CLI, ...argv], { cwd: folder, env: {}, encoding: 'utf8' });
}

/** One line for each mode and control run, and one for all else that the JSON has, but for the version. */
function printComparison(name: string, comparison: Comparison): void {
  const { modes, control = {}, ...others } = comparison;
  for (const [mode, measured] of Object.entries(modes))
    console.log(`${name} ${mode} ${fingerprint(measured)}`);
  for (const [mode, measured] of Object.entries(control))
    console.log(`${name} control.${mode} ${fingerprint(measured)}`);
  console.log(`${name} others ${fingerprint({ ...others, version: '' })}`);
}

async function printRandom(scenarios: number): Promise<void> {
  for (let number = 1; number <= scenarios; number += 1) {
    const scenario = randomScenario(number);
    for (const mode of columnNames(scenario.modes)) {
      const measured = await simulate(makePlan(scenario), mode, { faults: true });
      const attempts = Object.values(measured.services).reduce((sum, service) => sum + service.attempts, 0);
      const end = measured.end.reason;
      console.log(`${number} ${mode} ${fingerprint(measured)} ${attempts} attempts, ${end}`);
    }
  }
}

function fingerprint(shown: unknown): string {
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
