import { describe, expect, it } from 'vitest';
import { averageOf } from '../../src/stats/average.js';
import { figuresOf } from '../../src/measure/list-figures.js';
import { measured, NO_TIMES, run, service, times } from '../render/fixtures.js';

describe('the mean of several runs', () => {
  it('is the mean of every figure, at its place', () => {
    const mean = averageOf([
      measured({ accepted: { completed: 100 }, peakBacklog: 10, services: { payment: { attempts: 100 } } }),
      measured({ accepted: { completed: 110 }, peakBacklog: 11, services: { payment: { attempts: 120 } } }),
      measured({ accepted: { completed: 120 }, peakBacklog: 18, services: { payment: { attempts: 170 } } }),
    ]);
    expect(mean.requests).toMatchObject({ offered: 110, outcomes: { accepted: { completed: 110 } } });
    expect(mean.peakBacklog).toBe(13);
    expect(mean.services.payment?.attempts).toBe(130);
  });

  it('of one run is that run', () => {
    const only = measured({ recoveryTime: 300, cascades: [{ origin: 'a', victim: 'b', count: 3 }] });
    expect(averageOf([only])).toEqual(only);
  });

  it('of a percentile leaves out runs that had nothing to measure', () => {
    const mean = averageOf([
      run({ completion: times(100, 200, 40) }),
      run({ completion: NO_TIMES }),
      run({ completion: times(200, 400, 20) }),
    ]);
    expect(mean.completionTime).toMatchObject({ count: 20, p50: 150, p99: 300 });
    expect(averageOf([run({ completion: NO_TIMES })]).completionTime).toEqual(NO_TIMES);
  });

  it('of a recovery that did not come in one of them is never', () => {
    expect(averageOf([measured({ recoveryTime: 10 }), measured({ recoveryTime: 20 })]).recoveryTime).toBe(15);
    expect(averageOf([measured({ recoveryTime: 10 }), measured({ recoveryTime: null })]).recoveryTime).toBe(
      null,
    );
    expect(averageOf([measured({ recoveryTime: null }), measured({ recoveryTime: 1 })]).recoveryTime).toBe(
      null,
    );
  });

  it('has the cascades of all, and counts those that a run has not as none', () => {
    const mean = averageOf([
      run({
        cascades: [
          { origin: 'payment', victim: 'orders', count: 6 },
          { origin: 'payment', victim: 'caller', count: 9 },
        ],
      }),
      run({ cascades: [] }),
      run({ cascades: [{ origin: 'payment', victim: 'caller', count: 3 }] }),
    ]);
    expect(mean.cascades).toEqual([
      { origin: 'payment', victim: 'orders', count: 2 },
      { origin: 'payment', victim: 'caller', count: 4 },
    ]);
  });

  it('has series as long as the longest', () => {
    const mean = averageOf([
      run({ completed: [10, 20], backlog: [4, 0] }),
      run({ completed: [20, 20, 6], backlog: [0, 2, 8] }),
    ]);
    expect(mean.series).toMatchObject({ completed: [15, 20, 3], backlog: [2, 1, 4], p99: [200, 200, 200] });
    expect(mean.end).toEqual({ at: 2500, reason: 'quiet' });
  });

  it('takes phases by their names, each from the runs that have it', () => {
    const mean = averageOf([
      run({ phases: [[80, 80]] }),
      run({
        phases: [
          [60, 40],
          [10, 5],
        ],
      }),
    ]);
    expect(
      mean.throughput.phases.map(({ name, accepted, completed }) => [name, accepted, completed]),
    ).toEqual([
      ['before', 70, 60],
      ['during', 10, 5],
    ]);
  });

  it('did not come to its end by itself if one of them did not', () => {
    const drained = run({ end: { at: 100, reason: 'drained' } });
    expect(averageOf([run(), drained, run()]).end.reason).toBe('drained');
  });
});

describe('the figures of a run', () => {
  const figures = figuresOf(
    measured({
      completion: NO_TIMES,
      recoveryTime: null,
      phases: [[80, 79]],
      services: { payment: { peakQueue: 7, waitTime: { ...times(1, 2), waited: 0.25 } } },
    }),
  );

  it('go by the paths that gates have', () => {
    expect(figures.get('responseTime.p99')).toBe(210);
    expect(figures.get('services.payment.peakQueue')).toBe(7);
    expect(figures.get('services.payment.waitTime.waited')).toBe(0.25);
    expect(figures.get('throughput.phases.before.completed')).toBe(79);
    expect(figures.get('requests.outcomes.accepted.completed')).toBe(4400);
  });

  it('are not there where nothing was measured', () => {
    expect(figures.get('completionTime.p99')).toBe(null);
    expect(figures.get('completionTime.count')).toBe(0);
    expect(figures.get('recoveryTime')).toBe(null);
  });

  it('are no words, and nothing of the series and of the cascades', () => {
    expect([...figures.values()].every((value) => value === null || typeof value === 'number')).toBe(true);
    expect([...figures.keys()].filter((path) => /^(series|cascades)|reason|name/.test(path))).toEqual([]);
    expect(service().peakQueue).toBe(figures.get('services.orders.peakQueue'));
  });
});
