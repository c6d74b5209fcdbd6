import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../src/stats/beta.js';
import { holm, pairedChange, sampleFrom, sampleOf, welchChange } from '../../src/stats/change.js';
import { estimate } from '../../src/stats/interval.js';
import { studentFactor, studentQuantile, studentTails } from '../../src/stats/student.js';

/** Student's sleepers, 1908: what R's own documentation tests with `t.test(extra ~ group, data = sleep)`. */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('a change', () => {
  it('of runs that have nothing in common is that of R', () => {
    const { change, interval, p } = welchChange(sampleOf(FIRST), sampleOf(SECOND));
    expect(change).toBeCloseTo(1.58, 10);
    expect(interval[0]).toBeCloseTo(-0.2054832, 6);
    expect(interval[1]).toBeCloseTo(3.3654832, 6);
    expect(p).toBeCloseTo(0.07939414, 7);
  });

  it('of paired runs is that of R', () => {
    const { change, interval, p } = pairedChange(FIRST, SECOND);
    expect(change).toBeCloseTo(1.58, 10);
    expect(interval[0]).toBeCloseTo(0.7001142, 6);
    expect(interval[1]).toBeCloseTo(2.4598858, 6);
    expect(p).toBeCloseTo(0.00283289, 7);
  });

  it('can be told from a mean and its interval alone', () => {
    const { mean, interval } = estimate(FIRST);
    const { count, variance } = sampleFrom(mean, interval, FIRST.length);
    expect({ count, mean }).toEqual({ count: 10, mean: sampleOf(FIRST).mean });
    expect(variance).toBeCloseTo(sampleOf(FIRST).variance, 4);
  });

  it('of what never varies is real, however small, unless it is only rounding', () => {
    expect(welchChange(sampleOf([3, 3, 3]), sampleOf([4, 4, 4]))).toEqual({
      change: 1,
      interval: [1, 1],
      p: 0,
    });
    expect(welchChange(sampleOf([0.3, 0.3]), sampleOf([0.1 + 0.2, 0.1 + 0.2])).change).toBe(0);
    expect(pairedChange([1, 2, 3], [2, 3, 4])).toMatchObject({ change: 1, p: 0 });
    expect(pairedChange([1, 2, 3], [1, 2, 3])).toEqual({ change: 0, interval: [0, 0], p: 1 });
  });
});

describe("Student's t", () => {
  it('has the tails of its tables', () => {
    for (const degrees of [1, 2, 5, 9, 30, 200]) {
      expect(studentTails(studentFactor(degrees + 1), degrees)).toBeCloseTo(0.05, 5);
      expect(studentQuantile(degrees)).toBeCloseTo(studentFactor(degrees + 1), 3);
    }
    expect(studentTails(0, 3)).toBe(1);
    expect(studentTails(-2, 7)).toBe(studentTails(2, 7));
  });

  it('stands on a beta function that is known at a few places', () => {
    expect(incompleteBeta(0.5, 2, 2)).toBeCloseTo(0.5, 12);
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
    expect(incompleteBeta(0.2, 2, 3)).toBeCloseTo(0.1808, 10);
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
  });
});

describe("Holm's procedure", () => {
  it("decides as in the textbook's example", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([true, false, false, true]);
    expect(holm([0.04])).toEqual([true]);
    expect(holm([])).toEqual([]);
  });

  it('stops at the first that does not hold', () => {
    expect(holm([0.03, 0.001, 0.04])).toEqual([false, true, false]);
  });
});
