/**
 * Prints a fingerprint of what each bundled scenario shows and of what each of many made-up runs measured. Work on speed
 * or on structure must not change one of them:
 *
 *     npm run -s fingerprints > before; …; npm run -s fingerprints | diff before -
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison } from '../../src/compare/comparison.js';
import { simulate } from '../../src/modes/simulate.js';
import { makePlan } from '../../src/plan/plan.js';
import { randomScenario } from './random-scenario.js';

const CLI = join(import.meta.dirname, '../../../../../dist/cli.js');
const FILES = ['json', 'md', 'csv', 'xml'] as const;

printBundled();
await printRandom(Number(process.argv[2] ?? 300));

/** Through the built command line, so that the words are fingerprinted as well as the figures. */
function printBundled(): void {
  const folder = mkdtempSync(join(tmpdir(), 'fingerprints-'));
  const call = (...argv: string[]): string =>
    execFileSync(process.execPath, [CLI, ...argv], { cwd: folder, env: {}, encoding: 'utf8' });
  try {
    const listed = JSON.parse(call('list', '--format', 'json')) as { name: string; ahead: string }[];
    for (const { name, ahead } of listed) {
      const files = FILES.flatMap((ending) => ['--output', `out.${ending}`]);
      const table = call('run', name, '--output', '-', ...files);
      const [json, ...others] = FILES.map((ending) => readFileSync(join(folder, `out.${ending}`), 'utf8'));
      printComparison(name, JSON.parse(json ?? '') as Comparison);
      [table, ...others].forEach((text, index) => {
        console.log(`${name} ${['table', ...FILES.slice(1)][index]} ${fingerprint(text)}`);
      });
      console.log(`${name} ahead ${ahead}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
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
    for (const mode of scenario.modes) {
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
