import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicNow, WallClock } from '../engine/wall-clock.js';
import { findMode } from '../modes/registry.js';
import type { Plan } from '../plan/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import { SimulatedCalls } from '../system/calls.js';
import { World } from '../system/world.js';
import { HttpCarrier } from './http-calls.js';
import type { RealChoices } from './choices.js';
import { planFor, type Status } from './host.js';
import { Journal, type Line, readJournal } from './journal.js';
import type { KeeperOrders } from './keeper.js';
import { fileOf, keepFiles, plain } from './keeping.js';
import { addNoise, emptyNoise, Noise, type NoiseSamples } from './noise.js';
import { RealProblem } from './problem.js';
import { Told } from './told.js';

/** Between the orders and time 0, so that all processes have heard of it. Milliseconds. */
const AHEAD = 400;
const LOOK = 100;
/** A process that goes on has told of what it found. */
const AFTER_FREEZE = 500;

export interface RealRun {
  /** All that the processes have told, in the order in which it happened. */
  lines: Line[];
  end: number;
  reason: 'quiet' | 'drained' | 'interrupted';
  noise: NoiseSamples;
}

export interface RealOptions {
  faults: boolean;
  interrupted: () => boolean;
  choices: RealChoices;
  /** What a process of a real run is started from. */
  entry: string;
  /** Begins the load when time is 0. */
  begin: (world: World, calls: SimulatedCalls) => Promise<void>;
}

/** What has gone wrong first, if anything has: the run ends with it. */
interface Trouble {
  of?: unknown;
}

/** Runs one mode as processes, from start to end, and leaves none of them. */
export async function conduct(scenario: Scenario, column: string, options: RealOptions): Promise<RealRun> {
  // The keeper makes it, who outlives a kill of the command.
  const folder = join(tmpdir(), `coupling-demo-${randomBytes(9).toString('hex')}`);
  const needsBroker = findMode(column, scenario.modes)?.base === 'event';
  const keeper = fork(options.entry, ['keeper'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const keep =
    options.choices.keep === undefined
      ? undefined
      : join(
          options.choices.keep,
          `${plain(scenario.title)}-${plain(column)}${options.faults ? '' : '-control'}`,
        );
  const statuses = new Map<number, Status>();
  const trouble: Trouble = {};
  const noise = emptyNoise();
  const failed = new Promise<never>((_, reject) => {
    keeper.on('message', (message: { kind: string; reason?: string } | Status) => {
      if (message.kind === 'status') {
        statuses.set((message as Status).service, message as Status);
        addNoise(noise, (message as Status).noise);
      }
      if (message.kind !== 'failed') return;
      reject(new RealProblem((message as { reason?: string }).reason ?? ''));
    });
    keeper.on('exit', () => {
      reject(new RealProblem('the keeper has ended'));
    });
  });
  failed.catch((error: unknown) => {
    trouble.of ??= error;
  });
  try {
    const orders: KeeperOrders = {
      scenario,
      column,
      faults: options.faults,
      folder,
      broker: needsBroker ? addressOf(options.choices) : 'none',
    };
    keeper.send(orders);
    const { ports } = (await Promise.race([messageOf(keeper, 'ready'), failed])) as { ports: number[] };
    const run = await Promise.race([drive(orders, ports, keeper, statuses, options, trouble), failed]);
    addNoise(run.noise, noise);
    return run;
  } finally {
    if (keep !== undefined && existsSync(folder))
      keepFiles(
        folder,
        keep,
        planFor({ scenario, column, faults: true }).plan.services.map(({ name }) => name),
      );
    keeper.removeAllListeners('exit');
    const gone = new Promise((resolve) => keeper.once('exit', resolve));
    if (keeper.connected) keeper.disconnect();
    await Promise.race([gone, sleep(5000, undefined, { ref: false })]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Beside others on the user's broker, nobody else's stream may be called so. */
function addressOf({ broker }: RealChoices): KeeperOrders['broker'] {
  return broker === undefined
    ? 'own'
    : { ...broker, stream: `coupling-demo-${randomBytes(6).toString('hex')}` };
}

function messageOf(child: ChildProcess, kind: string): Promise<object> {
  return new Promise((resolve) => {
    const listen = (message: { kind: string }): void => {
      if (message.kind !== kind) return;
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
}

async function drive(
  orders: KeeperOrders,
  ports: readonly number[],
  keeper: ChildProcess,
  statuses: ReadonlyMap<number, Status>,
  options: RealOptions,
  trouble: Trouble,
): Promise<RealRun> {
  const { plan } = planFor(orders);
  const note = (error: unknown): void => {
    trouble.of ??= error;
  };
  const clock = new WallClock(note);
  const journal = new Journal(fileOf(orders.folder, 'journal', 0), note);
  const own = new Noise(clock, plan.load.warmup);
  const told = new Told(journal, clock, 0, 0, plan.services.length);
  const world = new World(plan, clock, told, told);
  const calls = new SimulatedCalls(world);
  const carrier = new HttpCarrier(world, told, journal, own, ports);
  world.carrier = carrier;
  try {
    await carrier.prime();
    const origin = monotonicNow() + AHEAD;
    keeper.send({ kind: 'go', origin });
    await sleep(AHEAD - 20);
    clock.start(origin);
    await options.begin(world, calls);
    const { end, reason } = await untilOver(plan, clock, world, statuses, options, trouble);
    clock.stop();
    journal.flush();
    return { lines: collect(orders.folder), end, reason, noise: own.take() };
  } finally {
    clock.stop();
    journal.close();
    await carrier.close();
  }
}

/** The run is over when all is quiet twice in a row, or when the drain is. */
async function untilOver(
  plan: Plan,
  clock: WallClock,
  world: World,
  statuses: ReadonlyMap<number, Status>,
  { interrupted }: RealOptions,
  trouble: Trouble,
): Promise<Pick<RealRun, 'end' | 'reason'>> {
  const { duration, drain } = plan.load;
  let quiet = 0;
  let quietSince = 0;
  for (;;) {
    await sleep(LOOK);
    if (trouble.of !== undefined)
      throw trouble.of instanceof Error ? trouble.of : new Error('a real run failed');
    const { now } = clock;
    if (interrupted()) return { end: now, reason: 'interrupted' };
    if (now >= duration + drain) return { end: duration + drain, reason: 'drained' };
    if (quiet === 0) quietSince = now;
    if (now >= duration && !isAnyFrozen(plan, now) && isQuiet(plan, world, statuses)) quiet += 1;
    else quiet = 0;
    if (quiet > 4) return { end: quietSince, reason: 'quiet' };
  }
}

/** Calls may wait outside of a process that stands still, and it cannot tell of them. */
function isAnyFrozen({ faults }: Plan, now: number): boolean {
  return faults.some(
    ({ kind, at, until }) => kind === 'freeze' && at <= now && until < Infinity && now < until + AFTER_FREEZE,
  );
}

function isQuiet(plan: Plan, world: World, statuses: ReadonlyMap<number, Status>): boolean {
  const all = [...statuses.values()];
  if (all.length < plan.services.length || world.openWork > 0) return false;
  const sum = (figure: (status: Status) => number): number =>
    all.reduce((total, one) => total + figure(one), 0);
  return sum(({ open }) => open) === 0 && sum(({ owed }) => owed) === sum(({ settled }) => settled);
}

/** All journals, merged by time; what one process has told stays in its order. */
function collect(folder: string): Line[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('journal-'))
    .flatMap((name) => readJournal(join(folder, name)))
    .sort(([one], [other]) => one - other);
}
