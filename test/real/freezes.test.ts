import { describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../src/faults/effects.js';
import { isNoisy } from '../../src/compare/beside.js';
import type { Measurements } from '../../src/measure/measurements.js';
import { frozenStretches } from '../../src/real/freezes.js';
import { compareForReal, HOW_TO_GET_IT, isBrokerMissing } from './processes.js';

const SHORT = ['--set', 'load.duration=9s', '--set', 'load.warmup=2s', '--no-control', '--no-faults'];

function freeze(at: number, until: number, target = 'payment'): FaultPlan {
  return { kind: 'freeze', target, at, until } as FaultPlan;
}

test('freezes that overlap are one, and those of others are theirs', () => {
  const faults = [freeze(50, 60), freeze(10, 30), freeze(20, 25), freeze(0, 99, 'orders'), freeze(30, 40)];
  expect(frozenStretches(faults, 'payment')).toEqual([
    { at: 10, until: 40 },
    { at: 50, until: 60 },
  ]);
  expect(frozenStretches([freeze(5, Infinity), freeze(7, 9)], 'payment')).toEqual([
    { at: 5, until: Infinity },
  ]);
});

describe.skipIf(isBrokerMissing)(`for real (skipped where ${HOW_TO_GET_IT})`, () => {
  test('callers wait for a process that stands still, and nobody is refused before it goes on', async ({
    skip,
  }) => {
    const { comparison, left } = await compareForReal([
      'frozen-payment',
      ...SHORT,
      '--freeze',
      'payment@4s+2s',
    ]);
    expect(left).toEqual([]);
    skip(isNoisy(comparison.real!), 'the machine was too busy for its times to be compared');
    for (const mode of ['direct', 'event']) {
      const real = comparison.modes[mode] as Measurements;
      const simulated = comparison.simulated?.[mode] as Measurements;
      // On a busy machine a call or two are answered on the other side of a time limit.
      expect(Math.abs(real.requests.accepted - simulated.requests.accepted)).toBeLessThanOrEqual(5);
      expect(Math.abs(real.requests.completed - simulated.requests.completed)).toBeLessThanOrEqual(5);
      expect(real.completionTime.max).toBeGreaterThan(2000);
      // All that waited outside is there at once, as in the simulation.
      expect(Math.abs(real.peakBacklog - simulated.peakBacklog)).toBeLessThanOrEqual(15);
    }
  });

  test('a process may be killed while it stands still, and stands still again where its freeze goes on', async () => {
    const { comparison, left } = await compareForReal([
      'healthy',
      ...SHORT,
      '--modes',
      'event',
      '--freeze',
      'payment@3s+3s',
      '--freeze',
      'payment@4s+1s',
      '--crash',
      'payment@4s+500ms',
    ]);
    const { requests, end } = comparison.modes.event as Measurements;
    const { completed, declined } = requests.outcomes.accepted;
    expect(completed + declined).toBe(requests.accepted);
    expect(end.reason).toBe('quiet');
    expect(left).toEqual([]);
  });

  test('a run that ends with a process that stands still for ever leaves nothing', async () => {
    const { comparison, left } = await compareForReal([
      'healthy',
      ...SHORT,
      '--modes',
      'direct',
      '--set',
      'load.duration=3s',
      '--set',
      'load.drain=1s',
      '--set',
      'slo.completion=1s',
      '--set',
      'load.warmup=0s',
      '--freeze',
      'payment@2s',
    ]);
    expect(comparison.modes.direct?.end.reason).toBe('drained');
    expect(left).toEqual([]);
  });
});
