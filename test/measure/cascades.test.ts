import { describe, expect, it } from 'vitest';
import { after, constant, consecutiveFailures, retry, run, scenario } from '../support/scenario.js';

const slowChain = {
  services: { a: '10ms', b: '10ms', c: '10m' },
  steps: ['a', 'b', 'c'],
};

describe('the origin of a timeout', () => {
  it('is the deepest service in which the attempt then works', async () => {
    const { cascades } = await run(scenario({ ...slowChain, caller: { timeout: '100ms' } }), 'direct');
    expect(cascades).toEqual([
      { origin: 'c', victim: 'caller', count: 1 },
      { origin: 'c', victim: 'a', count: 1 },
    ]);
  });

  it('or in which it waits for a slot', async () => {
    const queue = scenario({
      services: { a: '0ms', b: '0ms', c: { latency: constant('80ms'), concurrency: 1 } },
      steps: ['a', 'b', 'c'],
      caller: { timeout: '100ms' },
      load: { rate: '1/ms', requests: 2 },
    });
    // The second has its slot at 80 and would be done at 160; it is given up at 101.
    expect((await run(queue, 'direct')).cascades).toEqual([
      { origin: 'c', victim: 'caller', count: 1 },
      { origin: 'c', victim: 'a', count: 1 },
    ]);
  });

  it('is the service itself while it works', async () => {
    const own = scenario({
      services: { a: '1s', b: '0ms' },
      steps: ['a', 'b'],
      caller: { timeout: '100ms' },
    });
    expect((await run(own, 'direct')).cascades).toEqual([
      { origin: 'a', victim: 'caller', count: 1 },
      { origin: 'a', victim: 'a', count: 1 },
    ]);
  });

  it('is where the last failure began while it waits to be tried again', async () => {
    const again = scenario({
      services: { a: '0ms', b: '0ms', c: '0ms' },
      steps: ['a', 'b', 'c'],
      caller: { timeout: '100ms' },
      calls: { retry: retry(2, { initialDelay: '1s' }) },
      faults: [{ kind: 'outage', target: 'c' }],
    });
    expect((await run(again, 'direct')).cascades).toEqual([
      { origin: 'c', victim: 'caller', count: 1 },
      { origin: 'c', victim: 'a', count: 1 },
      // a's call is given up, and goes on: b tries c twice, and a tries b twice.
      { origin: 'c', victim: 'b', count: 2 },
      { origin: 'c', victim: 'c', count: 4 },
    ]);
  });

  it('of two callees at once is the one that waits deeper', async () => {
    const fork = scenario({
      services: { a: '0ms', b: '10m', c: '0ms', d: '10m' },
      steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['c'])],
      caller: { timeout: '100ms' },
    });
    expect((await run(fork, 'direct')).cascades).toEqual([
      { origin: 'd', victim: 'caller', count: 1 },
      { origin: 'd', victim: 'a', count: 1 },
    ]);
  });

  it('of a delivery is its own service', async () => {
    const overrun = scenario({
      services: { a: '0ms', b: '100ms' },
      steps: ['a', 'b'],
      bus: { ackWait: '60ms', redelivery: { maxDeliveries: 1 } },
    });
    expect((await run(overrun, 'event')).cascades).toEqual([{ origin: 'b', victim: 'b', count: 1 }]);
  });
});

describe('the origin of an overload rejection', () => {
  const crowded = (c: string, a: string) =>
    scenario({
      services: { a: { latency: constant(a), concurrency: 3, queue: 0 }, b: '0ms', c },
      steps: ['a', 'b', 'c'],
      load: { rate: '1/ms', requests: 4 },
    });

  it('is the deepest service for which most of the slots are held', async () => {
    // All three slots of a wait for c when the fourth comes.
    expect((await run(crowded('100ms', '0ms'), 'direct')).cascades).toEqual([
      { origin: 'c', victim: 'caller', count: 1 },
      { origin: 'c', victim: 'a', count: 1 },
    ]);
  });

  it('is the service itself if its slots work', async () => {
    expect((await run(crowded('0ms', '100ms'), 'direct')).cascades).toEqual([
      { origin: 'a', victim: 'caller', count: 1 },
      { origin: 'a', victim: 'a', count: 1 },
    ]);
  });

  it('goes by most: one slot that works, two that wait for c', async () => {
    const mixed = scenario({
      services: { a: { latency: constant('0ms'), concurrency: 3, queue: 0 }, c: '100ms' },
      steps: ['a', 'c'],
      load: { rate: '1/ms', requests: 4 },
      // Only the first of the three works long itself.
      faults: [{ kind: 'latency', target: 'a', add: '100ms', for: '1ms' }],
    });
    expect((await run(mixed, 'direct')).cascades).toEqual([
      { origin: 'c', victim: 'caller', count: 1 },
      { origin: 'c', victim: 'a', count: 1 },
    ]);
  });

  it('is the service itself where no slot is left to anybody', async () => {
    const none = scenario({
      services: { a: { latency: constant('0ms'), queue: 0 } },
      steps: ['a'],
      faults: [{ kind: 'slots', target: 'a', concurrency: 0 }],
    });
    expect((await run(none, 'direct')).cascades).toEqual([
      { origin: 'a', victim: 'caller', count: 1 },
      { origin: 'a', victim: 'a', count: 1 },
    ]);
  });
});

describe('an inherited failure', () => {
  it('keeps its origin all the way up', async () => {
    const failing = scenario({
      services: { a: '1ms', b: '1ms', c: '1ms' },
      steps: ['a', 'b', 'c'],
      faults: [{ kind: 'errors', target: 'c', rate: 1 }],
    });
    const { cascades, services } = await run(failing, 'direct');
    expect(cascades).toEqual([
      { origin: 'c', victim: 'caller', count: 1 },
      { origin: 'c', victim: 'a', count: 1 },
      { origin: 'c', victim: 'b', count: 1 },
      { origin: 'c', victim: 'c', count: 1 },
    ]);
    expect([services.a?.failures.inherited, services.b?.failures.inherited]).toEqual([1, 1]);
    expect(services.c?.failures).toMatchObject({ injected: 1, inherited: 0 });
  });

  it('does not exist in event mode: what fails behind it is nothing to the caller', async () => {
    const failing = scenario({
      services: { a: '1ms', b: '1ms', c: '1ms' },
      steps: ['a', 'b', 'c'],
      bus: { redelivery: { maxDeliveries: 3 } },
      faults: [{ kind: 'errors', target: 'c', rate: 1 }],
    });
    expect((await run(failing, 'event')).cascades).toEqual([{ origin: 'c', victim: 'c', count: 3 }]);
  });
});

it('a caller whose breaker refuses fails because of whoever made it open', async () => {
  const refused = scenario({
    services: { a: '0ms', b: '0ms' },
    steps: ['a', 'b'],
    calls: { circuitBreaker: consecutiveFailures(1, '1m') },
    faults: [{ kind: 'outage', target: 'b' }],
    load: { rate: '1/s', requests: 3 },
  });
  const { cascades } = await run(refused, 'direct');
  expect(cascades).toEqual([
    { origin: 'b', victim: 'caller', count: 3 },
    { origin: 'b', victim: 'a', count: 3 },
    { origin: 'b', victim: 'b', count: 3 },
  ]);
});

it('nobody is a victim of a decline', async () => {
  const declining = scenario({
    services: { a: '0ms', b: { latency: constant('0ms'), declineRate: 1 } },
    steps: ['a', 'b'],
  });
  expect((await run(declining, 'direct')).cascades).toEqual([]);
});
