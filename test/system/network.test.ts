import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/scenario/scenario.js';
import { constant, run, scenario, type Fields } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

type NetworkFault = Extract<Fault, { kind: 'network' }>;

/** a calls b, or publishes to it. */
function pair(fault: Partial<NetworkFault>, fields: Partial<Fields> = {}) {
  return scenario({
    services: { a: '0ms', b: '10ms' },
    steps: ['a', 'b'],
    faults: [{ kind: 'network', target: 'b', way: 'both', ...fault }],
    ...fields,
  });
}

const patience = (timeout: string): Partial<Fields> => ({ calls: { timeout }, caller: { timeout: '100ms' } });

describe('a lost call', () => {
  it('never reaches its service, and is a timeout for the caller', async () => {
    const lossy = pair({ loss: 1, way: 'in' }, patience('50ms'));
    expect(await timeline(lossy, 'direct', 'b', 'caller', 'completed')).toEqual([
      '50 b failed: timeout',
      '50 caller failed because of b',
    ]);
    expect((await run(lossy, 'direct')).services.b).toMatchObject({ attempts: 0, failures: { timeout: 1 } });
  });

  it('is waited for until the end by a caller without a time limit', async () => {
    const { end, requests } = await run(pair({ loss: 1, way: 'in' }), 'direct');
    expect(end.reason).toBe('stuck');
    expect(requests).toMatchObject({ timedOut: 1, outcomes: { refused: { inFlight: 1 } } });
  });

  it('and a lost answer began where the link is', async () => {
    const lossy = pair({ target: 'a', loss: 1, way: 'out' }, patience('50ms'));
    // The call to b goes out of a, and so does the answer to the caller.
    expect(await timeline(lossy, 'direct', 'a failed', 'b', 'caller')).toEqual([
      '50 b failed: timeout, from a',
      '100 a failed: timeout',
      '100 caller timedOut because of a',
    ]);
  });

  it('meets a share, alike in a second run', async () => {
    const some = pair(
      { loss: 0.2, way: 'in' },
      { ...patience('20ms'), load: { rate: '100/s', requests: 1000 } },
    );
    const { services } = await run(some, 'direct');
    // Of 1000 calls; 4 standard deviations are 51.
    expect(services.b?.failures.timeout).toBeGreaterThan(149);
    expect(services.b?.failures.timeout).toBeLessThan(251);
    expect((await run(some, 'direct')).services.b).toEqual(services.b);
  });
});

describe('a lost answer', () => {
  it('makes a ghost', async () => {
    const lossy = pair({ loss: 1, way: 'out' }, patience('50ms'));
    expect(await timeline(lossy, 'direct', 'b', 'caller', 'completed')).toEqual([
      '0 b starts',
      '10 b effect',
      '10 completed',
      '10 b slot free',
      '50 b failed: timeout',
      '50 caller failed because of b',
    ]);
    expect((await run(lossy, 'direct')).requests.outcomes.refused.completed).toBe(1);
  });
});

describe('a longer way', () => {
  it('takes so much longer in each direction that it is meant for', async () => {
    const at = async (fault: Partial<NetworkFault>): Promise<string[]> =>
      timeline(pair(fault, { calls: { networkLatency: constant('2ms') } }), 'direct', 'b starts', 'caller');
    expect(await at({ add: '20ms' })).toEqual(['21 b starts', '52 caller accepted']);
    expect(await at({ add: '20ms', way: 'in' })).toEqual(['21 b starts', '32 caller accepted']);
    expect(await at({ add: '20ms', way: 'out' })).toEqual(['1 b starts', '32 caller accepted']);
  });

  it('is one for all that an entry service sends and is sent: calls, answers, publications', async () => {
    expect(
      await timeline(pair({ target: 'a', add: '20ms' }), 'event', 'a starts', 'b starts', 'caller'),
    ).toEqual(['20 a starts', '40 b starts', '40 caller accepted']);
  });

  it('is one for deliveries and acknowledgements', async () => {
    const bus = { ackWait: '25ms', lateAck: 'ignored', redelivery: { maxDeliveries: 2 } } as const;
    const far = pair({ add: '20ms' }, { bus });
    // Its slot at 20, its work done at 30, and the acknowledgement there at 50: five milliseconds too late.
    expect(await timeline(far, 'event', 'b')).toEqual([
      '20 b starts',
      '30 b effect',
      '30 b slot free',
      '45 b failed: timeout',
      '65 b starts',
      '75 b second effect',
      '75 b slot free',
      '90 b failed: timeout',
      '90 b dead letter',
    ]);
  });
});

describe('what is lost between a service and the bus', () => {
  const soon = { ackWait: '30ms' };

  it('comes again after ackWait: a delivery', async () => {
    const lossy = pair({ loss: 1, way: 'in', for: '5ms' }, { bus: soon });
    expect(await timeline(lossy, 'event', 'b starts', 'b failed', 'b effect')).toEqual([
      '30 b failed: timeout',
      '30 b starts',
      '40 b effect',
    ]);
    const once = pair({ loss: 1, way: 'in' }, { bus: { ...soon, redelivery: { maxDeliveries: 2 } } });
    expect(await timeline(once, 'event', 'b')).toEqual([
      '30 b failed: timeout',
      '60 b failed: timeout',
      '60 b dead letter',
    ]);
  });

  it('comes again after ackWait: an acknowledgement, and what it was for is done again', async () => {
    const lossy = pair({ loss: 1, way: 'out', for: '15ms' }, { bus: soon });
    expect(await timeline(lossy, 'event', 'b')).toEqual([
      '0 b starts',
      '10 b effect',
      '10 b slot free',
      '30 b failed: timeout',
      '30 b starts',
      '40 b second effect',
      '40 b slot free',
    ]);
  });

  it('stays in the outbox, or is gone without one: a publication', async () => {
    const lossy = (outbox: boolean) =>
      pair(
        { target: 'a', loss: 1, way: 'out', for: '5ms' },
        { ...patience('none'), bus: { ...soon, outbox } },
      );
    expect(await timeline(lossy(true), 'event', 'b')).toEqual([
      '30 b starts',
      '40 b effect',
      '40 b slot free',
    ]);
    expect(await timeline(lossy(false), 'event', 'b')).toEqual(['0 b lost']);
  });

  it('never comes again where nobody waits for an acknowledgement', async () => {
    const { end, requests } = await run(pair({ loss: 1, way: 'in' }, { bus: { ackWait: 'none' } }), 'event');
    expect(end.reason).toBe('stuck');
    expect(requests.outcomes.accepted.inFlight).toBe(1);
  });
});
