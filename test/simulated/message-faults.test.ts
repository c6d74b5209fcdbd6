import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/scenario/scenario.js';
import { after, constant, exponential, run, scenario, type Fields } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

/** a publishes to b. */
function pair(fault: Fault, fields: Partial<Fields> = {}) {
  return scenario({ services: { a: '0ms', b: '10ms' }, steps: ['a', 'b'], faults: [fault], ...fields });
}

const oneSlot = { a: '0ms', b: { latency: constant('10ms'), concurrency: 1 } };
const idempotent = ['a', { service: 'b', on: ['a done'], emits: 'b done', idempotent: true }, 'c'];

describe('duplicates', () => {
  const twice: Fault = { kind: 'duplicates', target: 'bus', rate: 1 };

  it('are worked on twice, and published twice', async () => {
    const chain = pair(twice, { services: { ...oneSlot, c: '0ms' }, steps: ['a', 'b', 'c'] });
    expect(await timeline(chain, 'event', 'b', 'c effect', 'c second', 'completed')).toEqual([
      '0 b starts',
      '0 b copy',
      '0 b waits',
      '10 b effect',
      '10 b slot free',
      '10 b starts',
      // Each of the two events of b comes twice in its turn.
      '10 c effect',
      '10 completed',
      '10 c second effect',
      '20 b second effect',
      '20 b slot free',
      '20 c second effect',
      '20 c second effect',
    ]);
  });

  it('cost an idempotent step a slot and no work, and go no further', async () => {
    const chain = pair(twice, { services: { ...oneSlot, c: '0ms' }, steps: idempotent });
    const { services } = await run(chain, 'event');
    expect(services.b).toMatchObject({ attempts: 2, copies: 1, duplicates: 1, effects: 1, doubleEffects: 0 });
    expect(services.b?.holdTime).toMatchObject({ count: 2, max: 10, mean: 5 });
    // Of one event of b, twice.
    expect(services.c).toMatchObject({ attempts: 2, copies: 1 });
  });

  it('may both be at work at once: then it is seen at the end', async () => {
    const { services } = await run(
      pair(twice, { services: { a: '0ms', b: '10ms', c: '0ms' }, steps: idempotent }),
      'event',
    );
    expect(services.b).toMatchObject({ attempts: 2, duplicates: 1, effects: 1 });
    expect(services.b?.holdTime.mean).toBe(10);
  });

  it('of an input that is there already are dropped by a join', async () => {
    const join = pair(twice, {
      services: { a: '0ms', b: '1ms', c: '2ms', d: '0ms' },
      steps: [
        'a',
        after('b', ['a'], { idempotent: true }),
        after('c', ['a'], { idempotent: true }),
        after('d', ['b', 'c']),
      ],
    });
    const { services } = await run(join, 'event');
    expect(services.d).toMatchObject({ attempts: 1, effects: 1, copies: 2, duplicates: 0 });
  });

  it('meet a share of the messages, those that are published while it lasts', async () => {
    const some = pair(
      { kind: 'duplicates', target: 'bus', rate: 0.25, at: '100ms', for: '1s' },
      { load: { rate: '1/ms', requests: 2000 } },
    );
    const copies = (await run(some, 'event')).services.b?.copies ?? 0;
    // Of 1000 messages; 4 standard deviations are 55.
    expect(copies).toBeGreaterThan(195);
    expect(copies).toBeLessThan(305);
  });

  it('that find no room, and no outbox, are no loss', async () => {
    const full = pair(twice, {
      services: oneSlot,
      bus: { capacity: 1, outbox: false },
      load: { rate: '1000/s', requests: 2 },
    });
    const { services, lostEvents } = await run(full, 'event');
    // The first works, its copy fills the queue, and the second message finds no room; nor does its copy.
    expect(lostEvents).toBe(1);
    expect(services.b).toMatchObject({ attempts: 2, copies: 1 });
  });
});

describe('delay', () => {
  it('brings messages so much later', async () => {
    const late = pair(
      { kind: 'delay', target: 'bus', rate: 1, by: '100ms', at: '500ms', for: '1s' },
      { load: { requests: 3 }, bus: { deliveryLatency: constant('3ms') } },
    );
    expect(await timeline(late, 'event', 'b starts')).toEqual([
      '3 b starts',
      '1103 b starts #1',
      '2003 b starts #2',
    ]);
  });

  it('puts what is late out of order: once, with the next one, which has overtaken it', async () => {
    const late = pair(
      { kind: 'delay', target: 'bus', rate: 1, by: '100ms', at: '5ms', for: '10ms' },
      { load: { rate: '100/s', requests: 4 } },
    );
    // Published at 0, 10, 20 and 30; the second comes at 110.
    expect(await timeline(late, 'event', 'b starts', 'b out of order')).toEqual([
      '0 b starts',
      '20 b starts #2',
      '20 b out of order #2',
      '30 b starts #3',
      '110 b starts #1',
    ]);
    expect((await run(late, 'event')).services.b?.outOfOrder).toBe(1);
  });
});

describe('reorder', () => {
  it('lets a message overtake those that wait and those that are on their way', async () => {
    const overtaking = pair(
      { kind: 'reorder', target: 'bus', rate: 1, at: '2500us', for: '1ms' },
      {
        services: oneSlot,
        load: { rate: '1000/s', requests: 4 },
        bus: { deliveryLatency: constant('1500us') },
      },
    );
    // Published at 0, 1, 2 and 3; the last is there at once, before the one of 2 ms, and goes before that of 1 ms.
    expect(await timeline(overtaking, 'event', 'b starts', 'b out of order')).toEqual([
      '1.5 b starts',
      '11.5 b starts #3',
      '11.5 b out of order #3',
      '21.5 b starts #1',
      '31.5 b starts #2',
    ]);
  });
});

describe('out of order', () => {
  it('may come by itself, where deliveries take as long as they like', async () => {
    const many = (latency: ReturnType<typeof exponential>) =>
      scenario({
        services: { a: '0ms', b: '0ms' },
        steps: ['a', 'b'],
        load: { rate: '1/ms', requests: 500 },
        bus: { deliveryLatency: latency },
      });
    expect((await run(many(exponential('20ms')), 'event')).services.b?.outOfOrder).toBeGreaterThan(100);
    expect((await run(many(constant('20ms')), 'event')).services.b?.outOfOrder).toBe(0);
  });
});
