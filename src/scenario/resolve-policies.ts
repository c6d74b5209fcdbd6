import { layOver } from './lay-over.js';
import type { CallPolicy, CircuitBreaker, Distribution, Redelivery, Retry } from './scenario.js';
import type {
  AuthoredBreaker,
  AuthoredCallPolicy,
  AuthoredRedelivery,
  AuthoredRetry,
} from './schema-policies.js';
import { given, type Mapping } from './values.js';

// What a given policy leaves out: design.md.
const RETRY: Retry = {
  maxAttempts: 3,
  initialDelay: '50ms',
  multiplier: 2,
  maxDelay: '1s',
  jitter: 'full',
  budget: 'none',
};
const REDELIVERY: Redelivery = {
  maxDeliveries: 5,
  initialDelay: '200ms',
  multiplier: 2,
  maxDelay: '10s',
  jitter: 'none',
};
const RATE_BREAKER = { failureRateThreshold: 0.5, slidingWindowSize: 100, minimumNumberOfCalls: 20 };
const ANY_BREAKER = { waitDurationInOpenState: '5s', permittedNumberOfCallsInHalfOpenState: 1 };

/** What `calls` and `caller` have where they say nothing; they differ in that. */
export interface CallDefaults {
  networkLatency: Distribution;
  timeout: string;
  retry: AuthoredRetry | 'none';
}

export function resolveCallPolicy(policy: AuthoredCallPolicy, defaults: CallDefaults): CallPolicy {
  return {
    networkLatency: policy.networkLatency ?? defaults.networkLatency,
    timeout: policy.timeout ?? defaults.timeout,
    retry: resolveRetry(policy.retry ?? defaults.retry),
    circuitBreaker: resolveBreaker(policy.circuitBreaker ?? 'none'),
    cancelOnTimeout: policy.cancelOnTimeout ?? false,
  };
}

/** A step's own policy, laid over the one it would have otherwise: of the result, the fields that are given. */
export function resolveStepCalls(policy: AuthoredCallPolicy, base: CallPolicy): Partial<CallPolicy> {
  const laidOver = layOver(base as unknown as Mapping, policy as Mapping) as unknown as CallPolicy;
  const whole = resolveCallPolicy(laidOver, base);
  return Object.fromEntries(Object.entries(whole).filter(([name]) => Object.hasOwn(policy, name)));
}

export function resolveRedelivery(policy: AuthoredRedelivery): Redelivery {
  return { ...REDELIVERY, ...given(policy) };
}

function resolveRetry(retry: AuthoredRetry | 'none'): Retry | 'none' {
  return retry === 'none' ? 'none' : { ...RETRY, ...given(retry) };
}

function resolveBreaker(breaker: AuthoredBreaker | 'none'): CircuitBreaker | 'none' {
  if (breaker === 'none') return 'none';
  const { consecutiveFailures, ...others } = breaker;
  return consecutiveFailures === undefined
    ? { ...RATE_BREAKER, ...ANY_BREAKER, ...given(others) }
    : { consecutiveFailures, ...ANY_BREAKER, ...given(others) };
}
