/**
 * How fast the engine is, against npm's simjs on the same model and against the least that any simulation in this
 * language has to do. The contestants run in turn, each in a process of its own (whoever ran before it has shaped nothing in
 * its compiled code), warmed up by laps that do not count; medians of ratios: other work on the machine meets all alike.
 *
 *     npm run bench [rounds]
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { simulate } from '../../src/modes/simulate.js';
import { makePlan } from '../../src/plan/plan.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { runBare } from './bare.js';
import { chain, exponential, RETRY, scenario, service } from './scenarios.js';
import { runSimjs } from './simjs.js';
import { type Result, TANDEM, tandem } from './tandem.js';

const REQUESTS = 200_000;
/** Laps before those that count: V8 compiles anew when it learns that there is more than one run. */
const WARM_UP = 4;
const LAPS = 3;

/** Service calls, or their tries, and the milliseconds they took. */
interface Lap {
  calls: number;
  time: number;
}

interface Contestant {
  name: string;
  run(): Promise<Lap>;
}

const rounds = Number(process.argv[2] === 'lap' ? 1 : (process.argv[2] ?? 3));
const four = TANDEM.services;

const contestants: Contestant[] = [
  { name: 'events', run: () => ours(tandem(REQUESTS), 'event') },
  { name: 'simjs 2.0.3', run: () => theirs(runSimjs) },
  { name: 'bare callbacks', run: () => theirs(runBare) },
  { name: 'direct calls', run: () => ours(stableChain(), 'direct') },
  { name: 'direct, every second try fails', run: () => ours(failingChain(), 'direct') },
  { name: 'events, every second try fails', run: () => ours(failingChain(), 'event') },
];

/** Nested calls hold the slots of all services above: the same chain needs more of them. */
function stableChain(): Scenario {
  return { ...tandem(REQUESTS / 4), services: services([200, 150, 100, 50]) };
}

/** Of four services in a row the last three fail half of the time, and are tried up to three times. */
function failingChain(): Scenario {
  return scenario({
    services: services(['unbounded', 'unbounded', 'unbounded', 'unbounded']),
    steps: chain(four),
    calls: { retry: { ...RETRY, initialDelay: '10ms' } },
    bus: {
      redelivery: { maxDeliveries: 3, initialDelay: '10ms', multiplier: 2, maxDelay: '1s', jitter: 'none' },
    },
    load: { rate: '1000/s', arrivals: 'poisson', requests: REQUESTS / 8, warmup: '0s', drain: '10m' },
    faults: four.slice(1).map((target) => ({ kind: 'errors', rate: 0.5, target })),
  });
}

function services(slots: readonly (number | 'unbounded')[]): Scenario['services'] {
  return Object.fromEntries(
    four.map((name, index) => [name, service(exponential(`${TANDEM.work}ms`), slots[index] ?? TANDEM.slots)]),
  );
}

/** All measuring is on; building what is to run is not counted. */
async function ours(from: Scenario, mode: string): Promise<Lap> {
  const plan = makePlan(from);
  const start = performance.now();
  const measured = await simulate(plan, mode, { faults: true });
  const time = performance.now() - start;
  const calls = Object.values(measured.services).reduce((sum, one) => sum + one.attempts, 0);
  return { calls, time };
}

function theirs(run: (requests: number) => Result): Promise<Lap> {
  const start = performance.now();
  const { completed } = run(REQUESTS);
  return Promise.resolve({ calls: completed * four.length, time: performance.now() - start });
}

/** Speed means nothing if it is not the same model: each request goes through in the same time, to the last few bits. */
async function checkThatAllAgree(): Promise<void> {
  const { requests, completionTime } = await simulate(makePlan(tandem(REQUESTS)), 'event', { faults: true });
  for (const { completed, meanTime } of [runSimjs(REQUESTS), runBare(REQUESTS)]) {
    const off = Math.abs(meanTime / completionTime.mean - 1);
    if (completed !== requests.completed || off > 1e-9) {
      throw new Error(`not the same model: ${completed} in ${meanTime} ms, ours ${completionTime.mean} ms`);
    }
  }
}

/** A lap of a contestant, as it is when it runs in a process of its own. */
function lapOf(index: number): Lap {
  const self = fileURLToPath(import.meta.url);
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', self, 'lap', String(index)], { encoding: 'utf8' }),
  ) as Lap;
}

/** Without a forced collection between laps: it throws away compiled code, too, with what died that the code knew. */
async function runLaps(contestant: Contestant | undefined): Promise<void> {
  if (contestant === undefined) return;
  const laps: Lap[] = [];
  for (let lap = 0; lap < WARM_UP + LAPS; lap += 1) laps.push(await contestant.run());
  const time = median(laps.slice(WARM_UP).map((lap) => lap.time));
  console.log(JSON.stringify({ ...laps[0], time }));
}

function compareSpeeds(): void {
  const laps = contestants.map((): Lap[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const index of contestants.keys()) laps[index]?.push(lapOf(index));
  }
  const speeds = laps.map((list) => list.map(({ calls, time }) => calls / time));
  const ratio = (index: number, other: number): string =>
    median((speeds[index] ?? []).map((speed, round) => speed / (speeds[other]?.[round] ?? 0))).toFixed(2);
  console.log(`service calls per second, median of ${rounds} rounds\n`);
  console.log(row('', 'million/s', 'x simjs', 'x bare callbacks'));
  for (const [index, { name }] of contestants.entries()) {
    const speed = (median(speeds[index] ?? []) / 1000).toFixed(2);
    console.log(row(name, speed, ratio(index, 1), ratio(index, 2)));
  }
}

/** Ten times the requests are to take ten times the time, and the same memory. */
async function compareSizes(): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const small = await ours(tandem(REQUESTS), 'event');
    const large = await ours(tandem(REQUESTS * 10), 'event');
    ratios.push(large.time / small.time);
  }
  console.log(`\nten times the requests: ${median(ratios).toFixed(1)} times the time`);
  const [small, large] = [await peakHeap(REQUESTS), await peakHeap(REQUESTS * 10)];
  console.log(`most memory in use during the run: ${small.toFixed(1)} MB, ${large.toFixed(1)} MB`);
}

/** What is in use after a collection, the most that is seen in some looks while the run goes on. */
async function peakHeap(requests: number): Promise<number> {
  let peak = 0;
  const look = (): false => {
    globalThis.gc?.();
    peak = Math.max(peak, process.memoryUsage().heapUsed / 1e6);
    return false;
  };
  await simulate(makePlan(tandem(requests)), 'event', { faults: true, interrupted: look });
  return peak;
}

/** Whole processes against `node -e 0`, in turn. Needs the build. */
function compareStartUps(): void {
  const cli = fileURLToPath(new URL('../../../../../dist/cli.js', import.meta.url));
  const commands = [
    ['-e', '0'],
    [cli, '--help'],
    [cli, 'run'],
  ];
  const times = commands.map((): number[] => []);
  for (let round = 0; round < 11; round += 1) {
    for (const [index, command] of commands.entries()) {
      const start = performance.now();
      execFileSync(process.execPath, command);
      times[index]?.push(performance.now() - start);
    }
  }
  const [nothing = NaN, help = NaN, run = NaN] = times.map(median);
  console.log(
    `\nwhole process: --help ${(help / nothing).toFixed(1)} x node -e 0, run ${(run / nothing).toFixed(1)} x`,
  );
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(32) + cells.map((cell) => cell.padStart(18)).join('');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

if (process.argv[2] === 'lap') {
  await runLaps(contestants[Number(process.argv[3])]);
} else {
  await checkThatAllAgree();
  compareSpeeds();
  await compareSizes();
  compareStartUps();
}
