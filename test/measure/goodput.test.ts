import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.js';
import { constant, type Fields, type Mode, run, scenario } from '../support/scenario.js';

/** One worker takes 150 ms, and ten requests come a second: the n-th is done 50 ms later than the one before it. */
const OVERLOADED: Fields = {
  services: {
    door: { latency: constant('0ms'), concurrency: 1, queue: 4 },
    worker: { latency: constant('150ms'), concurrency: 1 },
  },
  steps: ['door', 'worker'],
  load: { rate: '10/s', arrivals: 'constant', duration: '60s' },
};

const DRAINS = ['0ms', '3s', '1m', '10m'];

function overloaded(drain: string, completion: string) {
  return scenario({ ...OVERLOADED, load: { ...OVERLOADED.load, drain }, slo: { completion } });
}

describe('goodput', () => {
  it.each(DRAINS)('is told by the objective and not by the drain, here of %s', async (drain) => {
    const { requests, goodput } = await run(overloaded(drain, '2s'), 'event');
    // 150 + 50 n <= 2000.
    expect(requests.good).toBe(38);
    expect(goodput).toBeCloseTo(38 / 600, 10);
  });

  it('counts what takes exactly as long as it may', async () => {
    const exactly = { ...OVERLOADED, load: { requests: 1, rate: '1/s', arrivals: 'constant' as const } };
    expect((await run(scenario({ ...exactly, slo: { completion: '150ms' } }), 'event')).requests.good).toBe(
      1,
    );
    expect(
      (await run(scenario({ ...exactly, slo: { completion: '149.9ms' } }), 'event')).requests,
    ).toMatchObject({
      good: 0,
      late: 1,
    });
  });

  it('lasts as long after the last request as its work may take, however short the drain is', async () => {
    const { end } = await run(overloaded('1s', '20s'), 'event');
    expect(end).toEqual({ at: 80_000, reason: 'drained' });
  });

  it('takes the response into account, whose objective is one of its own', async () => {
    const late: Fields = {
      services: { a: '100ms', b: '50ms' },
      steps: ['a', 'b'],
      slo: { response: '120ms' },
    };
    // Direct calls answer after 150 ms, events after 100.
    expect((await run(scenario(late), 'direct')).requests).toMatchObject({ good: 0, late: 1 });
    expect((await run(scenario(late), 'event')).requests).toMatchObject({ good: 1, late: 0 });
  });

  it('per second is counted where the later of response and completion came', async () => {
    const fields: Fields = {
      services: { a: '0ms', b: '1500ms' },
      steps: ['a', 'b'],
      load: { rate: '1/s', arrivals: 'constant', duration: '4s' },
    };
    const { throughput } = await run(scenario(fields), 'event');
    // Begun at 0, 1, 2 and 3 s, done at 1.5, 2.5, 3.5 and 4.5 s: three of them within the four seconds.
    expect(throughput).toMatchObject({ accepted: 1, completed: 0.75, goodput: 0.75 });
  });

  it('leaves out what was declined, at once or later', async () => {
    const fields: Fields = {
      services: { a: '10ms', b: { latency: constant('10ms'), declineRate: 0.5 } },
      steps: ['a', 'b'],
      load: { rate: '10/s', duration: '20s' },
    };
    for (const mode of ['direct', 'event'] as Mode[]) {
      const { goodput, endToEnd, requests } = await run(scenario(fields), mode);
      const declined = requests.outcomes.accepted.declined + requests.outcomes.refused.declined;
      expect(declined).toBeGreaterThan(60);
      expect(endToEnd.due).toBe(requests.offered - declined);
      expect(goodput).toBe(1);
    }
  });

  it('of nothing that was due is null', async () => {
    const declined: Fields = { services: { a: { latency: constant('1ms'), declineRate: 1 } }, steps: ['a'] };
    const { goodput, endToEnd } = await run(scenario(declined), 'direct');
    expect({ goodput, endToEnd }).toEqual({
      goodput: null,
      endToEnd: { due: 0, completed: 0, p50: null, p95: null, p99: null },
    });
  });
});

describe('end-to-end times', () => {
  it('have never in place of a percentile that falls on what was not completed', async () => {
    const fields: Fields = {
      services: { a: '0ms', b: '10ms' },
      steps: ['a', 'b'],
      load: { rate: '10/s', arrivals: 'constant', duration: '10s' },
      // Refused for 0.6 s of 10: six in a hundred.
      faults: [{ kind: 'outage', target: 'b', at: '5s', for: '600ms' }],
    };
    expect((await run(scenario(fields), 'direct')).endToEnd).toEqual({
      due: 100,
      completed: 94,
      p50: 10,
      p95: null,
      p99: null,
    });
  });
});

describe('phases', () => {
  it('are those in which requests were begun, with their attempts', async () => {
    const fields: Fields = {
      services: { a: '0ms', b: '10ms' },
      steps: ['a', 'b'],
      calls: {
        retry: {
          maxAttempts: 3,
          initialDelay: '1ms',
          multiplier: 1,
          maxDelay: '1ms',
          jitter: 'none',
          budget: 'none',
        },
      },
      load: { rate: '10/s', arrivals: 'constant', duration: '10s' },
      faults: [{ kind: 'outage', target: 'b', at: '4s', for: '2s' }],
    };
    const { phases, amplification } = await run(scenario(fields), 'direct');
    expect(phases.before).toMatchObject({ offered: 40, good: 40, goodput: 1, amplification: 1 });
    expect(phases.during).toMatchObject({ offered: 20, good: 0, goodput: 0, amplification: 3 });
    expect(phases.during?.endToEnd).toMatchObject({ due: 20, completed: 0, p50: null });
    expect(phases.after).toMatchObject({ offered: 40, good: 40, goodput: 1 });
    expect(amplification.worst).toBeCloseTo(1.4, 10);
  });

  it('count no queries of a shared database as attempts, as the whole run does not', async () => {
    const fields: Fields = {
      services: { a: '1ms', b: '1ms' },
      steps: ['a', 'b'],
      load: { rate: '10/s', arrivals: 'constant', duration: '10s' },
      faults: [{ kind: 'latency', target: 'b', at: '4s', for: '2s', multiply: 2, add: '0ms' }],
    };
    const { phases, amplification, services } = await run(scenario(fields), 'shared-database');
    expect(services.database?.attempts).toBeGreaterThan(200);
    expect([amplification.worst, phases.before?.amplification, phases.during?.amplification]).toEqual([
      1, 1, 1,
    ]);
  });

  it('are none without faults', async () => {
    expect((await run(scenario({ services: { a: '1ms' }, steps: ['a'] }), 'direct')).phases).toEqual({});
  });
});

describe('which mode did better', () => {
  it.each(DRAINS)('under an overload does not depend on the drain, here of %s', async (drain) => {
    const it = overloaded(drain, '5s');
    const runs = (['direct', 'event'] as const).map(async (mode) => ({ mode, faulted: await run(it, mode) }));
    const { better } = compare(it, '1', await Promise.all(runs));
    // Direct calls shed a third and serve the others soon; events take all on, and most of it comes too late.
    expect(better).toMatchObject({ mode: 'direct', by: 'goodput' });
  });
});
