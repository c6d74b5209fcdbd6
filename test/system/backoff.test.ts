import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backoff } from '../../src/plan/plan.js';
import { backoffDelay } from '../../src/system/backoff.js';
import { constant, retry, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

const policy = (jitter: Backoff['jitter']): Backoff => ({
  initialDelay: 50,
  multiplier: 2,
  maxDelay: 1000,
  jitter,
});
const fromUs = fc.double({ min: 0, max: 1, noNaN: true });
const tries = fc.integer({ min: 1, max: 100 });
/** min(1000, 50 · 2^(n-1)) */
const full = (n: number): number => Math.min(1000, 50 * 2 ** (n - 1));

describe('the wait before the n-th try again', () => {
  it('without jitter is 50, 100, 200, 400, 800, and then 1000', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 5000].map((n) => backoffDelay(policy('none'), n, 0.3, 0));
    expect(waits).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000]);
  });

  it('with full jitter is anything from nothing to that', () => {
    fc.assert(
      fc.property(tries, fromUs, (n, u) => {
        expect(backoffDelay(policy('full'), n, u, 0)).toBe(u * full(n));
      }),
    );
  });

  it('with equal jitter is anything from half of that to that', () => {
    expect(backoffDelay(policy('equal'), 3, 0, 0)).toBe(100);
    expect(backoffDelay(policy('equal'), 3, 0.5, 0)).toBe(150);
    expect(backoffDelay(policy('equal'), 3, 1, 0)).toBe(200);
  });

  it('decorrelated is anything from initialDelay to three times the wait before, and maxDelay at most', () => {
    // The first is taken as if initialDelay had been waited before.
    expect(backoffDelay(policy('decorrelated'), 1, 0, 0)).toBe(50);
    expect(backoffDelay(policy('decorrelated'), 1, 1, 0)).toBe(150);
    expect(backoffDelay(policy('decorrelated'), 2, 0.5, 150)).toBe(50 + (450 - 50) / 2);
    expect(backoffDelay(policy('decorrelated'), 3, 1, 450)).toBe(1000);
    fc.assert(
      fc.property(fromUs, fc.double({ min: 50, max: 1000, noNaN: true }), (u, before) => {
        const wait = backoffDelay(policy('decorrelated'), 2, u, before);
        expect(wait).toBeGreaterThanOrEqual(50);
        expect(wait).toBeLessThanOrEqual(Math.min(1000, before * 3));
      }),
    );
  });

  it('grows without end where nothing bounds it, and stays where there is nothing to grow', () => {
    expect(backoffDelay({ ...policy('none'), maxDelay: Infinity }, 3, 0, 0)).toBe(200);
    expect(backoffDelay({ ...policy('none'), multiplier: 1 }, 1e9, 0, 0)).toBe(50);
    expect(backoffDelay({ ...policy('none'), initialDelay: 0 }, 1e9, 0, 0)).toBe(0);
  });
});

describe('in a run', () => {
  const waits = async (jitter: Backoff['jitter'], seed: number): Promise<number[]> => {
    const down = scenario({
      services: { a: '0ms' },
      steps: ['a'],
      caller: { retry: retry(4, { jitter }) },
      faults: [{ kind: 'outage', target: 'a' }],
      seed,
    });
    const times = (await timeline(down, 'direct', 'a failed')).map((line) => parseFloat(line));
    return times.slice(1).map((time, index) => time - (times[index] ?? 0));
  };

  it('decorrelated jitter remembers the wait before', async () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const [first = NaN, second = NaN, third = NaN] = await waits('decorrelated', seed);
      expect(first).toBeGreaterThanOrEqual(50 - 0.001);
      expect(first).toBeLessThanOrEqual(150 + 0.001);
      expect(second).toBeLessThanOrEqual(first * 3 + 0.01);
      expect(third).toBeLessThanOrEqual(second * 3 + 0.01);
    }
  });

  it('each wait of a request is drawn anew, and another request draws others', async () => {
    const [first = NaN, second = NaN, third = NaN] = await waits('full', 1);
    const shares = [first / 50, second / 100, third / 200].map((share) => share.toFixed(4));
    expect(new Set(shares).size).toBe(3);
    expect(await waits('full', 2)).not.toEqual([first, second, third]);
    expect(await waits('full', 1)).toEqual([first, second, third]);
  });

  it('each wait is drawn anew after refusals of a breaker, too', async () => {
    const refused = scenario({
      services: { a: '0ms' },
      steps: ['a'],
      caller: {
        retry: retry(4, { jitter: 'full', multiplier: 1 }),
        circuitBreaker: {
          consecutiveFailures: 1,
          waitDurationInOpenState: '10s',
          permittedNumberOfCallsInHalfOpenState: 1,
        },
      },
      faults: [{ kind: 'outage', target: 'a' }],
    });
    const times = (await timeline(refused, 'direct', 'a failed')).map((line) => parseFloat(line));
    const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? 0)).toFixed(2));
    expect(new Set(gaps).size).toBe(3);
  });

  it.each(['event', 'shared-database'] as const)(
    'each wait for a redelivery is drawn anew, and for another request others: %s mode',
    async (mode) => {
      const failing = scenario({
        services: { a: '0ms', b: '0ms' },
        steps: ['a', 'b'],
        bus: { redelivery: { maxDeliveries: 6, initialDelay: '10s', multiplier: 1, jitter: 'full' } },
        database: { latency: constant('0ms'), pollInterval: '1ms' },
        faults: [{ kind: 'errors', target: 'b', rate: 1 }],
        load: { rate: '1/ms', requests: 2 },
      });
      const lines = await timeline(failing, mode, 'b failed');
      const waitsOf = (isOf: (line: string) => boolean): number[] => {
        const times = lines.filter(isOf).map((line) => parseFloat(line));
        return times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 10));
      };
      const first = waitsOf((line) => !line.endsWith('#1'));
      const second = waitsOf((line) => line.endsWith('#1'));
      expect(first).toHaveLength(5);
      // Hundredths of ten seconds, which a poll rounds up by less than one.
      expect(new Set(first).size).toBeGreaterThan(3);
      expect(second).not.toEqual(first);
    },
  );
});
