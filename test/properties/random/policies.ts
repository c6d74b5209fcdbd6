import fc from 'fast-check';
import type {
  Bus,
  CallPolicy,
  CircuitBreaker,
  Database,
  Redelivery,
  Retry,
} from '../../../src/scenario/scenario.js';
import { network, sometimes } from './times.js';

const backoff = {
  initialDelay: fc.constantFrom('0ms', '5ms', '50ms'),
  multiplier: fc.constantFrom(1, 1.5, 2),
  maxDelay: fc.constantFrom('60ms', '1s', 'none'),
  jitter: fc.constantFrom('none', 'full', 'equal', 'decorrelated'),
};

export const redelivery: { [Field in keyof Redelivery]: fc.Arbitrary<Redelivery[Field]> } = {
  maxDeliveries: fc.integer({ min: 1, max: 4 }),
  ...backoff,
};

export const callPolicy: { [Field in keyof CallPolicy]: fc.Arbitrary<CallPolicy[Field]> } = {
  networkLatency: network(),
  timeout: sometimes('15ms', '60ms', '300ms'),
  retry: fc.oneof(
    fc.constant('none' as const),
    fc.record<Retry>({
      maxAttempts: fc.integer({ min: 1, max: 4 }),
      ...backoff,
      budget: fc.oneof(fc.constant('none' as const), fc.constantFrom(0, 0.1, 0.5)),
    }),
  ),
  circuitBreaker: fc.oneof({ weight: 2, arbitrary: fc.constant('none' as const) }, breaker()),
  cancelOnTimeout: fc.boolean(),
};

function breaker(): fc.Arbitrary<CircuitBreaker> {
  const common = {
    waitDurationInOpenState: fc.constantFrom('0ms', '50ms', '500ms'),
    permittedNumberOfCallsInHalfOpenState: fc.integer({ min: 1, max: 3 }),
  };
  return fc.oneof(
    fc.record({ consecutiveFailures: fc.integer({ min: 1, max: 5 }), ...common }),
    fc.record({
      failureRateThreshold: fc.constantFrom(0.2, 0.5, 1),
      slidingWindowSize: fc.integer({ min: 1, max: 20 }),
      minimumNumberOfCalls: fc.integer({ min: 1, max: 20 }),
      ...common,
    }),
  );
}

export function database(): fc.Arbitrary<Database> {
  return fc.record({
    latency: network(),
    concurrency: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant('unbounded' as const)),
    pollInterval: fc.constantFrom('100ms', '300ms', '1s'),
  });
}

export function bus(): fc.Arbitrary<Bus> {
  return fc.record({
    deliveryLatency: network(),
    redelivery: fc.record<Redelivery>(redelivery),
    ackWait: fc.constantFrom('none', '30s', '30s', '40ms'),
    lateAck: fc.constantFrom('accepted', 'ignored'),
    outbox: fc.boolean(),
    capacity: fc.oneof(
      { weight: 2, arbitrary: fc.constant('unbounded' as const) },
      fc.integer({ min: 1, max: 4 }),
    ),
  });
}
