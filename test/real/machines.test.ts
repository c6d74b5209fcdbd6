import { type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { LOOPBACK } from '../../src/real/host.js';
import { readListen } from '../../src/real/machines/listen.js';
import type { Hello } from '../../src/real/machines/messages.js';
import { offsetOf } from '../../src/real/machines/offset.js';
import { shareOut } from '../../src/real/machines/remote-staff.js';
import {
  HOW_TO_GET_IT,
  isAlive,
  isBrokerMissing,
  processesOf,
  runCommand,
  startCommand,
  until,
} from './processes.js';
import { TOKEN, UserBroker } from './server.js';

const ENV = { NATS_TOKEN: TOKEN };

describe.skipIf(isBrokerMissing)(`many machines (skipped where ${HOW_TO_GET_IT})`, () => {
  let broker: UserBroker;
  let folder: string;
  let keepers: ChildProcess[];

  beforeEach(() => {
    broker = new UserBroker();
    folder = mkdtempSync(join(tmpdir(), 'cd-machines-'));
    keepers = [];
  });

  afterEach(() => {
    for (const keeper of keepers) keeper.kill('SIGKILL');
    broker.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test('two keepers serve what a third machine drives, and go on afterwards with nothing left of it', async () => {
    const url = await broker.start({ jetstream: true });
    keepers = [
      ['orders', 'payment'],
      ['inventory', 'shipping', 'notification'],
    ].map((services) => startCommand(['serve', 'healthy', ...services, '--broker', url], folder, ENV));
    await sleep(1500);
    const { code, stdout, stderr } = await runCommand(
      [
        ...['run', 'healthy', '--real', '--join', '--beside', '--broker', url, '--format', 'json'],
        ...['--set', 'load.duration=6s', '--set', 'load.warmup=1s', '--crash', 'payment@3s+500ms'],
        ...['--modes', 'event', '--no-control'],
      ],
      ENV,
    );
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    const { modes, simulated, real } = JSON.parse(stdout) as Comparison;
    const [run, model] = [modes.event!, simulated!.event!];
    expect(run.requests.offered).toBe(model.requests.offered);
    // Whatever the crash meets: nothing that was accepted is lost.
    const { completed, declined } = run.requests.outcomes.accepted;
    expect(completed + declined).toBe(run.requests.accepted);
    expect(real?.machines?.map(({ services }) => services)).toEqual([
      ['orders', 'payment'],
      ['inventory', 'shipping', 'notification'],
    ]);
    // Both have the clock of this machine.
    for (const { clock } of real?.machines ?? []) expect(Math.abs(clock.offset)).toBeLessThan(5);
    expect(readdirSync(folder)).toEqual([]);
    expect(keepers.map((keeper) => keeper.exitCode)).toEqual([null, null]);
    expect(keepers.flatMap((keeper) => processesOf(keeper.pid ?? 0))).toEqual([]);
  });

  test('after kill -9 of a keeper nothing is left of what it served, and whoever drives it says so', async () => {
    const url = await broker.start({ jetstream: true });
    keepers = [startCommand(['serve', 'healthy', 'orders', '--broker', url], folder, ENV)];
    await sleep(1500);
    const all = ['payment', 'inventory', 'shipping', 'notification'];
    const missing = await runCommand(
      ['run', 'healthy', '--real', '--join', '--broker', url, '--modes', 'direct', '--no-control'],
      ENV,
    );
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain(
      'payment: no keeper serves it: on its machine, start coupling-demo serve <scenario> payment',
    );

    const other = startCommand(['serve', 'healthy', ...all, '--broker', url], folder, ENV);
    keepers.push(other);
    await sleep(1500);
    const driven = runCommand(
      ['run', 'healthy', '--real', '--join', '--broker', url, '--modes', 'direct', '--no-control'],
      ENV,
    );
    // A keeper of the run, and a process for each service.
    expect(await until(() => processesOf(other.pid ?? 0).length >= 5, 15_000)).toBe(true);
    const started = processesOf(other.pid ?? 0);
    other.kill('SIGKILL');
    expect(await until(() => !started.some(isAlive), 5000)).toBe(true);
    const { code, stderr } = await driven;
    expect(stderr).toMatch(/error: the keeper on .* has gone, and with it payment, inventory, shipping/);
    expect(code).toBe(3);
  });
});

describe('the offset of a clock', () => {
  test('is that of the quickest question, and never more wrong than half of its way', () => {
    const ways = fc.record({
      there: fc.double({ min: 0, max: 50, noNaN: true }),
      back: fc.double({ min: 0, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.array(ways, { minLength: 1, maxLength: 20 }),
        (ahead, all) => {
          const pings = all.map(({ there, back }, n) => ({
            asked: n * 100,
            told: n * 100 + there + ahead,
            heard: n * 100 + there + back,
          }));
          const found = offsetOf(pings);
          expect(Math.abs(found.offset - ahead)).toBeLessThanOrEqual(found.uncertainty + 1e-6);
          expect(found.uncertainty).toBeCloseTo(
            Math.min(...all.map(({ there, back }) => there + back)) / 2,
            6,
          );
        },
      ),
    );
  });
});

describe('who serves what', () => {
  const hello = (host: string, services: string[], isBusy = false): Hello => ({
    keeper: host,
    host,
    cores: 2,
    node: 'v20',
    version: '0',
    services,
    isBusy,
  });
  const services = ['one', 'two'].map((name) => ({ name })) as never;

  test('is shared out where each service has one keeper', () => {
    const hellos = [hello('a', ['one', 'other']), hello('b', ['two']), hello('c', ['three'])];
    expect(shareOut({ services }, hellos).map((found) => found.hello.host)).toEqual(['a', 'b']);
  });

  test.each([
    [[hello('a', ['one'])], /^two: no keeper serves it/],
    [[hello('a', ['one', 'two']), hello('b', ['two'])], /^two: served by a and b: one has to do/],
    [[hello('a', ['one', 'two'], true)], /^one: the keeper on a is at work for another run/],
  ])('is refused where one is missing, served twice or busy', (hellos, message) => {
    expect(() => shareOut({ services }, hellos)).toThrow(message);
  });
});

describe('where services listen', () => {
  const open = { servers: ['nats://one'] };
  const locked = { ...open, token: 't' };

  test('is loopback unless it is said otherwise, and beyond it only where the broker asks who we are', () => {
    expect(readListen(undefined, open)).toEqual(LOOPBACK);
    expect(readListen('127.0.0.1:7000', open)).toEqual({ host: '127.0.0.1', port: 7000 });
    expect(readListen('10.0.0.5', locked)).toEqual({ host: '10.0.0.5', port: 0 });
    expect(() => readListen('10.0.0.5', open)).toThrow(/has to be one that asks who we are/);
  });

  test.each(['', '0.0.0.0', 'somewhere', '10.0.0.5:', '10.0.0.5:99999', ':7000'])(
    'is refused: %j',
    (text) => {
      expect(() => readListen(text, locked)).toThrow(/--listen: not an address of this machine/);
    },
  );
});
