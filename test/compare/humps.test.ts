import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findHumps } from '../../src/compare/humps.js';
import { normalQuantile } from '../../src/engine/normal.js';
import { pinned } from '../support/random.js';

/** Values around a centre, a hundredth apart. */
const around = (centre: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => centre + (index - (count - 1) / 2) / 100);

describe('two humps', () => {
  test('are found with their means and how many runs each has, whatever the order of the runs', () => {
    const values = [...around(0.28, 14), ...around(0.74, 6)];
    const expected = {
      low: { mean: expect.closeTo(0.28) as number, runs: 14 },
      high: { mean: expect.closeTo(0.74) as number, runs: 6 },
    };
    expect(findHumps(values)).toEqual(expected);
    expect(findHumps(values.toReversed())).toEqual(expected);
  });

  test('may have no width at all', () => {
    const values = [0.2, 0.2, 0.2, 0.2, 0.9, 0.9, 0.9, 0.9];
    expect(findHumps(values)).toMatchObject({ low: { runs: 4 }, high: { runs: 4 } });
  });

  test('take at least eight runs, and two in each', () => {
    expect(findHumps([...around(0.2, 5), ...around(0.8, 2)])).toBeUndefined();
    expect(findHumps([...around(0.2, 6), ...around(0.8, 2)])).toBeDefined();
    expect(findHumps([...around(0.2, 19), 0.8])).toBeUndefined();
    expect(findHumps([0.2, ...around(0.8, 19)])).toBeUndefined();
  });

  test('are at least five points apart: less is no tipping point, however empty it is between them', () => {
    expect(findHumps([...Array<number>(10).fill(0.9), ...Array<number>(10).fill(0.94)])).toBeUndefined();
    expect(findHumps([...Array<number>(10).fill(0.9), ...Array<number>(10).fill(0.96)])).toBeDefined();
  });

  test('are no humps with values all the way between them', () => {
    expect(findHumps([...around(0.2, 8), 0.35, 0.5, 0.65, ...around(0.8, 8)])).toBeUndefined();
  });

  test('are not seen in runs that are all the same', () => {
    expect(findHumps(Array<number>(20).fill(0.5))).toBeUndefined();
    expect(findHumps([])).toBeUndefined();
  });

  test('between them have all the values, and nothing in between', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(values, (all) => {
        const humps = findHumps(all);
        if (humps === undefined) return;
        const { low, high } = humps;
        expect(low.runs + high.runs).toBe(all.length);
        expect(Math.min(low.runs, high.runs)).toBeGreaterThanOrEqual(2);
        expect(high.mean - low.mean).toBeGreaterThanOrEqual(0.05);
        const sum = all.reduce((total, value) => total + value, 0);
        expect(low.mean * low.runs + high.mean * high.runs).toBeCloseTo(sum);
      }),
      pinned(2000),
    );
  });
});

describe('one hump is not taken for two', () => {
  const SAMPLES = 20_000;

  /** Numbers between 0 and 1 that look random, and are the same in each run (mulberry32). */
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  const SHAPES = {
    uniform: (random: number): number => random,
    // Wide enough that the least distance by itself rules nothing out.
    normal: (random: number): number => 0.5 + 0.2 * normalQuantile(Math.max(random, 2 ** -33)),
  };

  test.each(
    (['uniform', 'normal'] as const).flatMap((shape) =>
      [8, 10, 12, 15, 20, 30].map((runs) => ({ shape, runs })),
    ),
  )('in 99 of 100 samples of $runs from a $shape distribution', ({ shape, runs }) => {
    const random = generator(runs);
    let alarms = 0;
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const values = Array.from({ length: runs }, () => SHAPES[shape](random()));
      if (findHumps(values) !== undefined) alarms += 1;
    }
    expect(alarms / SAMPLES).toBeLessThan(0.01);
  });
});
