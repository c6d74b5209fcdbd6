import type { Path, Problem } from './problems.js';
import type { Distribution } from './scenario.js';
import { parseDuration } from './units.js';

/** The distributions in a value, wherever in it they stand: are their own numbers in order? */
export function checkDistributions(value: unknown, path: Path): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => checkDistributions(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => checkDistributions(item, [...path, key]));
  return isDistribution(value) ? [...checkOne(value, path), ...inner] : inner;
}

function isDistribution(value: object): value is Distribution {
  return 'distribution' in value && typeof value.distribution === 'string';
}

function checkOne(latency: Distribution, path: Path): Problem[] {
  switch (latency.distribution) {
    case 'uniform':
      if (parseDuration(latency.min) <= parseDuration(latency.max)) return [];
      return [wrongOrder([...path, 'max'], `min (${latency.min}) is above max (${latency.max})`)];
    case 'lognormal':
      if ('cv' in latency || parseDuration(latency.p50) < parseDuration(latency.p99)) return [];
      return [wrongOrder([...path, 'p99'], `p99 (${latency.p99}) has to be above p50 (${latency.p50})`)];
    case 'empirical':
      return checkPercentiles(Object.entries(latency.percentiles), [...path, 'percentiles']);
    default:
      return [];
  }
}

function checkPercentiles(percentiles: [string, string][], path: Path): Problem[] {
  if (percentiles.length === 0) {
    return [{ code: 'invalid', path, found: {}, expected: 'one percentile at least, such as { p50: 20ms }' }];
  }
  const rising = [...percentiles].sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)));
  return rising.flatMap(([name, value], index) => {
    const [lower, least] = rising[index - 1] ?? [name, value];
    if (parseDuration(least) <= parseDuration(value)) return [];
    return [wrongOrder([...path, name], `${name} (${value}) is below ${lower} (${least})`)];
  });
}

function wrongOrder(path: Path, because: string): Problem {
  return { code: 'wrong-order', path, because };
}
