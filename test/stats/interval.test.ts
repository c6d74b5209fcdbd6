import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { differences, estimate, isSignificant } from '../../src/stats/interval.js';

/** Hours of sleep that ten patients gained by two drugs: Student, *The Probable Error of a Mean*, Biometrika 1908. */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('an interval', () => {
  it("of Student's sleepers is the published one: 0.70 to 2.46 hours between the drugs", () => {
    const { mean, interval } = estimate(differences(SECOND, FIRST));
    expect(mean).toBeCloseTo(1.58, 10);
    expect(interval[0]).toBeCloseTo(0.7001142, 4);
    expect(interval[1]).toBeCloseTo(2.4598858, 4);
    expect(isSignificant(interval)).toBe(true);
  });

  it('of the same sleepers, not paired, would have said nothing of the first drug', () => {
    expect(isSignificant(estimate(FIRST).interval)).toBe(false);
  });

  it('of one value is that value', () => {
    expect(estimate([7])).toEqual({ mean: 7, interval: [7, 7] });
  });

  it('of equal values has no width', () => {
    expect(estimate([3, 3, 3, 3])).toEqual({ mean: 3, interval: [3, 3] });
  });

  test('covers the mean that the values were drawn about in 95 of 100 cases', () => {
    let seed = 1;
    // Minimal standard generator (Park & Miller 1988); the sum of twelve is as good as normal.
    const uniform = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const normal = (): number => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
    const covered = Array.from({ length: 4000 }, () => {
      const [low, high] = estimate(Array.from({ length: 5 }, () => 10 + 3 * normal())).interval;
      return low <= 10 && 10 <= high;
    });
    expect(covered.filter(Boolean).length / 4000).toBeCloseTo(0.95, 1.7);
  });
});

describe('differences', () => {
  it('are taken value by value', () => {
    expect(differences([3, 5, 1], [1, 5, 4])).toEqual([2, 0, -3]);
  });

  it('of what only rounding tells apart are none', () => {
    expect(differences([0.1 + 0.2, 1e9 + 1e-6], [0.3, 1e9])).toEqual([0, 0]);
    expect(differences([1.000001], [1])[0]).toBeGreaterThan(0);
  });

  it('that are all the same are significant, unless they are zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 2, max: 30 }), (value, length) => {
        const { interval } = estimate(new Array<number>(length).fill(value));
        expect(isSignificant(interval)).toBe(value !== 0);
      }),
    );
  });
});
