import fc from 'fast-check';
import type { Distribution } from '../../../src/scenario/scenario.js';
import { constant } from '../../support/scenario.js';

/** Whole milliseconds, so that what is read from the text is exact. */
export function ms(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((value) => `${value}ms`);
}

const simple = {
  constant: ms(0, 40).map(constant),
  uniform: fc
    .tuple(ms(0, 20), ms(20, 60))
    .map(([min, max]) => ({ distribution: 'uniform', min, max }) as const),
  exponential: ms(0, 30).map((mean) => ({ distribution: 'exponential', mean }) as const),
  byPercentiles: fc
    .tuple(ms(1, 20), ms(21, 200))
    .map(([p50, p99]) => ({ distribution: 'lognormal', p50, p99 }) as const),
  byMoments: fc
    .tuple(ms(1, 30), fc.constantFrom(0, 0.5, 2))
    .map(([mean, cv]) => ({ distribution: 'lognormal', mean, cv }) as const),
  erlang: fc
    .tuple(fc.integer({ min: 1, max: 4 }), ms(0, 30))
    .map(([shape, mean]) => ({ distribution: 'erlang', shape, mean }) as const),
  empirical: fc
    .tuple(ms(0, 10), ms(10, 50), ms(50, 100))
    .map(
      ([p50, p90, p99]) => ({ distribution: 'empirical', percentiles: { p50, p90, 'p99.5': p99 } }) as const,
    ),
};

/** Of any distribution. */
export function time(): fc.Arbitrary<Distribution> {
  const one = fc.oneof(...Object.values(simple));
  const weighted = fc.tuple(fc.constantFrom(0.5, 1, 9), one).map(([weight, of]) => ({ weight, ...of }));
  const mixture = fc
    .array(weighted, { minLength: 1, maxLength: 3 })
    .map((of) => ({ distribution: 'mixture', of }) as const);
  return fc.oneof({ weight: 7, arbitrary: one }, mixture);
}

/** Mostly none, as in most scenarios. */
export function network(): fc.Arbitrary<Distribution> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(constant('0ms')) },
    simple.constant,
    simple.uniform,
    simple.exponential,
  );
}

/** Rather often `none`. */
export function sometimes<T>(...values: T[]): fc.Arbitrary<T | 'none'> {
  return fc.oneof(fc.constant('none' as const), fc.constantFrom(...values));
}
