/**
 * How close the simulation is to what is measured for real: scenarios that are run as processes with their simulation beside
 * them, several times each, and the figures that differ by more than docs/real.md allows. Markdown, for docs/real.md.
 *
 *     npm run bench:closeness [times]
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { besideRows, isNoisy } from '../../src/compare/beside.js';
import type { Comparison } from '../../src/compare/comparison.js';

const CLI = fileURLToPath(new URL('../../../../../dist/cli.js', import.meta.url));
/** A fault from 8 s to 16 s, of 25 s. */
const SHORT = ['load.duration=25s', 'faults.0.at=8s', 'faults.0.for=8s'];
const SCENARIOS: readonly { name: string; set: readonly string[] }[] = [
  { name: 'healthy', set: ['load.duration=25s'] },
  { name: 'slow-payment', set: SHORT },
  { name: 'shipping-outage', set: SHORT },
  { name: 'hanging-payment', set: SHORT },
];

const times = Number(process.argv[2] ?? 3);

function run(name: string, set: readonly string[]): Comparison {
  const args = ['run', name, '--real', '--beside', '--no-control', '--format', 'json'];
  const more = set.flatMap((assignment) => ['--set', assignment]);
  return JSON.parse(
    execFileSync(process.execPath, [CLI, ...args, ...more], {
      encoding: 'utf8',
      maxBuffer: 1e9,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as Comparison;
}

console.log('| scenario | run | figures within | beyond (for real, simulated) | timers late (p99) |');
console.log('| :------- | --: | -------------: | :--------------------------- | ----------------: |');
for (const { name, set } of SCENARIOS) {
  for (let time = 1; time <= times; time += 1) {
    const comparison = run(name, set);
    const rows = besideRows(comparison);
    const beyond = rows
      .filter(({ isWithin }) => !isWithin)
      .map(({ mode, label, real, simulated }) => `${mode} ${label} ${real}, ${simulated}`);
    const { real } = comparison;
    if (real === undefined) throw new Error('it was not measured for real');
    const late = `${real.noise.timerLateness.p99.toFixed(2)} ms${isNoisy(real) ? ' (too busy)' : ''}`;
    const within = `${rows.length - beyond.length} of ${rows.length}`;
    console.log(`| ${name} | ${time} | ${within} | ${beyond.join('; ')} | ${late} |`);
  }
}
