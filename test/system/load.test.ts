import { describe, expect, it } from 'vitest';
import type { Fault, Load } from '../../src/scenario/scenario.js';
import { constant, exponential, run, scenario, type Fields } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

function alone(a: string, load: Fields['load'], fields: Partial<Fields> = {}) {
  return scenario({ services: { a }, steps: ['a'], ...(load === undefined ? {} : { load }), ...fields });
}

/** When requests begin, where nothing makes them wait. */
async function beginnings(it: ReturnType<typeof scenario>): Promise<number[]> {
  return (await timeline(it, 'direct', 'a starts')).map((line) => parseFloat(line));
}

describe('an open loop', () => {
  it('with constant arrivals begins at 0, and has begun its last before `duration`', async () => {
    expect(await beginnings(alone('0ms', { rate: '4/s', duration: '1s' }))).toEqual([0, 250, 500, 750]);
    expect(await beginnings(alone('0ms', { rate: '4/s', duration: '1001ms' }))).toEqual([
      0, 250, 500, 750, 1000,
    ]);
  });

  it.each([19, 49, 93, 107])(
    'of %d/s begins as many in a second, however its gap is rounded',
    async (rate) => {
      expect(await beginnings(alone('0ms', { rate: `${rate}/s`, duration: '1s' }))).toHaveLength(rate);
    },
  );

  it('does not slow down because the system does', async () => {
    const slow = scenario({
      services: { a: { latency: constant('1s'), concurrency: 1 } },
      steps: ['a'],
      load: { rate: '10/s', duration: '1s' },
    });
    const { requests, end } = await run(slow, 'direct');
    expect(requests).toMatchObject({ offered: 10, completed: 10 });
    expect(end).toEqual({ at: 10_000, reason: 'quiet' });
  });

  it('with Poisson arrivals has exponential gaps: as many as the rate says, and a variance like the mean', async () => {
    const times = await beginnings(alone('0ms', { rate: '100/s', arrivals: 'poisson', duration: '100s' }));
    // 10,000 are expected, with a standard deviation of 100.
    expect(Math.abs(times.length - 10_000)).toBeLessThan(400);
    expect(times[0]).toBeGreaterThan(0);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    // The coefficient of variation of an exponential distribution is 1; its standard error here is about 0.014.
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.95);
    expect(Math.sqrt(variance) / mean).toBeLessThan(1.05);
  });

  it('ends after `requests` or after `duration`, whichever comes first', async () => {
    expect(await beginnings(alone('0ms', { rate: '4/s', duration: '1s', requests: 3 }))).toHaveLength(3);
    expect(await beginnings(alone('0ms', { rate: '4/s', duration: '1s', requests: 9 }))).toHaveLength(4);
    expect(await beginnings(alone('0ms', { rate: '4/s', requests: 9 }))).toHaveLength(9);
  });

  it('bounded by `requests` is measured until the next one would have begun', async () => {
    // Three at 0, 250, 500: 4 per second over 750 ms.
    const { throughput } = await run(alone('10ms', { rate: '4/s', requests: 3, duration: '10s' }), 'direct');
    expect(throughput).toMatchObject({ offered: 4, accepted: 4, completed: 4 });
  });
});

describe('a closed loop', () => {
  it('waits for its answer, thinks, and asks again, as long as `duration`', async () => {
    const loop = alone('20ms', { clients: 1, thinkTime: constant('10ms'), duration: '100ms' });
    expect(await beginnings(loop)).toEqual([0, 30, 60, 90]);
  });

  it('has each client go its own way, and slows down when the system does', async () => {
    const loop = scenario({
      services: { a: { latency: constant('20ms'), concurrency: 1 } },
      steps: ['a'],
      load: { clients: 2, thinkTime: constant('10ms'), duration: '100ms' },
    });
    // The second waits for the first: 0-20, 20-40, then 40-60 (asked at 30), 60-80 (asked at 50), 80-100, 100-120.
    expect(await timeline(loop, 'direct', 'a starts')).toEqual([
      '0 a starts',
      '20 a starts #1',
      '40 a starts #2',
      '60 a starts #3',
      '80 a starts #4',
      '100 a starts #5',
    ]);
  });

  it('ends after `requests`', async () => {
    const loop = alone('20ms', { clients: 3, thinkTime: constant('0ms'), requests: 7 });
    expect((await run(loop, 'direct')).requests).toMatchObject({ offered: 7, completed: 7 });
  });

  it('goes on after a failure as after an answer', async () => {
    const loop = alone(
      '20ms',
      { clients: 1, thinkTime: constant('30ms'), duration: '200ms' },
      { faults: [{ kind: 'outage', target: 'a' }] },
    );
    expect((await run(loop, 'direct')).requests).toMatchObject({ offered: 7, failed: 7 });
  });

  it('has the luck of its client and its n-th request, however many clients there are', async () => {
    const loop = (clients: number) =>
      scenario({
        services: { a: { latency: exponential('10ms'), concurrency: 'unbounded' } },
        steps: ['a'],
        load: { clients, thinkTime: constant('1s'), duration: '2500ms' },
      });
    // With thinking this long, the n-th requests of all clients are in a row of seconds: compare the ends of both runs.
    const ends = async (clients: number): Promise<Set<string>> =>
      new Set((await timeline(loop(clients), 'direct', 'a effect')).map((line) => line.split(' ')[0] ?? ''));
    const few = await ends(2);
    const many = await ends(5);
    expect(few.size).toBe(6);
    expect([...few].every((time) => many.has(time))).toBe(true);
  });

  it('is over when the last answer has come, not when a client has thought to its end', async () => {
    const loop = alone('20ms', { clients: 1, thinkTime: constant('10m'), duration: '100ms' });
    expect((await run(loop, 'direct')).end).toEqual({ at: 20, reason: 'quiet' });
  });
});

describe('a spike', () => {
  const spike = { kind: 'spike', target: 'load', multiply: 3, at: '500ms', for: '500ms' } as const;

  it('multiplies the rate: its extra requests come on top, from its start on', async () => {
    const it = alone('0ms', { rate: '4/s', duration: '2s' }, { faults: [spike] });
    // Base: every 250. Extra, at 8/s: 500, 625, 750, 875.
    expect(await beginnings(it)).toEqual([0, 250, 500, 500, 625, 750, 750, 875, 1000, 1250, 1500, 1750]);
  });

  it('does not move the base stream, nor its luck', async () => {
    const load = { rate: '20/s', arrivals: 'poisson', duration: '2s' } as const;
    const services = { a: { latency: exponential('10ms'), concurrency: 'unbounded' as const } };
    const told = async (faults: Fault[]): Promise<string[]> => {
      const lines = await timeline(scenario({ services, steps: ['a'], load, faults }), 'direct');
      return lines.map((line) => line.replace(/ #.*/, ''));
    };
    const calm = await told([]);
    const spiked = await told([spike]);
    expect(spiked.length).toBeGreaterThan(calm.length);
    expect(spiked.filter((line) => calm.includes(line))).toEqual(calm);
  });

  it('ends with `duration`, and counts for `requests`', async () => {
    const long = { ...spike, for: '1h' };
    const bounded = alone('0ms', { rate: '4/s', duration: '750ms' }, { faults: [long] });
    expect(await beginnings(bounded)).toEqual([0, 250, 500, 500, 625]);
    const counted = alone('0ms', { rate: '4/s', requests: 4 }, { faults: [long] });
    expect(await beginnings(counted)).toEqual([0, 250, 500, 500]);
  });
});

describe('spikes at once', () => {
  const spike = (multiply: number, at: string, length?: string): Fault => ({
    kind: 'spike',
    target: 'load',
    multiply,
    at,
    ...(length === undefined ? {} : { for: length }),
  });
  const countIn = (times: readonly number[], from: number, to: number): number =>
    times.filter((time) => time >= from && time < to).length;

  it('are multiplied with each other: 2 and 3 make 6', async () => {
    const faults = [spike(2, '10s', '20s'), spike(3, '20s', '20s')];
    const times = await beginnings(alone('0ms', { rate: '10/s', duration: '50s' }, { faults }));
    const rates = [0, 10, 20, 30, 40].map((at) => countIn(times, at * 1000, (at + 10) * 1000) / 10);
    expect(rates).toEqual([10, 20, 60, 30, 10]);
  });

  it('of three, one within the other, with Poisson arrivals, have the product of their rates', async () => {
    const faults = [spike(1.5, '0s', '300s'), spike(4, '100s', '100s'), spike(0.5, '100s', '100s')];
    const load = { rate: '20/s', arrivals: 'poisson', duration: '300s' } as const;
    const times = await beginnings(alone('0ms', load, { faults }));
    const counts = [0, 1, 2].map((part) => countIn(times, part * 100_000, (part + 1) * 100_000));
    // 3,000, 6,000 and 3,000 are expected; four standard deviations are 220, 310 and 220.
    [3000, 6000, 3000].forEach((expected, part) => {
      expect(Math.abs((counts[part] ?? 0) - expected)).toBeLessThan(4 * Math.sqrt(expected));
    });
  });

  it('are the same whichever of them stands first', async () => {
    const both = [spike(2, '10s', '20s'), spike(3, '20s', '20s')];
    const it = (faults: Fault[]) => alone('0ms', { rate: '10/s', duration: '50s' }, { faults });
    expect((await beginnings(it([...both].reverse()))).length).toBe((await beginnings(it(both))).length);
  });
});

describe('a lull', () => {
  const lull = (multiply: number): Fault => ({
    kind: 'spike',
    target: 'load',
    multiply,
    at: '1s',
    for: '1s',
  });

  it('takes requests away, and leaves the others where they are', async () => {
    const times = (faults: Fault[]) => beginnings(alone('0ms', { rate: '8/s', duration: '3s' }, { faults }));
    const calm = await times([]);
    const halved = await times([lull(0.5)]);
    expect(halved).toEqual(calm.filter((time) => time < 1000 || time >= 2000 || time % 250 === 0));
    expect(await times([lull(0)])).toEqual(calm.filter((time) => time < 1000 || time >= 2000));
  });

  it('takes a share of Poisson arrivals away, and does not move the rest', async () => {
    const load = { rate: '50/s', arrivals: 'poisson', duration: '100s' } as const;
    const faults: Fault[] = [{ kind: 'spike', target: 'load', multiply: 0.3 }];
    const calm = await beginnings(alone('0ms', load));
    const left = await beginnings(alone('0ms', load, { faults }));
    expect(calm).toEqual(expect.arrayContaining(left));
    // Of about 5,000; four standard deviations are 130.
    expect(Math.abs(left.length - 0.3 * calm.length)).toBeLessThan(130);
  });

  it('of nothing, for ever, ends a load that only its number of requests bounds', async () => {
    const faults: Fault[] = [{ kind: 'spike', target: 'load', multiply: 0, at: '1s' }];
    const { requests, end } = await run(alone('1ms', { rate: '4/s', requests: 9 }, { faults }), 'direct');
    expect(requests.offered).toBe(4);
    expect(end.reason).toBe('quiet');
  });
});

describe('the end', () => {
  it('comes when all is quiet', async () => {
    const { end } = await run(alone('3s', { rate: '1/s', duration: '1s' }), 'direct');
    expect(end).toEqual({ at: 3000, reason: 'quiet' });
  });

  it('comes `drain` after `duration`, whatever is still going on', async () => {
    const { end, requests } = await run(alone('10s', { rate: '1/s', duration: '2s', drain: '5s' }), 'direct');
    expect(end).toEqual({ at: 7000, reason: 'drained' });
    expect(requests).toMatchObject({ offered: 2, timedOut: 2 });
    expect(requests.outcomes.refused.inFlight).toBe(2);
  });

  it('comes when nothing is left that could happen', async () => {
    const hung = alone('10ms', { rate: '1/s', requests: 1 }, { faults: [{ kind: 'hang', target: 'a' }] });
    expect((await run(hung, 'direct')).end.reason).toBe('stuck');
  });

  it('comes though faults come and go for ever, without a `duration`, too', async () => {
    for (const load of [
      { rate: '1/s', requests: 3 },
      { clients: 1, thinkTime: constant('1s'), requests: 3 },
    ]) {
      const it = scenario({
        services: { a: '10ms', b: '10ms' },
        steps: ['a', 'b'],
        load,
        faults: [
          { kind: 'hang', target: 'b' },
          { kind: 'random-outages', target: 'a', mttf: '1h', mttr: '1h', what: 'outage' },
        ],
      });
      let turns = 0;
      const { end } = await run(it, 'direct', { interrupted: () => (turns += 1) > 3 });
      expect(end.reason).toBe('drained');
    }
  });

  it('comes, and is said to, where clients who are turned away in no time would ask for ever', async () => {
    const crowd = (load: Partial<Load>) =>
      scenario({
        services: { a: { latency: constant('10ms'), concurrency: 1, queue: 0 } },
        steps: ['a'],
        load: { clients: 2, thinkTime: constant('0ms'), duration: '100ms', ...load },
      });
    for (const mode of ['direct', 'event'] as const) {
      const { end, requests } = await run(crowd({}), mode);
      // What was begun before comes to its end.
      expect(end).toEqual({ at: 10, reason: 'spinning' });
      expect(requests).toMatchObject({ offered: 100_002, accepted: 1, failed: 100_001 });
    }
    expect((await run(crowd({ requests: 1000 }), 'direct')).end.reason).toBe('quiet');
    expect((await run(crowd({ thinkTime: constant('1ms') }), 'direct')).end.reason).toBe('quiet');
  });

  it('comes early when it is asked for: what has happened by then is measured', async () => {
    const long = alone('0ms', { rate: '1000/s', duration: '100000s' });
    const { end, requests, throughput } = await run(long, 'direct', { interrupted: () => true });
    expect(end.reason).toBe('interrupted');
    expect(requests.offered).toBeGreaterThan(0);
    expect((throughput.offered * end.at) / 1000).toBeCloseTo(requests.offered, 6);
  });
});
