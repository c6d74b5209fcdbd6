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
import { makeDistribution } from '../../src/plan/distribution.js';
import type { Distribution as DistributionText } from '../../src/scenario/scenario.js';

/** The words, and what they mean in milliseconds. */
const CASES: [DistributionText, Distribution][] = [
  [{ distribution: 'constant', value: '1.5s' }, constant(1500)],
  [{ distribution: 'uniform', min: '500us', max: '2ms' }, uniform(0.5, 2)],
  [{ distribution: 'exponential', mean: '2m' }, exponential(120_000)],
  [{ distribution: 'lognormal', p50: '8ms', p99: '30ms' }, lognormalByPercentiles(8, 30)],
  [{ distribution: 'lognormal', mean: '10ms', cv: 0.5 }, lognormalByMoments(10, 0.5)],
  [{ distribution: 'erlang', shape: 3, mean: '1h' }, erlang(3, 3_600_000)],
  [
    {
      distribution: 'mixture',
      of: [
        { weight: 9, distribution: 'constant', value: '1ms' },
        { weight: 1, distribution: 'exponential', mean: '1s' },
      ],
    },
    mixture([
      { weight: 9, of: constant(1) },
      { weight: 1, of: exponential(1000) },
    ]),
  ],
  [
    // Written in another order, and p100 and p9.5 sort otherwise as words.
    { distribution: 'empirical', percentiles: { p99: '30ms', p100: '1s', p50: '8ms', 'p9.5': '1ms' } },
    empirical([
      { share: 0.095, value: 1 },
      { share: 0.5, value: 8 },
      { share: 0.99, value: 30 },
      { share: 1, value: 1000 },
    ]),
  ],
];

describe('the words of a distribution', () => {
  it.each(CASES.map(([text, meant]) => [text.distribution, text, meant] as const))(
    '%s give the times that they mean',
    (_, text, meant) => {
      const draws = new Luck(7).draws('test');
      const made = makeDistribution(text);
      for (let n = 0; n < 1000; n += 1) {
        expect(made.sample(draws.at(n, 1))).toBe(meant.sample(draws.at(n, 1)));
      }
    },
  );
});
