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
} from '../engine/distributions.js';
import type { Distribution as DistributionText } from '../scenario/scenario.js';
import { parseDuration } from '../scenario/units.js';

/** From the words of a scenario to something that can be sampled. */
export function makeDistribution(text: DistributionText): Distribution {
  switch (text.distribution) {
    case 'constant':
      return constant(parseDuration(text.value));
    case 'uniform':
      return uniform(parseDuration(text.min), parseDuration(text.max));
    case 'exponential':
      return exponential(parseDuration(text.mean));
    case 'lognormal':
      return 'cv' in text
        ? lognormalByMoments(parseDuration(text.mean), text.cv)
        : lognormalByPercentiles(parseDuration(text.p50), parseDuration(text.p99));
    case 'erlang':
      return erlang(text.shape, parseDuration(text.mean));
    case 'mixture':
      return mixture(text.of.map((part) => ({ weight: part.weight, of: makeDistribution(part) })));
    case 'empirical':
      return empirical(
        Object.entries(text.percentiles)
          .map(([name, value]) => ({ share: Number(name.slice(1)) / 100, value: parseDuration(value) }))
          .sort((a, b) => a.share - b.share),
      );
  }
}
