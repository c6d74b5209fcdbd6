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

/** One schema for each kind, each with these further fields. */
function kinds<const More extends z.core.$ZodLooseShape>(more: More) {
  return [
    mapping({ distribution: z.literal('constant'), value: duration, ...more }),
    mapping({ distribution: z.literal('uniform'), min: duration, max: duration, ...more }),
    mapping({ distribution: z.literal('exponential'), mean: duration, ...more }),
    mapping({
      distribution: z.literal('lognormal'),
      p50: positiveDuration.optional(),
      p99: positiveDuration.optional(),
      mean: positiveDuration.optional(),
      cv: numberFrom(0).optional(),
      ...more,
    }).refine(isOnePair, { error: 'a lognormal by either p50 and p99, or mean and cv' }),
    mapping({
      distribution: z.literal('erlang'),
      shape: wholeNumber(1, 1000),
      mean: duration,
      ...more,
    }),
    mapping({
      distribution: z.literal('mixture'),
      get of() {
        return parts.min(1, { error: 'a list of at least one distribution with its weight' });
      },
      ...more,
    }),
    mapping({
      distribution: z.literal('empirical'),
      percentiles: z.record(percentile, duration, { error: 'a mapping such as { p50: 20ms, p99: 150ms }' }),
      ...more,
    }),
  ] as const;
}

// That a lognormal has one whole pair of its fields is known to `isOnePair`, not to its type.
const part = z.discriminatedUnion('distribution', kinds({ weight: positiveNumber }), {
  error: expected,
}) as unknown as z.ZodType<Distribution & { weight: number }>;
const parts = listOf(part, 100);
const written = z.discriminatedUnion('distribution', kinds({}), {
  error: expected,
}) as unknown as z.ZodType<Distribution>;

const constant = duration.transform((value): Distribution => ({ distribution: 'constant', value }));

/** A plain duration is a constant, and becomes one. */
export const distribution = z.union([constant, written], {
  error: 'a duration such as 50ms, or a mapping such as { distribution: exponential, mean: 50ms }',
});
