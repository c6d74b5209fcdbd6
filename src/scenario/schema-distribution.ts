import * as z from 'zod';
import type { Distribution } from './scenario.js';
import {
  duration,
  listOf,
  mapping,
  numberFrom,
  positiveDuration,
  positiveNumber,
  wholeNumber,
} from './schema-values.js';

const percentile = z
  .string()
  .regex(/^p(?:100|[1-9]?\d(?:\.\d+)?)$/, { error: 'a percentile such as p50 or p99.9' })
  .refine((name) => Number(name.slice(1)) > 0, { error: 'a percentile above p0' });

const expected = 'a mapping such as { distribution: exponential, mean: 50ms }';

interface Pairs {
  p50?: unknown;
  p99?: unknown;
  mean?: unknown;
  cv?: unknown;
}

function isOnePair({ p50, p99, mean, cv }: Pairs): boolean {
  const byPercentiles = p50 !== undefined && p99 !== undefined && (mean ?? cv) === undefined;
  const byMoments = mean !== undefined && cv !== undefined && (p50 ?? p99) === undefined;
  return byPercentiles || byMoments;
}

function kind<const Name extends string>(name: Name, description: string) {
  return z.literal(name).describe(description);
}

/** One schema for each kind, each with these further fields. */
function kinds<const More extends z.core.$ZodLooseShape>(more: More) {
  return [
    mapping({
      distribution: kind('constant', 'always the same'),
      value: duration.describe('how long'),
      ...more,
    }),
    mapping({
      distribution: kind('uniform', 'evenly between two times'),
      min: duration.describe('the shortest time'),
      max: duration.describe('the longest time'),
      ...more,
    }),
    mapping({
      distribution: kind('exponential', 'many short times, few long ones: no memory'),
      mean: duration.describe('the mean'),
      ...more,
    }),
    mapping({
      distribution: kind('lognormal', 'as service times are: by p50 and p99, or by mean and cv'),
      p50: positiveDuration.optional().describe('the median, with `p99`'),
      p99: positiveDuration.optional().describe('the 99th percentile, with `p50`'),
      mean: positiveDuration.optional().describe('the mean, with `cv`'),
      cv: numberFrom(0).optional().describe('the standard deviation over the mean, with `mean`'),
      ...more,
    }).refine(isOnePair, { error: 'a lognormal by either p50 and p99, or mean and cv' }),
    mapping({
      distribution: kind('erlang', 'several exponential stages in a row'),
      shape: wholeNumber(1, 1000).describe('how many stages'),
      mean: duration.describe('the mean of all stages together'),
      ...more,
    }),
    mapping({
      distribution: kind('mixture', 'one of several, by weight: a cache hit or a miss'),
      get of() {
        return parts
          .min(1, { error: 'a list of at least one distribution with its weight' })
          .describe('the distributions, each with its `weight`');
      },
      ...more,
    }),
    mapping({
      distribution: kind('empirical', 'as measured: its percentiles, and straight lines between them'),
      percentiles: z
        .record(percentile, duration, { error: 'a mapping such as { p50: 20ms, p99: 150ms }' })
        .describe('times by percentile, such as p50, p95 and p99.9'),
      ...more,
    }),
  ] as const;
}

// That a lognormal has one whole pair of its fields is known to `isOnePair`, not to its type.
const part = z
  .discriminatedUnion(
    'distribution',
    kinds({ weight: positiveNumber.describe('its share, over the sum of all weights') }),
    {
      error: expected,
    },
  )
  .meta({ id: 'weightedDistribution' }) as unknown as z.ZodType<Distribution & { weight: number }>;
const parts = listOf(part, 100);
const written = z.discriminatedUnion('distribution', kinds({}), {
  error: expected,
}) as unknown as z.ZodType<Distribution>;

const constant = duration.transform((value): Distribution => ({ distribution: 'constant', value }));

/** A plain duration is a constant, and becomes one. */
export const distribution = z
  .union([constant, written], {
    error: 'a duration such as 50ms, or a mapping such as { distribution: exponential, mean: 50ms }',
  })
  .meta({ id: 'distribution', examples: ['50ms', { distribution: 'exponential', mean: '50ms' }] });
