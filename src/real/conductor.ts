import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicNow, WallClock } from '../engine/wall-clock.js';
import { findMode } from '../modes/registry.js';
import type { Plan } from '../plan/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import { CallRouter } from '../system/calls.js';
import { World } from '../system/world.js';
import { HttpCarrier } from './http-calls.js';
import type { RealChoices } from './choices.js';
import { LOOPBACK, type Status } from './host.js';
import { planFor } from './plan-for.js';
import { Journal, type Line, readJournal } from './journal.js';
import { fileOf, keepFiles, plain } from './keeping.js';
import { addNoise, emptyNoise, Noise, type NoiseSamples } from './noise.js';
import { LocalStaff } from './local-staff.js';
import { RemoteStaff } from './machines/remote-staff.js';
import type { Listener, Machine, Staff } from './staff.js';
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
  machines: readonly Machine[];
}

export interface RealOptions {
  faults: boolean;
  interrupted: () => boolean;
  choices: RealChoices;
  /** What a process of a real run is started from. */
  entry: string;
  /** Begins the load when time is 0. */
  begin: (world: World, calls: CallRouter) => Promise<void>;
}

/** What has gone wrong first, if anything has: the run ends with it. */
interface Trouble {
  of?: unknown;
}

/** Runs one mode as processes, from start to end, and leaves none of them. */
export async function conduct(scenario: Scenario, column: string, options: RealOptions): Promise<RealRun> {
  // The keeper makes it, who outlives a kill of the command.
  const folder = join(tmpdir(), `coupling-demo-${randomBytes(9).toString('hex')}`);
  const { plan } = planFor({ scenario, column, faults: options.faults });
  const keep =
    options.choices.keep === undefined
      ? undefined
      : join(
          options.choices.keep,
          `${plain(scenario.title)}-${plain(column)}${options.faults ? '' : '-control'}`,
        );
  const statuses = new Map<number, Status>();
  const noise = emptyNoise();
  const trouble: Trouble = {};
  let fail: (problem: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = (problem) => {
      trouble.of ??= problem;
      reject(problem);
    };
  });
  failed.catch(() => undefined);
  const staff = staffOf(scenario, column, plan, folder, options, {
    status: (status) => {
      statuses.set(status.service, status);
      addNoise(noise, status.noise);
    },
    failed: (problem) => {
      fail(problem);
    },
  });
  try {
    const addresses = await Promise.race([staff.start(), failed]);
    const run = await Promise.race([
      drive(plan, { folder, staff, addresses, statuses, trouble }, options),
      failed,
    ]);
    addNoise(run.noise, noise);
    return run;
  } finally {
    const names = plan.services.map(({ name }) => name);
    if (keep !== undefined && existsSync(folder)) keepFiles(folder, keep, names);
    await staff.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processes of this machine, or of those whose keepers are at the user's broker. */
function staffOf(
  scenario: Scenario,
  column: string,
  plan: Plan,
  folder: string,
  { choices, entry, faults }: RealOptions,
  listener: Listener,
): Staff {
  const base = findMode(column, scenario.modes)?.base;
  const needsBroker = base === 'event';
  const stream = `coupling-demo-${randomBytes(6).toString('hex')}`;
  const { broker } = choices;
  if (choices.join === true && broker !== undefined) {
    const run = { scenario, column, faults, plan, stream: needsBroker ? stream : undefined };
    return new RemoteStaff(broker, run, listener);
  }
  return new LocalStaff(
    entry,
    {
      scenario,
      column,
      faults,
      folder,
      broker: !needsBroker ? 'none' : broker === undefined ? 'own' : { ...broker, stream },
      database:
        base !== 'shared-database'
          ? 'none'
          : choices.database === undefined
            ? 'own'
            : { url: choices.database },
      listen: LOOPBACK,
    },
    listener,
  );
}

/** A run that has begun. */
interface Begun {
  /** Of the outer caller's own journal. */
  folder: string;
  staff: Staff;
  addresses: readonly string[];
  statuses: ReadonlyMap<number, Status>;
  trouble: Trouble;
}

async function drive(
  plan: Plan,
  { folder, staff, addresses, statuses, trouble }: Begun,
  options: RealOptions,
): Promise<RealRun> {
  const note = (error: unknown): void => {
    trouble.of ??= error;
  };
  const clock = new WallClock(note);
  // Where the keepers are elsewhere, nobody has made it yet.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const journal = new Journal(fileOf(folder, 'journal', 0), note);
  const own = new Noise(clock, plan.load.warmup);
  const told = new Told(journal, clock, 0, 0, plan.services.length);
  const world = new World(plan, clock, told, told);
  const calls = new CallRouter(world);
  const carrier = new HttpCarrier(world, told, journal, own, addresses, staff.callToken);
  world.carrier = carrier;
  try {
    await carrier.prime();
    const origin = monotonicNow() + AHEAD;
    staff.go(origin);
    await sleep(AHEAD - 20);
    clock.start(origin);
    await options.begin(world, calls);
    const { end, reason } = await untilOver(plan, clock, world, statuses, options, trouble);
    clock.stop();
    journal.flush();
    // What one process has told stays in its order: sorting is stable.
    const lines = [...readJournal(fileOf(folder, 'journal', 0)), ...(await staff.journals())].sort(
      ([one], [other]) => one - other,
    );
    return { lines, end, reason, noise: own.take(), machines: staff.machines };
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
