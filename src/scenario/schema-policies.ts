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

// Where a name is that of a library, and something is otherwise there, the description says so.

const backoff = {
  initialDelay: duration.optional().describe('wait before the second attempt'),
  multiplier: numberFrom(1).optional().describe('of each further wait'),
  maxDelay: durationOrNone
    .optional()
    .describe(
      'longest wait, or `none`; left out beside an `initialDelay` or a `multiplier` that is written: `none`, as with Polly',
    ),
  jitter: oneOf(JITTERS)
    .optional()
    .describe('`none`, `full`, `equal` or `decorrelated`, as in the AWS Architecture Blog'),
};

export const retryShape = {
  maxAttempts: wholeNumber(1).optional().describe('attempts, the first one included'),
  ...backoff,
  budget: z
    .union([share, none], { error: 'a share such as 10%, or none' })
    .optional()
    .describe(
      'retries as a share of new calls, one budget between two services unless a step has its own; at most 10 are saved up, none at the start (Finagle grants some)',
    ),
};

const retry = mapping(retryShape).meta({ id: 'retry' });

export const breakerShape = {
  failureRateThreshold: share
    .optional()
    .describe(
      'opens at or above it, as resilience4j; a timeout is a failure, a decline is none, slow calls do not count',
    ),
  slidingWindowSize: wholeNumber(1, 1_000_000).optional().describe('the last calls: a count, not a time'),
  minimumNumberOfCalls: wholeNumber(1, 1_000_000)
    .optional()
    .describe(
      'calls before it can open; above the window it counts as the window, as with resilience4j (there 100)',
    ),
  consecutiveFailures: wholeNumber(1, 1_000_000)
    .optional()
    .describe(
      'the other kind: opens after so many failures in a row; half-open, the first failure opens it again',
    ),
  waitDurationInOpenState: duration
    .optional()
    .describe('refuses for so long, then it is half-open (resilience4j: 60s)'),
  permittedNumberOfCallsInHalfOpenState: wholeNumber(1, 1_000_000)
    .optional()
    .describe(
      'calls let through half-open; when all of them have ended, their failure rate decides (resilience4j: 10, and decides after `minimumNumberOfCalls` where these are fewer)',
    ),
};

const circuitBreaker = mapping(breakerShape)
  .refine(
    ({ consecutiveFailures, failureRateThreshold, slidingWindowSize, minimumNumberOfCalls }) =>
      consecutiveFailures === undefined ||
      (failureRateThreshold ?? slidingWindowSize ?? minimumNumberOfCalls) === undefined,
    { error: 'one kind of breaker: either consecutiveFailures, or failureRateThreshold and its window' },
  )
  .meta({ id: 'circuitBreaker' });

const callPolicy = {
  networkLatency: distribution.optional().describe('there and back, half each way'),
  timeout: positiveDurationOrNone.optional().describe('of each attempt, or `none`'),
  retry: z
    .union([retry, none], { error: 'a mapping such as { maxAttempts: 3 }, or none' })
    .optional()
    .describe('how a failed call is tried again, or `none`'),
  circuitBreaker: z
    .union([circuitBreaker, none], { error: 'a mapping such as { failureRateThreshold: 50% }, or none' })
    .optional()
    .describe('one between two services, whatever the step, unless a step has its own; or `none`'),
  cancelOnTimeout: yesOrNo.optional().describe('a caller that gives up ends what works for it'),
};

/** How a step is called, where it differs from the workflow's `calls`. */
export const stepCalls = mapping(callPolicy);

export const callsShape = {
  ...callPolicy,
  fanOut: oneOf(['parallel', 'sequential'])
    .optional()
    .describe('independent callees together, or one after another'),
};

export const calls = mapping(callsShape);

export const callerShape = {
  ...callPolicy,
  deadline: positiveDurationOrNone.optional().describe('of all attempts together, or `none`'),
};

export const caller = mapping(callerShape);

export const redeliveryShape = {
  maxDeliveries: wholeNumber(1)
    .optional()
    .describe(
      'then it is dead-lettered (JetStream: no limit by default, no dead-letter queue; SQS: maxReceiveCount)',
    ),
  ...backoff,
};

export const redelivery = mapping(redeliveryShape).meta({ id: 'redelivery' });

export type AuthoredRetry = z.infer<typeof retry>;
export type AuthoredBreaker = z.infer<typeof circuitBreaker>;
export type AuthoredCallPolicy = z.infer<typeof stepCalls>;
export type AuthoredRedelivery = z.infer<typeof redelivery>;
