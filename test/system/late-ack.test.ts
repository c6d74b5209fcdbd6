import { describe, expect, it } from 'vitest';
import { after, constant, type Fields, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

/** a publishes to b, whose work takes 110 ms; the bus waits for 30 ms. */
function late(fields: Partial<Fields> = {}) {
  return scenario({
    services: { a: '0ms', b: { latency: constant('110ms'), concurrency: 'unbounded' } },
    steps: ['a', 'b'],
    ...fields,
    bus: { ackWait: '30ms', ...fields.bus, redelivery: { maxDeliveries: 100, ...fields.bus?.redelivery } },
  });
}

describe('a late acknowledgement', () => {
  it('is taken: nothing is delivered after it, and what works already does the work again', async () => {
    expect(await timeline(late(), 'event', 'b', 'completed')).toEqual([
      '0 b starts',
      '30 b failed: timeout',
      '30 b starts',
      '60 b failed: timeout',
      '60 b starts',
      '90 b failed: timeout',
      '90 b starts',
      '110 b effect',
      '110 completed',
      '110 b slot free',
      '110 b acknowledged late',
      '140 b second effect',
      '140 b slot free',
      '170 b second effect',
      '170 b slot free',
      '200 b second effect',
      '200 b slot free',
    ]);
    const { services, requests, end } = await run(late(), 'event');
    expect(services.b).toMatchObject({
      attempts: 4,
      doubleEffects: 3,
      deadLettered: 0,
      failures: { timeout: 3 },
    });
    expect(requests.outcomes.accepted.completed).toBe(1);
    expect(end).toEqual({ at: 200, reason: 'quiet' });
  });

  it('is ignored where the bus ignores it: the message comes as often as it may', async () => {
    const { services } = await run(late({ bus: { lateAck: 'ignored' } }), 'event');
    expect(services.b).toMatchObject({ attempts: 100, doubleEffects: 99, deadLettered: 1 });
  });

  it('withdraws a redelivery that waits for a slot', async () => {
    const oneSlot = late({
      services: { a: '0ms', b: { latency: constant('110ms'), concurrency: 1 } },
      load: { rate: '1000/s', requests: 2 },
    });
    expect(await timeline(oneSlot, 'event', 'b starts', 'b waits', 'b acknowledged')).toEqual([
      '0 b starts',
      '1 b waits #1',
      '30 b waits',
      '110 b acknowledged late',
      '110 b starts #1',
      '140 b waits #1',
      '220 b acknowledged late #1',
    ]);
    const { services, peakBacklog } = await run(oneSlot, 'event');
    expect(services.b).toMatchObject({ attempts: 2, doubleEffects: 0 });
    expect(peakBacklog).toBe(2);
  });

  it('withdraws a redelivery that waits for its time, and stops the waiting there', async () => {
    // Until 40 ms attempts take 110 ms, later ones 1 ms; and those of 20 to 60 ms fail.
    const failing = late({
      services: { a: '0ms', b: '1ms' },
      bus: { redelivery: { initialDelay: '10s' } },
      faults: [
        { kind: 'latency', target: 'b', add: '109ms', for: '20ms' },
        { kind: 'errors', target: 'b', rate: 1, at: '20ms', for: '40ms' },
      ],
    });
    expect(await timeline(failing, 'event', 'b')).toEqual([
      '0 b starts',
      '30 b failed: timeout',
      '30 b starts',
      '31 b slot free',
      '31 b failed: injected',
      '110 b effect',
      '110 b slot free',
      '110 b acknowledged late',
    ]);
    expect((await run(failing, 'event')).end).toEqual({ at: 110, reason: 'quiet' });
  });

  it('leaves a failure that comes after it without a redelivery', async () => {
    const failing = late({
      faults: [{ kind: 'errors', target: 'b', rate: 1, at: '20ms' }],
      bus: { ackWait: '60ms' },
    });
    // The second delivery begins at 60 and fails at 170, when the first has been acknowledged, at 110.
    const { services } = await run(failing, 'event');
    expect(services.b).toMatchObject({
      attempts: 2,
      effects: 1,
      deadLettered: 0,
      failures: { timeout: 1, injected: 1 },
    });
  });

  it('comes too late for a message that was given up', async () => {
    const { services, requests } = await run(late({ bus: { redelivery: { maxDeliveries: 2 } } }), 'event');
    expect(services.b).toMatchObject({ attempts: 2, deadLettered: 1, effects: 2 });
    expect(requests.outcomes.accepted.completed).toBe(1);
  });

  it('is not taken for the failure of a late attempt', async () => {
    const failing = late({
      faults: [{ kind: 'errors', target: 'b', rate: 1, for: '20ms' }],
      bus: { ackWait: '60ms' },
    });
    // The first fails at 110, late; the second, begun at 60, overruns at 120 and is acknowledged at 170.
    const { services } = await run(failing, 'event');
    expect(services.b).toMatchObject({ attempts: 3, effects: 2, deadLettered: 0 });
  });

  it('of an idempotent step leaves the redelivery at work as a duplicate', async () => {
    const known = late({ steps: ['a', after('b', ['a'], { idempotent: true })] });
    const { services } = await run(known, 'event');
    expect(services.b).toMatchObject({ attempts: 4, effects: 1, duplicates: 3, doubleEffects: 0 });
  });

  it('that is lost settles nothing', async () => {
    const lost = late({ faults: [{ kind: 'ack-loss', target: 'bus', rate: 1, for: '120ms' }] });
    // Lost at 110; the next one that is sent, of the second delivery, at 140, is taken.
    expect(await timeline(lost, 'event', 'b starts', 'b acknowledge')).toEqual([
      '0 b starts',
      '30 b starts',
      '60 b starts',
      '90 b starts',
      '110 b acknowledgement lost',
      '120 b starts',
      '140 b acknowledged late',
    ]);
  });

  it('that waits for the bus is heard before the bus delivers again', async () => {
    const away = late({
      services: { a: '0ms', b: '10ms' },
      bus: { ackWait: '30ms' },
      faults: [{ kind: 'outage', target: 'bus', at: '5ms', for: '50ms' }],
    });
    expect(await timeline(away, 'event', 'b')).toEqual([
      '0 b starts',
      '10 b effect',
      '10 b slot free',
      '30 b failed: timeout',
      '30 b waits',
      '55 b acknowledged late',
    ]);
  });

  it('on a slow line withdraws what is on its way', async () => {
    // Work of 10 ms, the answer takes 25 more and the message 0; delivered again at 30, over a line that takes 25 now.
    const slow = late({
      services: { a: '0ms', b: '10ms' },
      faults: [
        { kind: 'network', target: 'b', way: 'out', add: '25ms' },
        { kind: 'network', target: 'b', way: 'in', add: '25ms', at: '20ms' },
      ] as never,
    });
    expect(await timeline(slow, 'event', 'b')).toEqual([
      '0 b starts',
      '10 b effect',
      '10 b slot free',
      '30 b failed: timeout',
      '35 b acknowledged late',
    ]);
  });
});
