import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOver } from '../../src/scenario/lay-over.js';
import type { Value } from '../../src/scenario/values.js';

describe('laid over', () => {
  it.each<[what: string, base: Value, top: Value, result: Value]>([
    ['a field replaces a field', { a: 1, b: 2 }, { b: 3 }, { a: 1, b: 3 }],
    ['mappings are laid over inside', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['a list replaces a list', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['a scalar replaces a mapping', { retry: { maxAttempts: 3 } }, { retry: 'none' }, { retry: 'none' }],
    [
      'a mapping replaces a scalar',
      { retry: 'none' },
      { retry: { jitter: 'full' } },
      { retry: { jitter: 'full' } },
    ],
    [
      'another distribution replaces',
      { distribution: 'constant', value: '5ms' },
      { distribution: 'exponential', mean: '5ms' },
      { distribution: 'exponential', mean: '5ms' },
    ],
    [
      'the same distribution is laid over',
      { distribution: 'lognormal', p50: '5ms', p99: '9ms' },
      { distribution: 'lognormal', p99: '30ms' },
      { distribution: 'lognormal', p50: '5ms', p99: '30ms' },
    ],
    [
      'a distribution that does not say which is laid over',
      { distribution: 'lognormal', p50: '5ms', p99: '9ms' },
      { p99: '30ms' },
      { distribution: 'lognormal', p50: '5ms', p99: '30ms' },
    ],
    [
      'a lognormal by the other pair replaces',
      { distribution: 'lognormal', p50: '5ms', p99: '9ms' },
      { distribution: 'lognormal', mean: '6ms', cv: 1 },
      { distribution: 'lognormal', mean: '6ms', cv: 1 },
    ],
    [
      'the other kind of breaker replaces',
      { slidingWindowSize: 50, waitDurationInOpenState: '9s' },
      { consecutiveFailures: 5 },
      { consecutiveFailures: 5 },
    ],
    [
      'the same kind of breaker is laid over',
      { slidingWindowSize: 50, waitDurationInOpenState: '9s' },
      { slidingWindowSize: 60 },
      { slidingWindowSize: 60, waitDurationInOpenState: '9s' },
    ],
    [
      'clients take the place of a rate, and the rest of the load stays',
      { load: { rate: '5/s', arrivals: 'poisson', duration: '9s' } },
      { load: { clients: 5 } },
      { load: { duration: '9s', clients: 5 } },
    ],
    [
      'a rate takes the place of clients',
      { load: { clients: 5, thinkTime: '1s', duration: '9s' } },
      { load: { rate: '5/s' } },
      { load: { duration: '9s', rate: '5/s' } },
    ],
    [
      'a service may be named like a field',
      { rate: { queue: 1 } },
      { clients: { queue: 2 } },
      { rate: { queue: 1 }, clients: { queue: 2 } },
    ],
    ['inherited names are no fields', {}, { toString: { a: 1 } }, { toString: { a: 1 } }],
  ])('%s', (_, base, top, result) => {
    expect(layOver(base, top)).toEqual(result);
  });

  it('neither side is changed, and laying the same over again changes nothing', () => {
    const values = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Value>;
    fc.assert(
      fc.property(values, values, (base, top) => {
        const [before, topBefore] = [structuredClone(base), structuredClone(top)];
        const once = layOver(base, top);
        expect([base, top]).toEqual([before, topBefore]);
        expect(layOver(once, top)).toEqual(once);
      }),
    );
  });
});
