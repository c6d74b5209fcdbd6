import { describe, expect, it } from 'vitest';
import { constant, run, scenario, type Fields } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

/** a publishes to b, and acknowledgements are lost. */
function vain(fields: Partial<Fields>, window: { at?: string; for?: string } = {}) {
  return scenario({
    services: { a: '0ms', b: '10ms' },
    steps: ['a', 'b'],
    faults: [{ kind: 'ack-loss', target: 'bus', rate: 1, ...window }],
    ...fields,
  });
}

describe('a lost acknowledgement', () => {
  it('brings the message again when the bus has waited for it, and the work is done twice', async () => {
    expect(await timeline(vain({}, { for: '15ms' }), 'event', 'b', 'completed')).toEqual([
      '0 b starts',
      '10 b effect',
      '10 completed',
      '10 b slot free',
      '10 b acknowledgement lost',
      '30000 b starts',
      '30010 b second effect',
      '30010 b slot free',
    ]);
  });

  it('meets those that are sent while it lasts', async () => {
    const late = vain({ load: { rate: '50/s', requests: 3 } }, { at: '20ms', for: '20ms' });
    // Sent at 10, 30 and 50; of the second message again half a minute later, when it is over.
    const { services } = await run(late, 'event');
    expect(services.b).toMatchObject({ attempts: 4, lostAcks: 1, doubleEffects: 1 });
  });

  it('puts the message behind those that wait already', async () => {
    const busy = vain(
      {
        services: { a: '0ms', b: { latency: constant('10ms'), concurrency: 1 } },
        bus: { ackWait: '15ms' },
        load: { rate: '1000/s', requests: 4 },
      },
      { for: '15ms' },
    );
    // It comes again at 15, when two others wait.
    expect(await timeline(busy, 'event', 'b starts')).toEqual([
      '0 b starts',
      '10 b starts #1',
      '20 b starts #2',
      '30 b starts #3',
      '40 b starts',
    ]);
  });

  it('is recognised by an idempotent step; the last one is a dead letter of what has been done', async () => {
    const again = vain({
      steps: ['a', { service: 'b', on: ['a done'], idempotent: true }],
      bus: { redelivery: { maxDeliveries: 3 } },
    });
    const { services, requests } = await run(again, 'event');
    expect(services.b).toMatchObject({
      attempts: 3,
      succeeded: 3,
      effects: 1,
      duplicates: 2,
      doubleEffects: 0,
      lostAcks: 3,
      deadLettered: 1,
      failures: { injected: 0, timeout: 0 },
    });
    expect(requests).toMatchObject({
      completed: 1,
      outcomes: { accepted: { completed: 1, deadLettered: 0 } },
    });
  });

  it('says nothing to direct calls', async () => {
    const { services } = await run(vain({}), 'direct');
    expect(services.b).toMatchObject({ attempts: 1, lostAcks: 0 });
  });
});
