import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/scenario/scenario.js';
import { after, constant, type Fields, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

/** a publishes to b, whose work takes 10 ms; the bus is killed at 5 ms, if nothing else is said, and back at 55. */
function killed(fields: Partial<Fields> = {}) {
  return scenario({
    services: { a: '0ms', b: '10ms' },
    steps: ['a', 'b'],
    faults: [kill('5ms', '50ms')],
    ...fields,
  });
}

function kill(at: string, length: string): Fault {
  return { kind: 'crash', target: 'bus', at, for: length };
}

describe('a bus that crashes', () => {
  it('delivers again, as soon as it is back, what was not acknowledged at the kill, though it is done meanwhile', async () => {
    expect(await timeline(killed(), 'event')).toEqual([
      '0 a starts',
      '0 a effect',
      '0 a slot free',
      '0 b starts',
      '0 caller accepted',
      '5 b acknowledgement lost',
      '10 b effect',
      '10 completed',
      '10 b slot free',
      '55 b starts',
      '65 b second effect',
      '65 b slot free',
    ]);
    const { services, requests, lostEvents } = await run(killed(), 'event');
    expect(services.b).toMatchObject({ attempts: 2, doubleEffects: 1, lostAcks: 1, deadLettered: 0 });
    expect(requests.outcomes.accepted.completed).toBe(1);
    expect(lostEvents).toBe(0);
  });

  it('unlike one that is down, which remembers', async () => {
    const down = killed({ faults: [{ kind: 'outage', target: 'bus', at: '5ms', for: '50ms' }] });
    expect((await run(down, 'event')).services.b).toMatchObject({
      attempts: 1,
      doubleEffects: 0,
      lostAcks: 0,
    });
  });

  it('makes an idempotent step recognise what it has done', async () => {
    const known = killed({ steps: ['a', after('b', ['a'], { idempotent: true })] });
    expect((await run(known, 'event')).services.b).toMatchObject({
      effects: 1,
      duplicates: 1,
      doubleEffects: 0,
    });
  });

  it('leaves alone what was acknowledged before, and what still waits in its queues', async () => {
    const one = killed({
      services: { a: '0ms', b: { latency: constant('10ms'), concurrency: 1 } },
      load: { rate: '200/s', requests: 4 },
      faults: [kill('12ms', '50ms')],
    });
    // Published at 0, 5, 10 and 15: done, at work, in the queue, and in the outbox.
    expect(await timeline(one, 'event', 'b starts')).toEqual([
      '0 b starts',
      '10 b starts #1',
      '62 b starts #2',
      '72 b starts #1',
      '82 b starts #3',
    ]);
  });

  it('is an outage as well: what is published meanwhile waits in the outbox, or is lost without one', async () => {
    const later = (outbox: boolean) =>
      killed({ bus: { outbox }, faults: [kill('0ms', '50ms')], load: { rate: '100/s', requests: 3 } });
    expect(await timeline(later(true), 'event', 'b starts')).toEqual([
      '50 b starts',
      '50 b starts #1',
      '50 b starts #2',
    ]);
    expect((await run(later(false), 'event')).lostEvents).toBe(3);
  });

  it('takes a late acknowledgement of a delivery that it has forgotten, once it is back: what has not begun does not come', async () => {
    const late = (lateAck: 'accepted' | 'ignored') =>
      killed({
        services: { a: '0ms', b: { latency: constant('100ms'), concurrency: 1 } },
        bus: { lateAck },
      });
    expect(await timeline(late('accepted'), 'event', 'b')).toEqual([
      '0 b starts',
      '5 b acknowledgement lost',
      '55 b waits',
      '100 b effect',
      '100 b slot free',
      '100 b acknowledged late',
    ]);
    expect(await timeline(late('ignored'), 'event', 'b second')).toEqual(['200 b second effect']);
  });

  it('does not count the delivery that it has forgotten: nothing is given up for it', async () => {
    const once = killed({ bus: { redelivery: { maxDeliveries: 1 } } });
    expect((await run(once, 'event')).services.b).toMatchObject({ attempts: 2, deadLettered: 0 });
  });

  it('does not wait any more for the acknowledgement of what it has forgotten', async () => {
    const waited = killed({ bus: { ackWait: '30ms' } });
    // It would have been delivered again at 30, and waits for the second delivery from 55 on.
    const { services } = await run(waited, 'event');
    expect(services.b).toMatchObject({ attempts: 2, failures: { timeout: 0 } });
  });

  it('delivers again at once what has failed and was to be tried later', async () => {
    const failing = killed({
      faults: [{ kind: 'errors', target: 'b', rate: 1, for: '1ms' }, kill('15ms', '50ms')],
      bus: { redelivery: { initialDelay: '10s', maxDeliveries: 2 } },
    });
    expect(await timeline(failing, 'event', 'b')).toEqual([
      '0 b starts',
      '10 b slot free',
      '10 b failed: injected',
      '65 b starts',
      '75 b effect',
      '75 b slot free',
    ]);
  });

  it('forgets an acknowledgement that waited for it in an outage before', async () => {
    for (const lateAck of ['accepted', 'ignored'] as const) {
      const both = killed({
        faults: [{ kind: 'outage', target: 'bus', at: '5ms', for: '40ms' }, kill('20ms', '50ms')],
        bus: { lateAck },
      });
      expect(await timeline(both, 'event', 'b effect', 'b ack', 'b second')).toEqual([
        '10 b effect',
        '20 b acknowledgement lost',
        '80 b second effect',
      ]);
    }
  });

  it('does it each time it is killed', async () => {
    const twice = killed({
      services: { a: '0ms', b: '100ms' },
      faults: [kill('5ms', '10ms'), kill('50ms', '10ms')],
      bus: { lateAck: 'ignored' },
    });
    expect(await timeline(twice, 'event', 'b starts')).toEqual(['0 b starts', '15 b starts', '60 b starts']);
  });

  it('brings again what is lost on its way to a service', async () => {
    const lossy = killed({
      bus: { ackWait: 'none' },
      faults: [{ kind: 'network', target: 'b', loss: 1, way: 'in', for: '1ms' }, kill('5ms', '50ms')],
    });
    expect(await timeline(lossy, 'event', 'b effect')).toEqual(['65 b effect']);
  });

  it('brings a message once that waits for its service to be back', async () => {
    const both = killed({
      faults: [{ kind: 'crash', target: 'b', at: '3ms', for: '100ms' }, kill('5ms', '50ms')],
    });
    expect(await timeline(both, 'event', 'b')).toEqual([
      '0 b starts',
      '3 b slot free',
      '3 b failed: injected',
      '103 b starts',
      '113 b effect',
      '113 b slot free',
    ]);
  });

  it('means nothing to direct calls', async () => {
    expect((await run(killed(), 'direct')).requests).toMatchObject({ accepted: 1, completed: 1 });
  });
});
