/**
 * Kills at random instants, and what must hold whatever was killed when. `KILLS=50 npx vitest run --project real
 * test/real/kills.test.ts` is the long version, of some minutes; `SEED=7` has other instants.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { findPostgres } from '../../src/real/postgres/programs.js';
import { Luck } from '../../src/engine/luck.js';
import type { Measurements } from '../../src/measure/measurements.js';
import {
  compareForReal,
  HOW_TO_GET_IT,
  isAlive,
  isBrokerMissing,
  processesOf,
  startCommand,
  until,
} from './processes.js';

const isDatabaseMissing = findPostgres() === undefined;
const HOW_TO_GET_THE_DATABASE = 'PostgreSQL is missing: apt-get install postgresql';

const KILLS = Number(process.env.KILLS ?? 5);
const SEED = Number(process.env.SEED ?? 1);
const EACH_RUN = Math.min(KILLS, 10);
const RUNS = Math.ceil(KILLS / EACH_RUN);
/** Of the command itself: each takes a start. */
const COMMANDS = KILLS <= 5 ? 2 : KILLS;
/** Milliseconds for which the command is stopped. */
const STOPPED = KILLS <= 5 ? 2000 : 10_000;
const MINUTE = 60_000;

const draws = new Luck(SEED).draws('kills', 'instants');
const SERVICES = ['orders', 'payment', 'inventory', 'shipping', 'notification'];
/** What stands between the services, by mode: every other kill is of it. */
const BETWEEN = { event: 'bus', 'shared-database': 'database' } as const;

/** Flags for kills between the first second and the last but one of a run, each of them short. */
function killsOf(between: string, run: number, seconds: number): string[] {
  const targets = [between, ...SERVICES];
  return Array.from({ length: EACH_RUN }, (_, n) => {
    const draw = draws.at(run, n);
    const target = n % 2 === 0 ? between : (targets[Math.floor(draw.next() * targets.length)] ?? between);
    const when = `${(1000 + draw.next() * (seconds - 3) * 1000).toFixed(0)}ms+${(100 + draw.next() * 600).toFixed(0)}ms`;
    return target === 'bus' ? ['--bus-crash', when] : ['--crash', `${target}@${when}`];
  }).flat();
}

function doublesOf({ services }: Measurements): number {
  return Object.values(services).reduce((sum, { doubleEffects }) => sum + doubleEffects, 0);
}

/** Runs a mode in which processes are killed at random instants: all that was accepted ends. */
async function killMany(mode: keyof typeof BETWEEN, run: number): Promise<Measurements> {
  const seconds = EACH_RUN <= 5 ? 7 : 14;
  const kills = killsOf(BETWEEN[mode], run, seconds);
  const { comparison, left } = await compareForReal([
    'healthy',
    '--no-faults',
    '--no-control',
    '--modes',
    mode,
    ...['--set', `load.duration=${seconds}s`, '--set', 'load.warmup=0s', '--set', 'load.drain=60s'],
    // Patience, and room to wait: what is lost is to be seen on a busy machine, too.
    ...['--set', 'caller.timeout=30s', '--set', 'services.orders.queue=2000'],
    ...['--set', 'slo.completion=60s', '--set', 'expect=[]'],
    ...kills,
  ]);
  const measured = comparison.modes[mode] as Measurements;
  const { requests, end } = measured;
  const { completed, declined, deadLettered } = requests.outcomes.accepted;
  process.stdout.write(
    `${mode}, ${kills.length / 2} kills: ${requests.accepted} accepted, ${completed} completed, ${declined} declined, ` +
      `${deadLettered} dead letters, ${doublesOf(measured)} effects doubled\n`,
  );
  expect(requests.accepted, 'enough for losses to be seen').toBeGreaterThan(100);
  expect(end.reason, kills.join(' ')).toBe('quiet');
  expect(completed + declined + deadLettered, kills.join(' ')).toBe(requests.accepted);
  expect(left).toEqual([]);
  return measured;
}

const RUN_NUMBERS = Array.from({ length: RUNS }, (_, run) => run);

describe.skipIf(isDatabaseMissing)(
  `kills around the database (skipped where ${HOW_TO_GET_THE_DATABASE})`,
  () => {
    test.each(RUN_NUMBERS)(
      'whatever is killed when, each accepted request ends: run %i',
      { timeout: 2 * MINUTE },
      async (run) => {
        await killMany('shared-database', run);
      },
    );
  },
);

describe.skipIf(isBrokerMissing)(`kills (skipped where ${HOW_TO_GET_IT})`, () => {
  test.each(RUN_NUMBERS)(
    'whatever is killed when, each accepted request ends: run %i',
    { timeout: 2 * MINUTE },
    async (run) => {
      await killMany('event', run);
    },
  );

  test(
    'nothing is left two seconds after kill -9 of the command, whenever that is',
    { timeout: COMMANDS * MINUTE },
    async () => {
      for (let n = 0; n < COMMANDS; n += 1) {
        const folder = mkdtempSync(join(tmpdir(), 'cd-kill-'));
        const command = startCommand(['run', 'healthy', '--real', '--modes', 'event'], folder);
        await sleep(draws.at(1000, n).next() * 4000);
        const all = processesOf(command.pid ?? 0);
        command.kill('SIGKILL');
        const after = `killed with ${all.length} processes`;
        expect(await until(() => !all.some(isAlive), 2000), after).toBe(true);
        expect(await until(() => readdirSync(folder).length === 0, 1000), after).toBe(true);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  test('a command that is stopped for a while goes on, and ends as always', { timeout: MINUTE }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cd-stop-'));
    const args = ['run', 'healthy', '--real', '--modes', 'event', '--no-control'];
    const command = startCommand(
      [...args, '--set', 'load.duration=5s', '--set', 'load.warmup=0s', '--set', 'expect=[]'],
      folder,
    );
    const ended = new Promise((resolve) => command.once('exit', resolve));
    await until(() => processesOf(command.pid ?? 0).length >= 7, 20_000);
    await sleep(2000);
    command.kill('SIGSTOP');
    await sleep(STOPPED);
    command.kill('SIGCONT');
    expect(await ended).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });
});
