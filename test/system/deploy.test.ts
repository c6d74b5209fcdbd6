import { describe, expect, it } from 'vitest';
import { takesEffectOn } from '../../src/faults/effects.js';
import { makePlan } from '../../src/plan/plan.js';
import { limitsOf } from '../properties/books/timetable.js';
import { constant, scenario } from '../support/scenario.js';
import { timeline } from '../support/timeline.js';

function deployed(concurrency: number, instances: number, requests = 1) {
  return scenario({
    services: { a: { latency: constant('10ms'), concurrency, queue: 'unbounded' } },
    steps: ['a'],
    load: { rate: '1000/s', requests },
    faults: [{ kind: 'deploy', target: 'a', instances, at: '100ms', for: '90ms' }],
  });
}

/** The slots that are left, in the order of time, and when from. */
function timetable(concurrency: number, instances: number): [at: number, slots: number][] {
  const { faults } = makePlan(deployed(concurrency, instances));
  return faults
    .filter(takesEffectOn('switch'))
    .flatMap((fault) => limitsOf(fault).map((slots): [number, number] => [fault.at, slots]))
    .sort(([a], [b]) => a - b);
}

describe('a deploy', () => {
  it('takes away the slots of one instance after another, for equal times', () => {
    expect(timetable(6, 3)).toEqual([
      [100, 4],
      [130, 4],
      [160, 4],
    ]);
    expect(makePlan(deployed(6, 3)).faults.map(({ until }) => until)).toEqual([190, 160, 130]);
  });

  it('where the slots do not divide evenly, instances have one more or less, and all of them together', () => {
    expect(timetable(32, 5).map(([, left]) => 32 - left)).toEqual([6, 6, 7, 6, 7]);
    expect(timetable(3, 3).map(([, left]) => left)).toEqual([2, 2, 2]);
    expect(timetable(1, 1)).toEqual([[100, 0]]);
  });

  it('never has more slots between one restart and the next, and gives taken ones back first', async () => {
    const busy = deployed(2, 2, 200);
    // Two at a time until 100; then those two are at work until 110, and from there on one at a time.
    const starts = (await timeline(busy, 'direct', 'a starts')).map((line) => Number(line.split(' ')[0]));
    const between = (from: number, to: number): number => starts.filter((at) => from <= at && at < to).length;
    expect(between(50, 100)).toBe(10);
    expect(between(105, 185)).toBe(8);
    expect(between(200, 250)).toBe(10);
  });
});
