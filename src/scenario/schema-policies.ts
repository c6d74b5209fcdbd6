import * as z from 'zod';
import { distribution } from './schema-distribution.js';
import {
  duration,
  durationOrNone,
  mapping,
  none,
  numberFrom,
  oneOf,
  positiveDurationOrNone,
  share,
  wholeNumber,
  yesOrNo,
} from './schema-values.js';

const JITTERS = ['none', 'full', 'equal', 'decorrelated'] as const;

const backoff = {
  initialDelay: duration.optional(),
  multiplier: numberFrom(1).optional(),
  maxDelay: durationOrNone.optional(),
  jitter: oneOf(JITTERS).optional(),
};

const retry = mapping({
  maxAttempts: wholeNumber(1).optional(),
  ...backoff,
  budget: z.union([share, none], { error: 'a share such as 10%, or none' }).optional(),
});

const circuitBreaker = mapping({
  failureRateThreshold: share.optional(),
  slidingWindowSize: wholeNumber(1, 1_000_000).optional(),
  minimumNumberOfCalls: wholeNumber(1, 1_000_000).optional(),
  consecutiveFailures: wholeNumber(1, 1_000_000).optional(),
  waitDurationInOpenState: duration.optional(),
  permittedNumberOfCallsInHalfOpenState: wholeNumber(1, 1_000_000).optional(),
}).refine(
  ({ consecutiveFailures, failureRateThreshold, slidingWindowSize, minimumNumberOfCalls }) =>
    consecutiveFailures === undefined ||
    (failureRateThreshold ?? slidingWindowSize ?? minimumNumberOfCalls) === undefined,
  { error: 'one kind of breaker: either consecutiveFailures, or failureRateThreshold and its window' },
);

const callPolicy = {
  networkLatency: distribution.optional(),
  timeout: positiveDurationOrNone.optional(),
  retry: z.union([retry, none], { error: 'a mapping such as { maxAttempts: 3 }, or none' }).optional(),
  circuitBreaker: z
    .union([circuitBreaker, none], { error: 'a mapping such as { failureRateThreshold: 50% }, or none' })
    .optional(),
  cancelOnTimeout: yesOrNo.optional(),
};

/** How a step is called, where it differs from the workflow's `calls`. */
export const stepCalls = mapping(callPolicy);

export const callsShape = { ...callPolicy, fanOut: oneOf(['parallel', 'sequential']).optional() };

export const calls = mapping(callsShape);

export const caller = mapping({
  ...callPolicy,
  deadline: positiveDurationOrNone.optional(),
});

export const redelivery = mapping({ maxDeliveries: wholeNumber(1).optional(), ...backoff });

export type AuthoredRetry = z.infer<typeof retry>;
export type AuthoredBreaker = z.infer<typeof circuitBreaker>;
export type AuthoredCallPolicy = z.infer<typeof stepCalls>;
export type AuthoredRedelivery = z.infer<typeof redelivery>;
