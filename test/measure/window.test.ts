import { describe, expect, it } from 'vitest';
import { constant, run, scenario, type Fields } from '../support/scenario.js';

/** Ten requests, one every 100 ms, each with 150 ms of work; the first three are warming up. */
const warm = (fields: Partial<Fields> = {}) =>
  scenario({
    services: { a: { latency: constant('150ms'), concurrency: 10 } },
    steps: ['a'],
    load: { rate: '10/s', duration: '1s', warmup: '300ms' },
    ...fields,
  });

describe('the window', () => {
  it('counts requests begun from warmup on, with all that belongs to them, whenever it happens', async () => {
    const { requests, responseTime, completionTime, services } = await run(warm(), 'direct');
    // Begun at 300, …, 900; the last one is done at 1050.
    expect(requests).toMatchObject({ offered: 7, accepted: 7, completed: 7 });
    expect([responseTime.count, completionTime.count]).toEqual([7, 7]);
    expect(services.a).toMatchObject({ attempts: 7, succeeded: 7, effects: 7 });
    expect([services.a?.waitTime.count, services.a?.serviceTime.count, services.a?.holdTime.count]).toEqual([
      7, 7, 7,
    ]);
  });

  it('has the failures of its requests, and of no others', async () => {
    const { services, cascades } = await run(
      warm({ faults: [{ kind: 'outage', target: 'a', for: '450ms' }] }),
      'direct',
    );
    // Those at 0, 100, 200 are warming up; 300 and 400 fail.
    expect(services.a?.failures.injected).toBe(2);
    expect(cascades).toEqual([
      { origin: 'a', victim: 'caller', count: 2 },
      { origin: 'a', victim: 'a', count: 2 },
    ]);
  });

  it('has rates of what happens in it, by whomever', async () => {
    const { throughput } = await run(warm(), 'direct');
    // In [300, 1000): offered at 300, …, 900: 7; completed at 350 (begun at 200), …, 950 (begun at 800): 7.
    expect(throughput.offered).toBeCloseTo(7 / 0.7, 9);
    expect(throughput.completed).toBeCloseTo(7 / 0.7, 9);
  });

  it('has utilization of what happens in it, by whomever', async () => {
    const { services } = await run(warm(), 'direct');
    // In [300, 1000): from 200 on 50, from 300, …, 800 on 6 · 150, from 900 on 100: 1050 of 10 · 700 ms.
    expect(services.a?.utilization).toBeCloseTo(1050 / 7000, 12);
  });

  it('utilization divides by the configured concurrency, whatever is left of it', async () => {
    const { services } = await run(
      warm({ faults: [{ kind: 'slots', target: 'a', concurrency: 1 }] }),
      'direct',
    );
    // One slot, always taken: a tenth.
    expect(services.a?.utilization).toBeCloseTo(0.1, 12);
  });

  it('ends with an interrupted run', async () => {
    const long = scenario({
      services: { a: '1ms' },
      steps: ['a'],
      load: { rate: '1000/s', duration: '100000s' },
    });
    const { throughput, end, requests } = await run(long, 'direct', { interrupted: () => true });
    expect((throughput.offered * end.at) / 1000).toBeCloseTo(requests.offered, 6);
  });
});

describe('phases', () => {
  const faulted = (faults: Fields['faults'], duration = '1s') =>
    scenario({
      services: { a: '0ms' },
      steps: ['a'],
      load: { rate: '10/s', duration, warmup: '100ms' },
      faults: faults ?? [],
    });

  it('are before, during and after the faults: from the first start to the last end', async () => {
    const { throughput } = await run(
      faulted([
        { kind: 'outage', target: 'a', at: '300ms', for: '100ms' },
        { kind: 'outage', target: 'a', at: '500ms', for: '100ms' },
      ]),
      'direct',
    );
    // Before: 100, 200. During: 300 (refused), 400, 500 (refused). After: 600, 700, 800, 900.
    expect(throughput.phases).toEqual([
      { name: 'before', from: 100, to: 300, offered: 10, accepted: 10, completed: 10 },
      { name: 'during', from: 300, to: 600, offered: 10, accepted: 1 / 0.3, completed: 1 / 0.3 },
      { name: 'after', from: 600, to: 1000, offered: 10, accepted: 10, completed: 10 },
    ]);
  });

  it('have only what has a length', async () => {
    const names = async (faults: Fields['faults']): Promise<string[]> =>
      (await run(faulted(faults), 'direct')).throughput.phases.map(
        ({ name, from, to }) => `${name} ${from}-${to}`,
      );
    expect(await names([])).toEqual([]);
    expect(await names([{ kind: 'outage', target: 'a' }])).toEqual(['during 100-1000']);
    expect(await names([{ kind: 'outage', target: 'a', at: '400ms' }])).toEqual([
      'before 100-400',
      'during 400-1000',
    ]);
    expect(await names([{ kind: 'outage', target: 'a', for: '50ms' }])).toEqual(['after 100-1000']);
    expect(await names([{ kind: 'outage', target: 'a', at: '2s' }])).toEqual(['before 100-1000']);
  });

  it('are the same in the control run, to compare with', async () => {
    const it = faulted([{ kind: 'outage', target: 'a', at: '300ms', for: '100ms' }]);
    const { throughput } = await run(it, 'direct', { faults: false });
    expect(throughput.phases.map((phase) => phase.name)).toEqual(['before', 'during', 'after']);
    expect(throughput.phases[1]?.accepted).toBeCloseTo(10, 9);
  });
});

describe('series', () => {
  it('counts per interval at the moment it happened, from 0 to the end of the run, warm-up included', async () => {
    const it = scenario({
      services: { a: { latency: constant('1500ms'), concurrency: 1 } },
      steps: ['a'],
      load: { rate: '1/s', duration: '60s', warmup: '30s', requests: 3 },
    });
    // Begun at 0, 1000, 2000; done at 1500, 3000, 4500. One waits from 1000 on, two from 2000, one from 3000.
    const { series } = await run(it, 'direct');
    expect(series).toEqual({
      interval: 1000,
      offered: [1, 1, 1, 0, 0],
      accepted: [0, 1, 0, 1, 1],
      completed: [0, 1, 0, 1, 1],
      backlog: [0, 0, 1, 0, 0],
      peakBacklog: [0, 1, 1, 0, 0],
      p99: [null, 1500, null, 2000, 2500],
      goodput: [0, 1, 0, 1, 1],
      errors: [0, 0, 0, 0, 0],
      responseP99: [null, 1500, null, 2000, 2500],
      services: {
        a: {
          working: [1, 1, 1, 1, 0.5],
          blocked: [0, 0, 0, 0, 0],
          waiting: [0, 0.5, 1, 0, 0],
          failed: [0, 0, 0, 0, 0],
        },
      },
    });
  });

  it('has the slots that a service blocks while it waits for another, spread over the time that it does', async () => {
    const it = scenario({
      services: { a: { latency: constant('500ms'), concurrency: 2 }, b: '2500ms' },
      steps: ['a', 'b'],
      load: { rate: '1/s', duration: '60s', requests: 1 },
    });
    const { services } = (await run(it, 'direct')).series;
    expect(services).toMatchObject({
      a: { working: [0.5, 0, 0, 0], blocked: [0.5, 1, 1, 0] },
      b: { working: [0.5, 1, 1, 0], blocked: [0, 0, 0, 0] },
    });
  });

  it('counts failures where they are seen, and error responses when the caller has them', async () => {
    const it = scenario({
      services: { a: '100ms', b: '100ms' },
      steps: ['a', 'b'],
      load: { rate: '1/s', duration: '60s', requests: 2 },
      faults: [{ kind: 'errors', target: 'b', rate: 1, at: '1s' }],
    });
    const direct = (await run(it, 'direct')).series;
    expect([direct.errors, direct.goodput]).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect([direct.services.a?.failed, direct.services.b?.failed]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    const event = (await run(it, 'event')).series;
    expect(sum(event.errors) + sum(event.services.a?.failed)).toBe(0);
    expect(event.services.b?.failed.slice(0, 2)).toEqual([0, 2]);
  });

  it('ends with the run: what happens at the end itself has an interval, too', async () => {
    const it = scenario({
      services: { a: '2s' },
      steps: ['a'],
      load: { rate: '1/s', duration: '60s', requests: 1 },
    });
    // Done at 2000 exactly: that is in the third interval.
    expect((await run(it, 'direct')).series.completed).toEqual([0, 0, 1]);
  });
});

function sum(counts: readonly number[] = []): number {
  return counts.reduce((total, count) => total + count, 0);
}
