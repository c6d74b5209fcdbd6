import { describe, expect, it } from 'vitest';
import { after, constant, retry, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

const chain = { services: { a: '10ms', b: '20ms', c: '30ms' }, steps: ['a', 'b', 'c'] };

describe('an event', () => {
  it('is published with its step, and the caller has its answer before the rest is done', async () => {
    expect(
      await timeline(scenario({ ...chain, bus: { deliveryLatency: constant('2ms') } }), 'event'),
    ).toEqual([
      '0 a starts',
      '10 a effect',
      '10 a slot free',
      '10 caller accepted',
      '12 b starts',
      '32 b effect',
      '32 b slot free',
      '34 c starts',
      '64 c effect',
      '64 completed',
      '64 c slot free',
    ]);
  });

  it('reaches each of its subscribers', async () => {
    const fork = scenario({
      services: chain.services,
      steps: [after('a', []), after('b', ['a']), after('c', ['a'])],
    });
    expect(await timeline(fork, 'event', 'b starts', 'c starts')).toEqual(['10 b starts', '10 c starts']);
  });

  it('begins a join when all that it waits for is there', async () => {
    const join = scenario({
      services: { ...chain.services, d: '40ms' },
      steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['b', 'c'])],
    });
    expect(await timeline(join, 'event', 'd')).toEqual(['40 d starts', '80 d effect', '80 d slot free']);
  });

  it('goes the outer caller the network as in direct mode', async () => {
    const far = scenario({ ...chain, caller: { networkLatency: constant('6ms') } });
    expect(await timeline(far, 'event', 'a starts', 'caller')).toEqual(['3 a starts', '16 caller accepted']);
  });

  it('waits in its own queue for a slot, without a bound', async () => {
    const narrow = scenario({
      services: { a: '0ms', b: { latency: constant('10ms'), concurrency: 1, queue: 0 } },
      steps: ['a', 'b'],
      load: { rate: '1/ms', requests: 4 },
    });
    // They come at 0, 1, 2, 3 and begin at 0, 10, 20, 30.
    const { services, requests } = await run(narrow, 'event');
    expect(requests.completed).toBe(4);
    expect(services.b).toMatchObject({
      peakQueue: 3,
      waitTime: { waited: 0.75, mean: (9 + 18 + 27) / 4 },
    });
  });

  it('finds the queue of calls bounded at the entry step alone', async () => {
    const narrow = scenario({
      services: { a: { latency: constant('10ms'), concurrency: 1, queue: 1 } },
      steps: ['a'],
      load: { rate: '1/ms', requests: 4 },
    });
    // The first works, the second waits, the third and the fourth are turned away.
    expect(await timeline(narrow, 'event', 'caller')).toEqual([
      '2 caller failed because of a #2',
      '3 caller failed because of a #3',
      '10 caller accepted',
      '20 caller accepted #1',
    ]);
  });
});

describe('a delivery that fails', () => {
  const failing = (maxDeliveries: number) =>
    scenario({
      services: { a: '0ms', b: '10ms' },
      steps: ['a', 'b'],
      bus: { redelivery: { maxDeliveries, initialDelay: '100ms', multiplier: 2, maxDelay: '150ms' } },
      faults: [{ kind: 'errors', target: 'b', rate: 1 }],
    });

  it('comes again after its delay, up to maxDeliveries, and then is a dead letter', async () => {
    // Fails at 10; 100 later again, then 150 (not 200) later.
    expect(await timeline(failing(3), 'event', 'b')).toEqual([
      '0 b starts',
      '10 b slot free',
      '10 b failed: injected',
      '110 b starts',
      '120 b slot free',
      '120 b failed: injected',
      '270 b starts',
      '280 b slot free',
      '280 b failed: injected',
      '280 b dead letter',
    ]);
    const { requests, services, peakBacklog } = await run(failing(3), 'event');
    expect(requests.outcomes.accepted.deadLettered).toBe(1);
    expect(services.b).toMatchObject({ attempts: 3, succeeded: 0, deadLettered: 1 });
    expect(peakBacklog).toBe(1);
  });

  it('is a dead letter at once where there is one delivery only', async () => {
    expect((await run(failing(1), 'event')).services.b).toMatchObject({ attempts: 1, deadLettered: 1 });
  });

  it('has the redelivery of its own step, laid over that of the bus', async () => {
    const own = scenario({
      services: { a: '0ms', b: '10ms' },
      steps: ['a', after('b', ['a'], { redelivery: { maxDeliveries: 2 } })],
      bus: { redelivery: { initialDelay: '70ms' } },
      faults: [{ kind: 'errors', target: 'b', rate: 1 }],
    });
    expect(await timeline(own, 'event', 'b starts', 'b dead')).toEqual([
      '0 b starts',
      '80 b starts',
      '90 b dead letter',
    ]);
  });

  it('leaves other requests alone: they overtake it', async () => {
    const two = scenario({
      services: { a: '0ms', b: { latency: constant('10ms'), concurrency: 1 } },
      steps: ['a', 'b'],
      load: { rate: '100/s', requests: 2 },
      bus: { redelivery: { initialDelay: '100ms' } },
      // Only what begins before 5 ms fails.
      faults: [{ kind: 'errors', target: 'b', rate: 1, for: '5ms' }],
    });
    expect(await timeline(two, 'event', 'b effect')).toEqual(['20 b effect #1', '120 b effect']);
  });
});

describe('an entry step tried again', () => {
  const twice = (idempotent: boolean) =>
    scenario({
      services: { a: '100ms', b: '10ms' },
      steps: [after('a', [], { idempotent }), after('b', ['a'])],
      caller: { timeout: '60ms', retry: retry(2, { initialDelay: '50ms' }) },
    });

  it('publishes again', async () => {
    // a: 0 to 100 and 110 to 210; each is followed by b.
    expect(await timeline(twice(false), 'event', 'a', 'b', 'caller')).toEqual([
      '0 a starts',
      '60 a failed: timeout',
      '100 a effect',
      '100 a slot free',
      '100 b starts',
      '110 a starts',
      '110 b effect',
      '110 b slot free',
      '170 a failed: timeout',
      '170 caller timedOut because of a',
      '210 a second effect',
      '210 a slot free',
      '210 b starts',
      '220 b second effect',
      '220 b slot free',
    ]);
  });

  it('does not, when it is idempotent', async () => {
    // The second attempt finds a's effect of 100 in place at 110, and answers at once.
    expect(await timeline(twice(true), 'event', 'a', 'b starts', 'caller')).toEqual([
      '0 a starts',
      '60 a failed: timeout',
      '100 a effect',
      '100 a slot free',
      '100 b starts',
      '110 a starts',
      '110 a repeated',
      '110 a slot free',
      '110 caller accepted',
    ]);
  });

  it('a second copy of an input that a join has already is dropped', async () => {
    const join = scenario({
      services: { a: '100ms', b: '10ms', c: '20ms', d: '5ms' },
      steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['b', 'c'])],
      caller: { timeout: '60ms', retry: retry(2, { initialDelay: '50ms' }) },
    });
    // a publishes at 100 and 210, so b and c work twice, and d once, at 120.
    const { services } = await run(join, 'event');
    expect(services.b).toMatchObject({ effects: 2, doubleEffects: 1, duplicates: 1 });
    expect(services.c).toMatchObject({ effects: 2, doubleEffects: 1, duplicates: 1 });
    expect(services.d).toMatchObject({ attempts: 1, effects: 1, duplicates: 0 });
  });
});

describe('ackWait', () => {
  const slow = (idempotent: boolean, maxDeliveries = 5) =>
    scenario({
      services: { a: '0ms', b: '0ms', c: '0ms' },
      steps: [after('a', []), after('b', ['a'], { idempotent }), after('c', ['b'])],
      bus: { ackWait: '100ms', redelivery: { maxDeliveries } },
      // What begins before 50 takes 150 ms, what begins later none.
      faults: [{ kind: 'latency', target: 'b', add: '150ms', for: '50ms' }],
    });

  it('runs from the slot taken; an overrun is delivered again at that moment, while the old attempt works on', async () => {
    expect(await timeline(slow(false), 'event', 'b', 'c starts')).toEqual([
      '0 b starts',
      '100 b failed: timeout',
      '100 b starts',
      '100 b effect',
      '100 b slot free',
      '100 c starts',
      '150 b second effect',
      '150 b slot free',
      '150 c starts',
    ]);
    const { services, requests } = await run(slow(false), 'event');
    expect(services.b).toMatchObject({
      attempts: 2,
      succeeded: 2,
      effects: 2,
      doubleEffects: 1,
      duplicates: 1,
      deadLettered: 0,
      failures: { timeout: 1 },
    });
    expect(requests.outcomes.accepted.completed).toBe(1);
  });

  it('an idempotent step recognises at commit what it has done: one effect, one event', async () => {
    expect(await timeline(slow(true), 'event', 'b', 'c starts')).toEqual([
      '0 b starts',
      '100 b failed: timeout',
      '100 b starts',
      '100 b effect',
      '100 b slot free',
      '100 c starts',
      '150 b repeated',
      '150 b slot free',
    ]);
  });

  it('the last one lost is a dead letter, and the request is completed all the same', async () => {
    const { services, requests } = await run(slow(false, 1), 'event');
    expect(services.b).toMatchObject({
      attempts: 1,
      effects: 1,
      deadLettered: 1,
      failures: { timeout: 1 },
    });
    expect(services.c).toMatchObject({ effects: 1 });
    expect(requests.outcomes.accepted).toMatchObject({ completed: 1, deadLettered: 0 });
  });

  it('does not run while the message waits for its slot', async () => {
    const queue = scenario({
      services: { a: '0ms', b: { latency: constant('90ms'), concurrency: 1 } },
      steps: ['a', 'b'],
      bus: { ackWait: '100ms' },
      load: { rate: '1/ms', requests: 3 },
    });
    // The third waits for 178 ms, and takes 90.
    const { services } = await run(queue, 'event');
    expect(services.b).toMatchObject({ attempts: 3, duplicates: 0, failures: { timeout: 0 } });
  });

  it('work that takes exactly so long is acknowledged in time', async () => {
    const exact = scenario({
      services: { a: '0ms', b: '100ms' },
      steps: ['a', 'b'],
      bus: { ackWait: '100ms' },
    });
    expect((await run(exact, 'event')).services.b).toMatchObject({
      attempts: 1,
      failures: { timeout: 0 },
    });
  });

  it('none: however long it takes, it is not delivered again', async () => {
    const patient = scenario({
      services: { a: '0ms', b: '10m' },
      steps: ['a', 'b'],
      bus: { ackWait: 'none' },
    });
    expect((await run(patient, 'event')).services.b).toMatchObject({ attempts: 1, effects: 1 });
  });

  it('a redelivered message stands at the tail of its queue', async () => {
    const queue = scenario({
      services: { a: '0ms', b: { latency: constant('60ms'), concurrency: 2 } },
      steps: ['a', 'b'],
      bus: { ackWait: '50ms', lateAck: 'ignored' },
      load: { rate: '100/s', requests: 3 },
    });
    // Slots: #0 from 0 to 60, #1 from 10 to 70; #2 waits from 20, #0 again from 50, #1 again from 60.
    const starts = await timeline(queue, 'event', 'b starts');
    expect(starts.slice(0, 5)).toEqual([
      '0 b starts',
      '10 b starts #1',
      '60 b starts #2',
      '70 b starts',
      '120 b starts #1',
    ]);
  });
});

describe('several subscriptions of one service', () => {
  it('share its slots in the order of arrival', async () => {
    const shared = scenario({
      services: { a: '0ms', s: { latency: constant('10ms'), concurrency: 1 } },
      steps: [
        after('a', []),
        after('first', ['a'], { service: 's' }),
        after('second', ['a'], { service: 's' }),
      ],
      load: { rate: '200/s', requests: 2 },
    });
    expect(await timeline(shared, 'event', 'first starts', 'second starts')).toEqual([
      '0 first starts',
      '10 second starts',
      '20 first starts #1',
      '30 second starts #1',
    ]);
  });
});

describe('bus.capacity', () => {
  const full = (outbox: boolean) =>
    scenario({
      services: { a: '0ms', b: { latency: constant('10ms'), concurrency: 1 } },
      steps: ['a', 'b'],
      bus: { capacity: 1, outbox },
      load: { rate: '1/ms', requests: 4 },
    });

  it('what finds the queue full waits in the outbox', async () => {
    const { requests, services, peakBacklog, lostEvents } = await run(full(true), 'event');
    expect(requests.outcomes.accepted.completed).toBe(4);
    // At 3 ms: one at work, one in the queue, two in the outbox.
    expect([services.b?.peakQueue, peakBacklog, lostEvents]).toEqual([1, 3, 0]);
  });

  it('and is lost where there is none', async () => {
    expect(await timeline(full(false), 'event', 'b starts', 'b lost')).toEqual([
      '0 b starts',
      '2 b lost #2',
      '3 b lost #3',
      '10 b starts #1',
    ]);
    const { requests, lostEvents } = await run(full(false), 'event');
    expect(requests.outcomes.accepted).toMatchObject({ completed: 2, lost: 2 });
    expect(lostEvents).toBe(2);
  });
});

describe('a decline', () => {
  it('after acceptance ends its branch, acknowledged: the other branch goes on', async () => {
    const fork = scenario({
      services: { a: '10ms', b: { latency: constant('10ms'), declineRate: 1 }, c: '10ms', d: '10ms' },
      steps: [after('a', []), after('b', ['a']), after('c', ['b']), after('d', ['a'])],
    });
    expect(await timeline(fork, 'event')).toEqual([
      '0 a starts',
      '10 a effect',
      '10 a slot free',
      '10 b starts',
      '10 d starts',
      '10 caller accepted',
      '20 b slot free',
      '20 b declined',
      '20 d effect',
      '20 d slot free',
    ]);
    const { requests, services } = await run(fork, 'event');
    expect(requests.outcomes.accepted).toMatchObject({ declined: 1, partial: 0 });
    expect(services.b).toMatchObject({ attempts: 1, failures: { declined: 1 }, deadLettered: 0 });
  });
});
