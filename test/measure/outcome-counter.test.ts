import { describe, expect, it } from 'vitest';
import { ENDINGS, zeros } from '../../src/measure/outcomes.js';
import { after, constant, run, scenario, type Fields, type Mode } from '../support/scenario.js';

const NONE = zeros(ENDINGS);

async function outcomes(fields: Fields, mode: Mode) {
  const { requests } = await run(scenario(fields), mode);
  expect(requests.offered).toBe(requests.accepted + requests.failed + requests.timedOut + requests.declined);
  return requests.outcomes;
}

const chain = { services: { a: '10ms', b: '20ms' }, steps: ['a', 'b'] };

describe('accepted and', () => {
  it('completed: good', async () => {
    for (const mode of ['direct', 'event'] as const) {
      expect(await outcomes(chain, mode)).toEqual({ accepted: { ...NONE, completed: 1 }, refused: NONE });
    }
  });

  it('declined: a cost of answering early', async () => {
    const declined = { ...chain, services: { a: '10ms', b: { latency: constant('20ms'), declineRate: 1 } } };
    expect(await outcomes(declined, 'event')).toEqual({ accepted: { ...NONE, declined: 1 }, refused: NONE });
    expect(await outcomes(declined, 'direct')).toEqual({ accepted: NONE, refused: { ...NONE, declined: 1 } });
  });

  it('dead-lettered: a broken promise', async () => {
    const poisoned: Fields = { ...chain, faults: [{ kind: 'poison', target: 'b', rate: 1 }] };
    expect((await outcomes(poisoned, 'event')).accepted).toEqual({ ...NONE, deadLettered: 1 });
  });

  it('lost: a broken promise', async () => {
    const unkept: Fields = { ...chain, bus: { outbox: false }, faults: [{ kind: 'outage', target: 'bus' }] };
    expect((await outcomes(unkept, 'event')).accepted).toEqual({ ...NONE, lost: 1 });
  });

  it('still in flight: late', async () => {
    const late: Fields = { ...chain, faults: [{ kind: 'outage', target: 'b' }] };
    expect((await outcomes(late, 'event')).accepted).toEqual({ ...NONE, inFlight: 1 });
  });
});

describe('refused and', () => {
  it('completed: a ghost', async () => {
    const ghost: Fields = { ...chain, caller: { timeout: '25ms' } };
    expect(await outcomes(ghost, 'direct')).toEqual({ accepted: NONE, refused: { ...NONE, completed: 1 } });
  });

  it('partly done: orphaned', async () => {
    const orphan: Fields = { ...chain, faults: [{ kind: 'outage', target: 'b' }] };
    expect((await outcomes(orphan, 'direct')).refused).toEqual({ ...NONE, partial: 1 });
  });

  it('nothing done: an honest failure', async () => {
    const honest: Fields = { ...chain, faults: [{ kind: 'outage', target: 'a' }] };
    for (const mode of ['direct', 'event'] as const) {
      expect((await outcomes(honest, mode)).refused).toEqual({ ...NONE, nothing: 1 });
    }
  });

  it('dead-lettered: orphaned', async () => {
    const given: Fields = {
      ...chain,
      caller: { timeout: '5ms' },
      faults: [{ kind: 'poison', target: 'b', rate: 1 }],
    };
    expect((await outcomes(given, 'event')).refused).toEqual({ ...NONE, deadLettered: 1 });
  });

  it('lost: orphaned', async () => {
    const lost: Fields = {
      ...chain,
      caller: { timeout: '5ms' },
      bus: { outbox: false },
      faults: [{ kind: 'outage', target: 'bus' }],
    };
    expect((await outcomes(lost, 'event')).refused).toEqual({ ...NONE, lost: 1 });
  });

  it('still in flight: late', async () => {
    const hung: Fields = {
      ...chain,
      caller: { timeout: '15ms' },
      faults: [{ kind: 'hang', target: 'b' }],
    };
    for (const mode of ['direct', 'event'] as const) {
      const fields = mode === 'direct' ? hung : { ...hung, caller: { timeout: '5ms' } };
      expect((await outcomes(fields, mode)).refused).toEqual({ ...NONE, inFlight: 1 });
    }
  });
});

describe('of several that hold, the first counts', () => {
  /** a forks to b, c and d. */
  const fork = (faults: Fields['faults'], bus: Fields['bus'] = {}): Fields => ({
    services: { a: '10ms', b: '10ms', c: '10ms', d: { latency: constant('10ms'), declineRate: 1 } },
    steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['a'])],
    bus: { redelivery: { maxDeliveries: 1 }, ...bus },
    faults: faults ?? [],
  });

  it('in flight before dead-lettered', async () => {
    const both = fork([
      { kind: 'hang', target: 'b' },
      { kind: 'poison', target: 'c', rate: 1 },
    ]);
    expect((await outcomes(both, 'event')).accepted).toEqual({ ...NONE, inFlight: 1 });
  });

  it('lost before dead-lettered', async () => {
    const both: Fields = {
      ...fork([
        { kind: 'outage', target: 'bus', at: '30ms' },
        { kind: 'poison', target: 'c', rate: 1 },
      ]),
      // b is done at 40 and publishes in vain; c is dead-lettered at 20.
      services: { a: '10ms', b: '30ms', c: '10ms', d: '10ms' },
      steps: [after('a', []), after('b', ['a']), after('c', ['a']), after('d', ['b'])],
      bus: { outbox: false, redelivery: { maxDeliveries: 1 } },
    };
    expect((await outcomes(both, 'event')).accepted).toEqual({ ...NONE, lost: 1 });
  });

  it('dead-lettered before declined', async () => {
    // d declines, c is dead-lettered.
    const both = fork([{ kind: 'poison', target: 'c', rate: 1 }]);
    expect((await outcomes(both, 'event')).accepted).toEqual({ ...NONE, deadLettered: 1 });
  });

  it('completed before in flight: what is not critical may still be on its way', async () => {
    const optional: Fields = {
      services: { a: '10ms', b: '10ms' },
      steps: [after('a', []), after('b', ['a'], { critical: false })],
      faults: [{ kind: 'hang', target: 'b' }],
    };
    expect((await outcomes(optional, 'event')).accepted).toEqual({ ...NONE, completed: 1 });
  });
});
