/**
 * What many runs gain: how much narrower the interval of a difference is because both modes have the same luck, and how much
 * sooner two threads are done than one. On the built program, as a user runs it.
 *
 *     npm run bench:runs [seeds] [rounds]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Comparison } from '../../src/compare/comparison.js';
import type { Interval } from '../../src/stats/interval.js';

/** From where `tsc -p test/bench` puts it. */
const CLI = fileURLToPath(new URL('../../../../../dist/cli.js', import.meta.url));
const SCENARIOS = ['healthy', 'slow-payment', 'flaky-inventory', 'traffic-spike', 'retry-storm'];
const FIGURES = ['completionTime.p99', 'completionTime.mean', 'throughput.completed'];
/** Long enough for a thread to be warm: a run takes about a second. */
const LOAD = ['--duration', '300s'];

const seeds = Number(process.argv[2] ?? 40);
const rounds = Number(process.argv[3] ?? 3);

function run(...argv: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'run', ...argv], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  // 1: a gate of the scenario may not hold for these seeds.
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout;
}

function compared(scenario: string, firstSeed: number): Comparison {
  const argv = ['--runs', String(seeds), '--seed', String(firstSeed), '--format', 'json'];
  return JSON.parse(run(scenario, ...argv)) as Comparison;
}

function half([low = NaN, high = NaN]: Partial<Interval> = []): number {
  return (high - low) / 2;
}

/** The other mode once with the same seeds, and once with others: two runs of which one knows nothing of the other. */
function compareLuck(): void {
  console.log(`half of the 95 % interval of event - direct, ${seeds} seeds each; ms, or per second\n`);
  console.log(row('', '', 'common luck', 'own luck', 'narrower', 'worth runs'));
  for (const scenario of SCENARIOS) {
    const same = compared(scenario, 42);
    const other = compared(scenario, 42 + seeds);
    for (const figure of FIGURES) {
      const paired = half(same.paired?.find((one) => one.figure === figure)?.interval);
      const [direct, event] = [same.intervals?.direct, other.intervals?.event];
      const independent = Math.sqrt(half(direct?.[figure]) ** 2 + half(event?.[figure]) ** 2);
      const factor = independent / paired;
      const cells = [paired.toFixed(2), independent.toFixed(2), times(factor), times(factor * factor)];
      console.log(row(scenario, figure, ...cells));
    }
  }
}

/** Wall time of the whole process. Other work on the machine only ever adds to it, so the least of some rounds counts. */
function compareThreads(): void {
  const least = new Map([
    [1, Infinity],
    [2, Infinity],
  ]);
  for (let round = 0; round < rounds; round += 1) {
    for (const [threads, before] of least) {
      const start = performance.now();
      run('slow-payment', ...LOAD, '--runs', String(seeds), '--threads', String(threads), '--format', 'json');
      least.set(threads, Math.min(before, performance.now() - start));
    }
  }
  const [one = NaN, two = NaN] = least.values();
  console.log(`\n${seeds} runs of slow-payment with ${LOAD.join(' ')}, the least of ${rounds} rounds`);
  console.log(`1 thread ${seconds(one)}, 2 threads ${seconds(two)}: ${(one / two).toFixed(2)} times as fast`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A difference that is the same in every run has no interval to compare with. */
function times(factor: number): string {
  return factor > 100 ? '> 100 x' : `${factor.toFixed(2)} x`;
}

function row(scenario: string, figure: string, ...cells: string[]): string {
  return scenario.padEnd(16) + figure.padEnd(22) + cells.map((cell) => cell.padStart(13)).join('');
}

compareLuck();
if (rounds > 0) compareThreads();
