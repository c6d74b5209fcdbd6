import { layOver } from './lay-over.js';
import type {
  Bus,
  Caller,
  CallPolicy,
  Calls,
  CircuitBreaker,
  Database,
  Distribution,
  Redelivery,
  Retry,
  StepCalls,
} from './scenario.js';
import type { AuthoredScenario } from './schema.js';
import type {
  AuthoredBreaker,
  AuthoredCallPolicy,
  AuthoredRedelivery,
  AuthoredRetry,
} from './schema-policies.js';
import { parseDuration } from './units.js';
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
interface CallDefaults {
  networkLatency: Distribution;
  timeout: string;
  retry: AuthoredRetry | 'none';
}

function resolveCallPolicy(policy: AuthoredCallPolicy, defaults: CallDefaults): CallPolicy {
  return {
    networkLatency: policy.networkLatency ?? defaults.networkLatency,
    timeout: policy.timeout ?? defaults.timeout,
    retry: resolveRetry(policy.retry ?? defaults.retry),
    circuitBreaker: resolveBreaker(policy.circuitBreaker ?? 'none'),
    cancelOnTimeout: policy.cancelOnTimeout ?? false,
  };
}

export const NO_TIME: Distribution = { distribution: 'constant', value: '0ms' };
const TWO_MILLISECONDS: Distribution = { distribution: 'constant', value: '2ms' };
/** What `calls` have where they say nothing. */
export const CALLS: CallDefaults = { networkLatency: NO_TIME, timeout: '1s', retry: {} };

/** The outer caller is as far away as the services are from each other. */
export function callerDefaults({ networkLatency }: Calls): CallDefaults {
  return { networkLatency, timeout: '3s', retry: 'none' };
}

export function resolveCalls(calls: AuthoredScenario['calls'] = {}): Calls {
  return {
    ...resolveCallPolicy(calls, CALLS),
    fanOut: calls.fanOut ?? 'parallel',
  };
}

export function resolveCaller(caller: AuthoredScenario['caller'] = {}, calls: Calls): Caller {
  return {
    ...resolveCallPolicy(caller, callerDefaults(calls)),
    deadline: caller.deadline ?? 'none',
  };
}

export function resolveBus(bus: AuthoredScenario['bus'] = {}): Bus {
  return {
    deliveryLatency: bus.deliveryLatency ?? TWO_MILLISECONDS,
    redelivery: resolveRedelivery(bus.redelivery ?? {}),
    ackWait: bus.ackWait ?? '30s',
    lateAck: bus.lateAck ?? 'accepted',
    outbox: bus.outbox ?? true,
    capacity: bus.capacity ?? 'unbounded',
  };
}

export function resolveDatabase(database: AuthoredScenario['database'] = {}): Database {
  return {
    latency: database.latency ?? TWO_MILLISECONDS,
    concurrency: database.concurrency ?? 16,
    pollInterval: database.pollInterval ?? '100ms',
  };
}

/**
 * A step's own policy: the fields that it gives, each with what it leaves out as it is written for all calls.
 *
 * @param base what is written for all calls
 */
export function resolveStepCalls(
  policy: AuthoredCallPolicy,
  base: AuthoredCallPolicy,
  defaults: CallDefaults,
): StepCalls {
  const written = layOver(base as Mapping, policy as Mapping) as AuthoredCallPolicy;
  const { retry, ...others } = resolveCallPolicy(written, defaults);
  const own = given({ ...others, retry: retry === 'none' ? retry : withOwnBudget(retry, policy.retry) });
  return Object.fromEntries(Object.entries(own).filter(([name]) => Object.hasOwn(policy, name)));
}

/** Without a budget of its own a step has the one that its caller has for all calls of the same service. */
function withOwnBudget(
  { budget, ...retry }: Retry,
  written: AuthoredCallPolicy['retry'],
): StepCalls['retry'] {
  const isOwn = typeof written === 'object' && written.budget !== undefined;
  return isOwn ? { ...retry, budget } : retry;
}

function resolveRedelivery(policy: AuthoredRedelivery): Redelivery {
  return { ...REDELIVERY, ...delays(policy, REDELIVERY), ...given(policy) };
}

/**
 * A step's own redelivery: what it gives, and what is otherwise because of that than on the rest of the bus.
 *
 * @param base what is written for the whole bus
 */
export function resolveStepRedelivery(
  policy: AuthoredRedelivery,
  base: AuthoredRedelivery,
): Partial<Redelivery> {
  const usual = resolveRedelivery(base);
  const own = Object.entries(resolveRedelivery({ ...base, ...given(policy) })).filter(
    ([name, value]) => Object.hasOwn(policy, name) || value !== usual[name as keyof Redelivery],
  );
  return Object.fromEntries(own);
}

function resolveRetry(retry: AuthoredRetry | 'none'): Retry | 'none' {
  return retry === 'none' ? 'none' : { ...RETRY, ...delays(retry, RETRY), ...given(retry) };
}

/**
 * What is not written overrules nothing that is: a limit of its own accord cuts no wait that somebody has written, and the
 * first wait is no longer than a limit that somebody has.
 */
function delays(
  { initialDelay, multiplier, maxDelay }: AuthoredRedelivery,
  defaults: Redelivery | Retry,
): { initialDelay?: string; maxDelay?: 'none' } {
  if (maxDelay === undefined) return (initialDelay ?? multiplier) === undefined ? {} : { maxDelay: 'none' };
  const isCut =
    initialDelay === undefined &&
    maxDelay !== 'none' &&
    parseDuration(maxDelay) < parseDuration(defaults.initialDelay);
  return isCut ? { initialDelay: maxDelay } : {};
}

function resolveBreaker(breaker: AuthoredBreaker | 'none'): CircuitBreaker | 'none' {
  if (breaker === 'none') return 'none';
  const { consecutiveFailures, ...others } = breaker;
  return consecutiveFailures === undefined
    ? { ...RATE_BREAKER, ...ANY_BREAKER, ...given(others) }
    : { consecutiveFailures, ...ANY_BREAKER, ...given(others) };
}
