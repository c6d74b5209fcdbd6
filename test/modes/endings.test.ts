import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/engine/virtual-clock.js';
import { runMode } from '../../src/modes/simulate.js';
import { makePlan } from '../../src/plan/plan.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { listen } from '../../src/trace/listen.js';
import { constant, retry, run, scenario } from '../support/scenario.js';

const ENDLESS = 1_000_000_000;

describe('a load that only its number of requests bounds', () => {
  const slow = { services: { a: { latency: constant('5s') } }, steps: ['a'] };
  const ten = { rate: '10/s', requests: 10, drain: '1s' };

  it('lasts for the drain after the last request was begun', async () => {
    const { end, requests } = await run(scenario({ ...slow, load: ten }), 'direct');
    expect(end).toEqual({ at: 1900, reason: 'drained' });
    expect(requests).toMatchObject({ offered: 10, accepted: 0, timedOut: 10 });
    expect(requests.outcomes.refused.inFlight).toBe(10);
  });

  it('ends though every request is tried again for ever', async () => {
    const poison: Fault = { kind: 'poison', target: 'b', rate: 1 };
    const it = scenario({
      services: { a: '5ms', b: '9ms' },
      steps: ['a', 'b'],
      calls: { retry: retry(ENDLESS) },
      bus: { redelivery: { maxDeliveries: ENDLESS } },
      load: { rate: '50/s', requests: 15, drain: '1s' },
      faults: [poison],
    });
    expect((await run(it, 'direct')).end).toEqual({ at: 1280, reason: 'drained' });
    expect((await run(it, 'event')).end).toEqual({ at: 1280, reason: 'drained' });
    expect((await run(it, 'shared-database')).end).toEqual({ at: 1280, reason: 'drained' });
  });

  it('ends though a publication never reaches the bus', async () => {
    const it = scenario({
      services: { a: '1ms', b: '1ms' },
      steps: ['a', 'b'],
      load: { rate: '10/s', requests: 20, drain: '10m' },
      faults: [{ kind: 'network', target: 'a', loss: 1, way: 'out' }],
    });
    expect((await run(it, 'event')).end).toEqual({ at: 601_900, reason: 'drained' });
  });

  it('ends when all clients have waited for the drain, and is measured until then', async () => {
    const it = scenario({
      services: { a: { latency: constant('10ms'), concurrency: 4 } },
      steps: ['a'],
      load: { clients: 4, thinkTime: constant('100ms'), requests: 100_000, drain: '10s' },
      faults: [{ kind: 'hang', target: 'a', at: '20s' }],
    });
    const { end, requests, throughput, services } = await run(it, 'direct');
    // 182 trips of 110 ms each begin before 20 s; the four of the last one are never answered.
    expect(requests).toMatchObject({ offered: 4 * 183, accepted: 4 * 182, timedOut: 4 });
    expect(end.reason).toBe('stuck');
    expect(throughput.accepted).toBeCloseTo((4 * 182) / (end.at / 1000), 6);
    expect(throughput.phases.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['before', 0, 20_000],
      ['during', 20_000, end.at],
    ]);
    expect(services.a?.utilization).toBeGreaterThan(0);
  });

  it('lets a client think for longer than the drain', async () => {
    const it = scenario({
      services: { a: '1ms' },
      steps: ['a'],
      load: { clients: 1, thinkTime: constant('1h'), requests: 3, drain: '1s' },
    });
    expect((await run(it, 'direct')).requests.completed).toBe(3);
  });

  it('starts no more clients than there are requests', async () => {
    const it = scenario({
      services: { a: '1ms' },
      steps: ['a'],
      load: { clients: 10_000_000, requests: 15 },
    });
    expect((await run(it, 'direct')).requests.completed).toBe(15);
  });
});

describe('a moment without end', () => {
  const spin = {
    services: { a: '0ms', b: '0ms' },
    steps: ['a', 'b'],
    load: { rate: '10/s', duration: '2s', drain: '1s' },
  };

  it('is ended where a call is tried again in no time', async () => {
    const calls = { retry: retry(ENDLESS, { initialDelay: '0ms' }) };
    const it = scenario({ ...spin, calls, faults: [{ kind: 'outage', target: 'b' }] });
    expect((await run(it, 'direct')).end).toEqual({ at: 0, reason: 'looping' });
  });

  it('is ended where a message is delivered again in no time', async () => {
    const bus = { redelivery: { maxDeliveries: ENDLESS, initialDelay: '0ms' } };
    const it = scenario({ ...spin, bus, faults: [{ kind: 'poison', target: 'b', rate: 1 }] });
    expect((await run(it, 'event')).end).toEqual({ at: 0, reason: 'looping' });
  });

  it('is ended where the outer caller tries again in no time', async () => {
    const caller = { retry: retry(ENDLESS, { initialDelay: '0ms' }) };
    const it = scenario({ ...spin, caller, faults: [{ kind: 'outage', target: 'a' }] });
    expect((await run(it, 'direct')).end).toEqual({ at: 0, reason: 'looping' });
  });
});

describe('more open work than fits into memory', () => {
  it('ends the run early, with what there is', async () => {
    const it = scenario({
      services: { a: { latency: constant('0ms'), concurrency: 'unbounded' } },
      steps: ['a'],
      load: { rate: '1000000/s', duration: '1h', drain: '1s' },
      faults: [{ kind: 'hang', target: 'a' }],
    });
    const { end, requests, throughput } = await run(it, 'direct', { mostOpen: 20_000 });
    expect(end.reason).toBe('crowded');
    // Each request has its caller's waiting and a call open. The clock looks now and then.
    expect(requests.offered).toBeGreaterThanOrEqual(10_000);
    expect(requests.offered).toBeLessThan(12_000);
    expect(throughput.offered).toBeCloseTo(1_000_000, -4);
  });
});

describe('a mistake', () => {
  const broken = () =>
    listen({
      released: () => {
        throw new RangeError('a mistake');
      },
    });
  const two = { services: { a: '1ms', b: '1ms' }, steps: ['a', 'b'] };

  it.each(['direct', 'event', 'shared-database'] as const)(
    'ends a run of %s mode with its error',
    async (mode) => {
      const plan = makePlan(scenario(two));
      const running = runMode(plan, mode, new VirtualClock(), broken(), { faults: true });
      await expect(running).rejects.toThrow(new RangeError('a mistake'));
    },
  );

  it('ends a run in which the outer caller tries again, too', async () => {
    const it = scenario({
      ...two,
      caller: { retry: retry(3) },
      faults: [{ kind: 'outage', target: 'a', for: '10ms' }],
    });
    const running = runMode(makePlan(it), 'direct', new VirtualClock(), broken(), { faults: true });
    await expect(running).rejects.toThrow(new RangeError('a mistake'));
  });
});

describe('a request', () => {
  it('has not ended while a call whose answer was lost is waited for', async () => {
    const it = scenario({
      services: { a: '1ms', b: '1ms', c: { latency: constant('1ms'), concurrency: 1, queue: 0 } },
      steps: ['a', { service: 'b', on: ['a done'], critical: false }, { service: 'c', on: ['a done'] }],
      calls: { timeout: '15ms' },
      faults: [
        { kind: 'network', target: 'a', loss: 1, way: 'in', at: '1ms' },
        { kind: 'outage', target: 'c' },
      ],
    });
    const seen: string[] = [];
    const clock = new VirtualClock();
    const facts = listen({
      failed: (_request, step) => seen.push(`${clock.now} ${step.name} failed`),
      ended: () => seen.push(`${clock.now} ended`),
    });
    await runMode(makePlan(it), 'direct', clock, facts, { faults: true });
    expect(seen).toEqual(['16 b failed', '16 c failed', '16 a failed', '16 ended']);
  });
});

describe('the luck of a spike', () => {
  it('is its own, however many there are', async () => {
    const keys = new Set<number>();
    const spikes = Array.from({ length: 40 }, (_, n): Fault => ({
      kind: 'spike',
      target: 'load',
      multiply: 2,
      at: `${n}s`,
      for: '1s',
    }));
    const it = scenario({
      services: { a: '1ms' },
      steps: ['a'],
      load: { rate: '10/s', duration: '40s' },
      faults: spikes,
    });
    const facts = listen({ begun: ({ key }) => keys.add(key | 0) });
    await runMode(makePlan(it), 'direct', new VirtualClock(), facts, { faults: true });
    expect(keys.size).toBe(800);
  });
});
