import { describe, expect, it } from 'vitest';
import type { ServiceMeasurements } from '../../src/measure/measurements.js';
import { after, constant, run, scenario } from '../support/scenario.js';

/** One slot at b and 100 ms apart: short enough to follow on paper. */
const three = scenario({
  services: {
    a: { latency: constant('10ms'), concurrency: 2 },
    b: { latency: constant('40ms'), concurrency: 1 },
  },
  steps: ['a', 'b'],
  load: { rate: '100/s', requests: 3, duration: '200ms' },
});
/*
 * direct: #0 comes at 0, a 0-10, b 10-50; a is free at 50.
 *         #1 comes at 10, a 10-20, waits for b from 20 to 50, b 50-90; a is free at 90.
 *         #2 comes at 20, finds both slots of a taken, waits until 50; a 50-60, waits for b from 60 to 90, b 90-130.
 *         Responses: 50, 80, 110.
 * event:  a 0-10, 10-20, 20-30; b 10-50, 50-90, 90-130, waited for 0, 30, 60.
 *         Responses: 10, 10, 10; completions: 50, 80, 110.
 */

async function service(mode: 'direct' | 'event', name: string): Promise<ServiceMeasurements> {
  const measured = (await run(three, mode)).services[name];
  if (measured === undefined) throw new Error(`no service ${name}`);
  return measured;
}

describe('times', () => {
  it('responseTime, acceptedTime and completionTime of direct calls are one', async () => {
    const { responseTime, acceptedTime, completionTime, completionLag } = await run(three, 'direct');
    // The variance of 50, 80, 110 is (900 + 0 + 900) / 3.
    expect(responseTime).toEqual({
      count: 3,
      mean: 80,
      sd: Math.sqrt(600),
      p50: 80,
      p95: 110,
      p99: 110,
      max: 110,
    });
    expect(acceptedTime).toEqual(responseTime);
    expect(completionTime).toEqual(responseTime);
    expect(completionLag).toEqual({ count: 3, mean: 0, sd: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  });

  it('events answer soon and complete later', async () => {
    const { responseTime, acceptedTime, completionTime, completionLag } = await run(three, 'event');
    expect(responseTime).toEqual({ count: 3, mean: 10, sd: 0, p50: 10, p95: 10, p99: 10, max: 10 });
    expect(acceptedTime).toEqual(responseTime);
    expect(completionTime).toMatchObject({ count: 3, mean: 80, max: 110 });
    // 40, 70, 100
    expect(completionLag).toMatchObject({ count: 3, mean: 70, p50: 70, max: 100 });
  });

  it('responseTime is of every answer, acceptedTime of yes alone, completionTime of what is done, told or not', async () => {
    const mixed = scenario({
      services: { a: '30ms' },
      steps: ['a'],
      caller: { timeout: '50ms' },
      // At 0: yes after 30. At 1000: slow, timed out after 50, done after 80. At 2000: refused after 0.
      faults: [
        { kind: 'latency', target: 'a', add: '50ms', at: '500ms', for: '1s' },
        { kind: 'outage', target: 'a', at: '1500ms' },
      ],
      load: { requests: 3 },
    });
    const { responseTime, acceptedTime, completionTime } = await run(mixed, 'direct');
    expect(responseTime).toMatchObject({ count: 3, mean: (30 + 50 + 0) / 3, max: 50 });
    expect(acceptedTime).toMatchObject({ count: 1, mean: 30 });
    expect(completionTime).toMatchObject({ count: 2, mean: (30 + 80) / 2 });
  });
});

describe('a service', () => {
  it('counts attempts, successes, effects', async () => {
    expect(await service('direct', 'b')).toMatchObject({
      attempts: 3,
      succeeded: 3,
      effects: 3,
      doubleEffects: 0,
      duplicates: 0,
      deadLettered: 0,
      failures: { injected: 0, inherited: 0, overload: 0, timeout: 0, breaker: 0, declined: 0 },
    });
  });

  it('waitTime is from arrival to slot, and the share of those that had to wait', async () => {
    // a: 0, 0, 30; b: 0, 30, 30.
    expect((await service('direct', 'a')).waitTime).toMatchObject({
      waited: 1 / 3,
      count: 3,
      mean: 10,
      max: 30,
    });
    expect((await service('direct', 'b')).waitTime).toMatchObject({
      waited: 2 / 3,
      count: 3,
      mean: 20,
      p50: 30,
    });
    // b: 0, 30, 60.
    expect((await service('event', 'a')).waitTime).toMatchObject({ waited: 0, count: 3, max: 0 });
    expect((await service('event', 'b')).waitTime).toMatchObject({ waited: 2 / 3, mean: 30, max: 60 });
  });

  it('serviceTime is its own work, holdTime from slot taken to slot released', async () => {
    // a holds for 50, 80, 80.
    expect((await service('direct', 'a')).serviceTime).toMatchObject({ count: 3, mean: 10, max: 10 });
    expect((await service('direct', 'a')).holdTime).toMatchObject({ count: 3, mean: 70, max: 80, p50: 80 });
    expect((await service('direct', 'b')).holdTime).toMatchObject({ count: 3, mean: 40, max: 40 });
    expect((await service('event', 'a')).holdTime).toMatchObject({ count: 3, mean: 10, max: 10 });
  });

  it('holdTime knows of the shortest wait for somebody else', async () => {
    const quick = scenario({ services: { a: '10ms', b: '0.5ms' }, steps: ['a', 'b'] });
    const { a } = (await run(quick, 'direct')).services;
    expect([a?.serviceTime.max, a?.holdTime.max]).toEqual([10, 10.5]);
  });

  it('utilization is the share of slot time taken in the window', async () => {
    // The load is over at 30 ms, when a fourth request would have begun. Until then a's two slots are taken 30 + 20 of
    // 60 ms, b's one slot 20 of 30 ms; in event mode a's 10 + 10 + 10.
    expect((await service('direct', 'a')).utilization).toBeCloseTo(50 / 60, 12);
    expect((await service('direct', 'b')).utilization).toBeCloseTo(20 / 30, 12);
    expect((await service('event', 'a')).utilization).toBeCloseTo(30 / 60, 12);
  });

  it('blockedShare is the share of its taken slot time in which it waits for others', async () => {
    // In direct mode a waits from 10 and from 20 on: 20 + 10 of 50 ms.
    expect((await service('direct', 'a')).blockedShare).toBeCloseTo(30 / 50, 12);
    expect((await service('direct', 'b')).blockedShare).toBe(0);
    expect((await service('event', 'a')).blockedShare).toBe(0);
  });

  it('peakQueue is the most that waited for its slots at once', async () => {
    expect([(await service('direct', 'a')).peakQueue, (await service('direct', 'b')).peakQueue]).toEqual([
      1, 1,
    ]);
    expect([(await service('event', 'a')).peakQueue, (await service('event', 'b')).peakQueue]).toEqual([
      0, 2,
    ]);
  });

  it('of unbounded concurrency has no utilization', async () => {
    const free = scenario({
      services: { a: { latency: constant('10ms'), concurrency: 'unbounded' } },
      steps: ['a'],
      load: { rate: '100/s', duration: '1s' },
    });
    expect((await run(free, 'direct')).services.a).toMatchObject({ utilization: 0, peakQueue: 0 });
  });
});

describe('a run', () => {
  it('amplification is attempts per request, of all services and of the busiest', async () => {
    const fork = scenario({
      services: { a: '1ms', s: '1ms' },
      steps: [after('a', []), after('b', ['a'], { service: 's' }), after('c', ['a'], { service: 's' })],
      load: { requests: 2 },
    });
    for (const mode of ['direct', 'event'] as const) {
      expect((await run(fork, mode)).amplification).toEqual({ total: 3, worst: 2 });
    }
  });

  it('peakBacklog is the most that waited at once, whatever for', async () => {
    // From 20 on #1 waits for b and #2 for a; from 30 on both wait for b.
    expect((await run(three, 'direct')).peakBacklog).toBe(2);
    expect((await run(three, 'event')).peakBacklog).toBe(2);
    const everywhere = scenario({
      services: { a: '0ms', b: '10ms', c: { latency: constant('100ms'), concurrency: 1 } },
      steps: ['a', after('b', ['a']), after('c', ['a'])],
      // b's two messages wait for their redelivery from 10 and 11 on; at c, one waits from 1 to 100.
      faults: [{ kind: 'errors', target: 'b', rate: 1, for: '5ms' }],
      load: { rate: '1/ms', requests: 2 },
    });
    expect((await run(everywhere, 'event')).peakBacklog).toBe(3);
  });

  it('end says when it was over, and why', async () => {
    expect((await run(three, 'direct')).end).toEqual({ at: 130, reason: 'quiet' });
  });
});

describe('throughput', () => {
  it('is what was offered, accepted and completed in the window, per second', async () => {
    // The window is 30 ms long: three offered. Direct accepts none of them in it, event two (at 10, 20; at 30 it is over).
    const direct = (await run(three, 'direct')).throughput;
    expect([direct.offered, direct.accepted, direct.completed]).toEqual([100, 0, 0]);
    const event = (await run(three, 'event')).throughput;
    expect(event.offered).toBe(100);
    expect(event.accepted).toBeCloseTo(2 / 0.03, 9);
    expect(event.completed).toBe(0);
  });
});
