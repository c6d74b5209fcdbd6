import fc from 'fast-check';

// Scenarios as people might write them: every field that there is, given or left out, in each of its forms.

const maybe = { requiredKeys: [] };
const duration = fc.oneof(
  fc.integer({ min: 1, max: 500 }).map((n) => `${n}ms`),
  fc.constantFrom('100us', '1.5s', '0.02s', '1s'),
);
const durationOrNothing = fc.oneof(duration, fc.constantFrom<string | number>('0ms', 0, '0'));
const share = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constant('0.5%'),
);
const count = fc.integer({ min: 1, max: 20 });
const bound = fc.oneof(count, fc.constant('unbounded'));
const orNone = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant('none') });
const jitter = fc.constantFrom('none', 'full', 'equal', 'decorrelated');

const simple = fc.oneof(
  fc.record({ distribution: fc.constant('constant'), value: duration }),
  fc.record({ distribution: fc.constant('uniform'), min: fc.constant('1us'), max: duration }),
  fc.record({ distribution: fc.constant('exponential'), mean: duration }),
  fc.record({ distribution: fc.constant('lognormal'), p50: fc.constant('50us'), p99: duration }),
  fc.record({ distribution: fc.constant('lognormal'), mean: duration, cv: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ distribution: fc.constant('erlang'), shape: count, mean: duration }),
  fc.record({
    distribution: fc.constant('empirical'),
    percentiles: fc.record({ p50: fc.constant('1us'), p99: duration }),
  }),
);
const mixture = fc.record({
  distribution: fc.constant('mixture'),
  of: fc.array(
    fc.record({ weight: count, part: simple }).map(({ weight, part }) => ({ weight, ...part })),
    { minLength: 1, maxLength: 3 },
  ),
});
const latency = fc.oneof(duration, simple, mixture);

// None is above a limit; one that is left out would be.
const backoff = {
  initialDelay: fc.constantFrom(0, '1ms', '20ms'),
  multiplier: fc.constantFrom(1, 1.5, 2),
  maxDelay: fc.constantFrom('20ms', '1.5s', '1h', 'none'),
  jitter,
};
const retry = orNone(fc.record({ maxAttempts: count, ...backoff, budget: orNone(share) }, maybe));
const redelivery = fc.record({ maxDeliveries: count, ...backoff }, maybe);
const anyBreaker = { waitDurationInOpenState: duration, permittedNumberOfCallsInHalfOpenState: count };
const circuitBreaker = orNone(
  fc.oneof(
    fc.record(
      { failureRateThreshold: share, slidingWindowSize: count, minimumNumberOfCalls: count, ...anyBreaker },
      maybe,
    ),
    fc.record({ consecutiveFailures: count, ...anyBreaker }, { requiredKeys: ['consecutiveFailures'] }),
  ),
);
const policy = {
  networkLatency: fc.oneof(durationOrNothing, latency),
  timeout: orNone(duration),
  retry,
  circuitBreaker,
  cancelOnTimeout: fc.boolean(),
};

const service = fc.record(
  { latency, concurrency: bound, queue: bound, declineRate: share },
  { requiredKeys: ['latency'] },
);
const stepExtras = fc.record(
  { idempotent: fc.boolean(), critical: fc.boolean(), calls: fc.record(policy, maybe), redelivery },
  maybe,
);

const window = { at: durationOrNothing, for: durationOrNothing };
const target = fc.constantFrom('front', 'back');
type Fields = Record<string, fc.Arbitrary<unknown>>;
const faultOf = (kind: string, own: Fields, optional: Fields = {}) =>
  fc
    .tuple(
      fc.record({ kind: fc.constant(kind), target, ...own }),
      fc.record({ ...window, ...optional }, maybe),
    )
    .map(([needed, given]) => ({ ...needed, ...given }));
const fault = fc.oneof(
  faultOf('latency', { add: durationOrNothing }, { multiply: count }),
  faultOf('errors', { rate: share }),
  faultOf('outage', { target: fc.constantFrom('front', 'bus') }),
  faultOf('hang', {}),
  faultOf('freeze', {}),
  faultOf('crash', { target: fc.constantFrom('front', 'bus') }),
  faultOf(
    'random-outages',
    // Not so often that they would be too many until the drain is over.
    { mttf: fc.constantFrom('1s', '500ms', '1m'), mttr: duration },
    { what: fc.constantFrom('outage', 'hang', 'crash') },
  ),
  faultOf('slots', { concurrency: count }),
  faultOf('poison', { rate: share }),
  faultOf('decline', { rate: share }),
  faultOf('network', { loss: share }, { add: durationOrNothing, way: fc.constantFrom('in', 'out', 'both') }),
  faultOf(
    'partition',
    { target: fc.constant('front') },
    { from: fc.constantFrom('back', 'bus', 'database') },
  ),
  ...['ack-loss', 'duplicates', 'reorder'].map((kind) =>
    faultOf(kind, { target: fc.constant('bus'), rate: share }),
  ),
  faultOf('delay', { target: fc.constant('bus'), rate: share, by: durationOrNothing }),
);

const ending = {
  duration: fc.constantFrom('20s', '1m'),
  // More than begin in the longest warm-up, or none would be counted.
  requests: fc.integer({ min: 121, max: 200 }),
  warmup: durationOrNothing,
  drain: durationOrNothing,
};
const load = fc.oneof(
  fc.record(
    {
      rate: fc.constantFrom('80/s', '600/m', '0.5/s'),
      arrivals: fc.constantFrom('poisson', 'constant'),
      ...ending,
    },
    maybe,
  ),
  fc.record(
    { clients: count, thinkTime: fc.oneof(durationOrNothing, latency), ...ending },
    { requiredKeys: ['clients'] },
  ),
);

/** Two services, a step of the one and up to three of the other, and anything that may be said besides. */
export const authoredScenarios: fc.Arbitrary<object> = fc
  .record(
    {
      title: fc.string({ minLength: 1, maxLength: 20 }),
      question: fc.string({ maxLength: 20 }),
      look: fc.oneof(fc.string({ maxLength: 20 }), fc.array(fc.string({ maxLength: 20 }), { maxLength: 3 })),
      services: fc.record({ front: service, back: service }),
      extras: fc.array(stepExtras, { minLength: 2, maxLength: 4 }),
      caller: fc.record({ ...policy, deadline: orNone(duration) }, maybe),
      calls: fc.record({ ...policy, fanOut: fc.constantFrom('parallel', 'sequential') }, maybe),
      bus: fc.record(
        {
          deliveryLatency: latency,
          redelivery,
          lateAck: fc.constantFrom('accepted', 'ignored'),
          ackWait: orNone(duration),
          outbox: fc.boolean(),
          capacity: bound,
        },
        maybe,
      ),
      database: fc.record({ latency, concurrency: bound, pollInterval: duration }, maybe),
      load,
      slo: fc.record(
        { response: orNone(duration), completion: orNone(fc.constantFrom('100us', '30s', '2m')) },
        maybe,
      ),
      faults: fc.array(fault, { maxLength: 3 }),
      modes: fc.constantFrom('direct', 'event', ['event', 'direct']),
      seed: fc.nat(),
      expect: fc.oneof(fc.constant('event.completed >= 99%'), fc.constant([])),
    },
    { requiredKeys: ['services', 'extras'] },
  )
  .map(({ extras, ...scenario }) => ({
    ...scenario,
    steps: extras.map((extra, index) =>
      index === 0
        ? { service: 'front', emits: 'E0', ...extra, critical: true }
        : {
            service: 'back',
            name: `back-${index}`,
            on: index === 1 ? 'E0' : ['E0', `E${index - 1}`],
            emits: `E${index}`,
            ...extra,
          },
    ),
  }));
