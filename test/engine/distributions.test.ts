import { describe, expect, it } from 'vitest';
import {
  constant,
  type Distribution,
  empirical,
  erlang,
  exponential,
  lognormalByMoments,
  lognormalByPercentiles,
  mixture,
  uniform,
} from '../../src/engine/distributions.js';
import { Luck } from '../../src/engine/luck.js';

const N = 200_000;

interface Sample {
  mean: number;
  /** Standard deviation / mean. */
  cv: number;
  percentile(percent: number): number;
}

function sample(of: Distribution): Sample {
  const draws = new Luck(11).draws('test');
  const values = Float64Array.from({ length: N }, (_, n) => of.sample(draws.at(n, 1))).sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / N;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / N;
  return {
    mean,
    cv: Math.sqrt(variance) / mean,
    percentile: (percent) => values[Math.ceil((percent / 100) * N) - 1] ?? NaN,
  };
}

/** Within so many percent. */
function expectNear(actual: number, expected: number, percent = 1): void {
  expect(Math.abs(actual / expected - 1) * 100).toBeLessThan(percent);
}

describe('a distribution', () => {
  it('constant is always the same', () => {
    const { mean, cv } = sample(constant(7));
    expect([mean, cv]).toEqual([7, 0]);
  });

  it('uniform lies evenly between its ends', () => {
    const { mean, cv, percentile } = sample(uniform(10, 30));
    expectNear(mean, 20);
    // (30 - 10) / sqrt(12) / 20
    expectNear(cv, 1 / Math.sqrt(12));
    expectNear(percentile(25), 15);
    expect(percentile(0.001)).toBeGreaterThanOrEqual(10);
    expect(percentile(100)).toBeLessThanOrEqual(30);
  });

  it('exponential has its mean, a deviation like it, and its percentiles', () => {
    const { mean, cv, percentile } = sample(exponential(10));
    expectNear(mean, 10);
    expectNear(cv, 1);
    expectNear(percentile(50), 10 * Math.log(2));
    expectNear(percentile(99), 10 * Math.log(100), 3);
  });

  it('lognormal by percentiles has them', () => {
    const { percentile } = sample(lognormalByPercentiles(40, 200));
    expectNear(percentile(50), 40);
    expectNear(percentile(99), 200, 3);
  });

  it('lognormal by moments has them', () => {
    const { mean, cv } = sample(lognormalByMoments(40, 0.5));
    expectNear(mean, 40);
    expectNear(cv, 0.5, 2);
  });

  it('lognormal by moments without any variation is constant', () => {
    const { mean, percentile } = sample(lognormalByMoments(40, 0));
    expect(mean).toBeCloseTo(40, 9);
    expect(percentile(100)).toBeCloseTo(40, 9);
  });

  it('erlang has its mean, and less deviation the more stages it has', () => {
    const four = sample(erlang(4, 20));
    expectNear(four.mean, 20);
    // 1 / sqrt(shape)
    expectNear(four.cv, 0.5);
    expectNear(sample(erlang(1, 20)).cv, 1);
  });

  it('mixture takes each of its parts as often as its weight says', () => {
    const { mean, percentile } = sample(
      mixture([
        { weight: 3, of: constant(10) },
        { weight: 1, of: constant(50) },
      ]),
    );
    expectNear(mean, 20);
    expect([percentile(74), percentile(76)]).toEqual([10, 50]);
  });

  it('mixture draws its part and the time by luck of its own', () => {
    const { mean, cv } = sample(
      mixture([
        { weight: 0.5, of: exponential(10) },
        { weight: 0.5, of: exponential(10) },
      ]),
    );
    // Two halves of one and the same are that one.
    expectNear(mean, 10);
    expectNear(cv, 1);
  });

  it('empirical goes straight from percentile to percentile, from 0 below the first, and never beyond the last', () => {
    const { percentile } = sample(
      empirical([
        { share: 0.5, value: 10 },
        { share: 0.9, value: 50 },
      ]),
    );
    expectNear(percentile(25), 5, 2);
    expectNear(percentile(50), 10, 2);
    expectNear(percentile(70), 30, 2);
    expectNear(percentile(90), 50, 2);
    expect(percentile(95)).toBe(50);
    expect(percentile(100)).toBe(50);
  });
});

describe('one draw is one time', () => {
  it.each([
    ['uniform', uniform(1, 9)],
    ['exponential', exponential(10)],
    ['lognormal', lognormalByPercentiles(40, 200)],
    ['erlang', erlang(3, 10)],
    [
      'mixture',
      mixture([
        { weight: 1, of: exponential(5) },
        { weight: 1, of: erlang(2, 30) },
      ]),
    ],
    ['empirical', empirical([{ share: 0.5, value: 10 }])],
  ])('%s: the same request and attempt, the same time', (_, distribution) => {
    const draws = new Luck(3).draws('work', 'a');
    const first = distribution.sample(draws.at(17, 2));
    distribution.sample(draws.at(18, 1));
    expect(distribution.sample(draws.at(17, 2))).toBe(first);
    expect(distribution.sample(draws.at(17, 3))).not.toBe(first);
  });
});
