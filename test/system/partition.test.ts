import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/scenario/scenario.js';
import { type Fields, run, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

type Partition = Extract<Fault, { kind: 'partition' }>;

/** a calls b, or publishes to it; b's work takes 10 ms. */
function pair(fault: Omit<Partition, 'kind'>, fields: Partial<Fields> = {}) {
  return scenario({
    services: { a: '0ms', b: '10ms' },
    steps: ['a', 'b'],
    calls: { timeout: '50ms' },
    caller: { timeout: '100ms' },
    bus: { ackWait: '30ms' },
    faults: [{ kind: 'partition', ...fault }],
    ...fields,
  });
}

describe('a service that is cut off from everybody', () => {
  it('is not reached by calls: they run into the time limit of their caller', async () => {
    const { services, requests } = await run(pair({ target: 'b' }), 'direct');
    expect(services.b).toMatchObject({ attempts: 0, failures: { timeout: 1 } });
    expect(requests).toMatchObject({ accepted: 0, failed: 1 });
  });

  it('has its events once it can be reached again', async () => {
    // Lost at 0; the bus has waited for an acknowledgement until 30, and delivers it again: done at 40.
    expect(await timeline(pair({ target: 'b', for: '20ms' }), 'event', 'b effect', 'completed')).toEqual([
      '40 b effect',
      '40 completed',
    ]);
  });

  it('and whose answer is cut off has done its work all the same', async () => {
    // The call is there at 0; the answer would set out at 10.
    const cut = pair({ target: 'b', at: '5ms', for: '20ms' });
    expect(await timeline(cut, 'direct', 'b effect', 'b failed', 'caller')).toEqual([
      '10 b effect',
      '50 b failed: timeout',
      '50 caller failed because of b',
    ]);
  });
});

describe('two services that are cut off from each other', () => {
  it.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('%s from %s lose the calls between them, and no others', async (target, from) => {
    const { services, requests } = await run(pair({ target, from }), 'direct');
    expect(services.a).toMatchObject({ attempts: 1 });
    expect(services.b).toMatchObject({ attempts: 0, failures: { timeout: 1 } });
    // The outer caller has its answer, a no, from a.
    expect(requests).toMatchObject({ failed: 1, timedOut: 0 });
  });

  it('do not notice it as long as there is a bus between them', async () => {
    expect(await timeline(pair({ target: 'b', from: 'a' }), 'event', 'completed')).toEqual(['10 completed']);
  });
});

describe('a service that is cut off from the bus', () => {
  it('calls and is called as ever', async () => {
    expect(await timeline(pair({ target: 'b', from: 'bus' }), 'direct', 'completed')).toEqual([
      '10 completed',
    ]);
  });

  it('keeps its events in the outbox until they get through', async () => {
    // a publishes at 0, and again 30 and 60 later.
    expect(await timeline(pair({ target: 'a', from: 'bus', for: '40ms' }), 'event', 'completed')).toEqual([
      '70 completed',
    ]);
  });

  it('works again on what it could not acknowledge', async () => {
    // Its acknowledgement is lost at 10; delivered again at 30, when a slot was taken 30 before.
    const cut = pair({ target: 'b', from: 'bus', at: '5ms', for: '20ms' });
    expect(await timeline(cut, 'event', 'b effect', 'b second')).toEqual([
      '10 b effect',
      '40 b second effect',
    ]);
  });
});

describe('a service that is cut off from the database', () => {
  it('sees its connections break, and finds its work once they hold', async () => {
    const cut = (fault: Omit<Partition, 'kind'>) => pair(fault, { database: { pollInterval: '20ms' } });
    const { services } = await run(cut({ target: 'b', from: 'database' }), 'shared-database');
    expect(services.b).toMatchObject({ attempts: 0 });
    const mended = await run(cut({ target: 'b', from: 'database', for: '100ms' }), 'shared-database');
    expect(mended.services.b).toMatchObject({ effects: 1 });
    // Away from the bus it is as well off as ever.
    const { completionTime } = await run(cut({ target: 'b', from: 'bus' }), 'shared-database');
    expect(completionTime.count).toBe(1);
  });
});
