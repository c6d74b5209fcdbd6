import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isNoisy } from '../../src/compare/beside.js';
import type { Measurements } from '../../src/measure/measurements.js';
import {
  compareForReal,
  isAlive,
  HOW_TO_GET_IT,
  isBrokerMissing,
  processesOf,
  runCommand,
  startCommand,
  until,
} from './processes.js';

const SHORT = ['--set', 'load.duration=8s', '--set', 'load.warmup=2s', '--no-control'];

/** Counts that hang on luck alone, and not on how busy the machine is. */
function countsOf({ requests, services }: Measurements): Record<string, unknown> {
  return {
    offered: requests.offered,
    outcomes: requests.outcomes,
    effects: Object.fromEntries(Object.entries(services).map(([name, { effects }]) => [name, effects])),
  };
}

describe.skipIf(isBrokerMissing)(`for real (skipped where ${HOW_TO_GET_IT})`, () => {
  test('a healthy run does what its simulation does, effect by effect, and leaves nothing', async () => {
    const { comparison, left } = await compareForReal(['healthy', ...SHORT]);
    for (const mode of ['direct', 'event']) {
      const real = comparison.modes[mode];
      const simulated = comparison.simulated?.[mode];
      if (real === undefined || simulated === undefined) throw new Error(`${mode} did not run`);
      expect(real.requests.offered).toBeGreaterThan(200);
      expect(countsOf(real)).toEqual(countsOf(simulated));
      expect(real.requests.completed).toBe(simulated.requests.completed);
      expect(real.end.reason).toBe('quiet');
    }
    expect(comparison.real?.cores).toBeGreaterThan(0);
    const { httpRoundTrip, deliveryLatency } = comparison.real!.noise;
    for (const noise of [httpRoundTrip, deliveryLatency]) expect(noise?.p50).toBeGreaterThan(0);
    expect(left).toEqual([]);
  });

  test('callers that time out are told of because of whom, and nothing is open when all is quiet', async ({
    skip,
  }) => {
    const { comparison } = await compareForReal([
      'slow-payment',
      '--set',
      'load.duration=10s',
      '--set',
      'load.warmup=2s',
      '--set',
      'faults.0.at=4s',
      '--set',
      'faults.0.for=3s',
      '--no-control',
      '--modes',
      'direct',
    ]);
    const real = comparison.modes.direct as Measurements;
    const simulated = comparison.simulated?.direct as Measurements;
    expect(real.requests.outcomes.accepted.inFlight + real.requests.outcomes.refused.inFlight).toBe(0);
    expect(real.cascades.find(({ victim }) => victim === 'caller')?.origin).toBeDefined();
    skip(isNoisy(comparison.real!), 'the machine was too busy for its times to be compared');
    const failed = (run: Measurements): number =>
      run.cascades.filter(({ victim }) => victim === 'caller').reduce((sum, { count }) => sum + count, 0);
    // How many of a hundred callers time out hangs on milliseconds where retries take as long as they may: seven more or less
    // on a machine that does nothing else.
    expect(Math.abs(failed(real) - failed(simulated))).toBeLessThanOrEqual(failed(simulated) / 4);
  });

  test('a service that is killed loses no accepted request in event mode', async () => {
    const { comparison } = await compareForReal([
      'healthy',
      ...SHORT,
      '--modes',
      'event',
      '--crash',
      'payment@4s+1s',
    ]);
    const { requests } = comparison.modes.event as Measurements;
    const { completed, declined } = requests.outcomes.accepted;
    expect(requests.accepted).toBeGreaterThan(200);
    expect(completed + declined).toBe(requests.accepted);
  });

  test('events wait for a broker that stands still, and none is lost', async () => {
    const { comparison } = await compareForReal([
      'healthy',
      ...SHORT,
      '--modes',
      'event',
      '--bus-outage',
      '4s+2s',
    ]);
    const { requests, services } = comparison.modes.event as Measurements;
    const { completed, declined } = requests.outcomes.accepted;
    expect(completed + declined).toBe(requests.accepted);
    expect(Object.values(services).map(({ doubleEffects }) => doubleEffects)).toEqual([0, 0, 0, 0, 0]);
  });

  test('a broker that is killed and comes back on its store has lost nothing; what it brings twice is counted', async () => {
    const { comparison, left } = await compareForReal([
      'broker-crash',
      ...SHORT,
      '--modes',
      'event',
      '--set',
      'faults.0.at=4s',
      '--set',
      'faults.0.for=1s',
      '--set',
      'expect=[]',
    ]);
    const { requests, services, end } = comparison.modes.event as Measurements;
    const { completed, declined } = requests.outcomes.accepted;
    expect(requests.accepted).toBeGreaterThan(200);
    expect(completed + declined).toBe(requests.accepted);
    expect(end.reason).toBe('quiet');
    const sum = (figure: 'doubleEffects' | 'lostAcks'): number =>
      Object.values(services).reduce((total, service) => total + service[figure], 0);
    // A step that is idempotent notices.
    expect(services.payment?.doubleEffects).toBe(0);
    // Each was delivered twice, or follows from one that was.
    expect(sum('doubleEffects')).toBeLessThanOrEqual(sum('lostAcks') * Object.keys(services).length);
    expect(left).toEqual([]);
  });

  test('after kill -9 of the command nothing is left of its run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cd-kill-'));
    try {
      const command = startCommand(['run', 'healthy', '--real', '--modes', 'event'], folder);
      const id = command.pid ?? 0;
      // Keeper, broker and five services.
      expect(await until(() => processesOf(id).length >= 7, 20_000)).toBe(true);
      const all = processesOf(id);
      command.kill('SIGKILL');
      expect(await until(() => !all.some(isAlive), 5000)).toBe(true);
      expect(await until(() => readdirSync(folder).length === 0, 2000)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test.each([
  [['--network', 'payment=10%'], /network of payment cannot be made real/],
  [['--duplicates', '10%'], /duplicates of bus cannot be made real/],
  [['--runs', '3'], /--real: goes with one run/],
])('what cannot be made real is refused before anything starts: %j', async (flags, message) => {
  const { code, stderr, left } = await runCommand(['run', 'healthy', '--real', ...flags]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(left).toEqual([]);
});
