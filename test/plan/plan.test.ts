import { describe, expect, it } from 'vitest';
import { constant as always, exponential as exponentially } from '../../src/engine/distributions.js';
import { makePlan } from '../../src/plan/plan.js';
import type { Fault } from '../../src/scenario/scenario.js';
import {
  after,
  consecutiveFailures,
  constant,
  exponential,
  type Fields,
  retry,
  scenario,
} from '../support/scenario.js';

const chain: Fields = { services: { a: '10ms', b: '20ms' }, steps: ['a', 'b'] };

function plan(fields: Partial<Fields> = {}) {
  return makePlan(scenario({ ...chain, ...fields }));
}

function faults(...list: Fault[]) {
  return plan({ faults: list }).faults;
}

describe('a plan', () => {
  it('has all times in milliseconds, and no limit where there is none', () => {
    const { services, bus, deadline } = plan({
      services: { a: { concurrency: 'unbounded', queue: 'unbounded' }, b: { concurrency: 3, queue: 0 } },
      caller: { deadline: '1.5s' },
      bus: { ackWait: '2m', capacity: 7 },
    });
    expect(services).toMatchObject([
      { index: 0, name: 'a', concurrency: Infinity, queue: Infinity },
      { index: 1, name: 'b', concurrency: 3, queue: 0 },
    ]);
    expect(deadline).toBe(1500);
    expect(bus).toMatchObject({ ackWait: 120_000, capacity: 7 });
    expect(plan({ bus: { ackWait: 'none' } })).toMatchObject({
      deadline: Infinity,
      bus: { ackWait: Infinity, capacity: Infinity, deliveryLatency: undefined },
    });
  });

  it('has distributions instead of words', () => {
    const { services, bus } = plan({
      services: { a: '10ms', b: { latency: exponential('2s') } },
      bus: { deliveryLatency: constant('3ms') },
    });
    expect(services.map(({ latency }) => latency)).toEqual([always(10), exponentially(2000)]);
    expect(bus.deliveryLatency).toEqual(always(3));
  });

  it('counts the critical steps, and not what comes after others', () => {
    const steps = [
      after('a', []),
      after('b', ['a'], { critical: false }),
      after('c', ['b']),
      after('d', ['a']),
    ];
    const { critical, entry } = plan({ services: { a: '0ms', b: '0ms', c: '0ms', d: '0ms' }, steps });
    expect(critical).toBe(2);
    expect(entry.name).toBe('a');
  });

  it('gives one service to all its steps', () => {
    const { steps, services } = plan({
      steps: ['a', after('b', ['a']), after('again', ['b'], { service: 'a' })],
    });
    expect(steps.map(({ service }) => service)).toEqual([services[0], services[1], services[0]]);
  });
});

describe('a policy', () => {
  it("is the caller's for the entry step, and the calls' for all others", () => {
    const { steps } = plan({
      caller: { timeout: '3s', retry: retry(2), cancelOnTimeout: true },
      calls: { timeout: '1s', networkLatency: constant('4ms') },
    });
    expect(steps.map(({ policy }) => policy)).toMatchObject([
      { timeout: 3000, cancelOnTimeout: true, networkLatency: undefined, retry: { maxAttempts: 2 } },
      { timeout: 1000, cancelOnTimeout: false, networkLatency: always(4), retry: undefined },
    ]);
  });

  it("has a step's own fields laid over it", () => {
    const { steps } = plan({
      calls: { timeout: '1s', retry: retry(3), cancelOnTimeout: true },
      bus: { redelivery: { maxDeliveries: 9, initialDelay: '1s' } },
      steps: [
        'a',
        after('b', ['a'], { calls: { timeout: 'none', retry: 'none' }, redelivery: { maxDeliveries: 2 } }),
      ],
    });
    expect(steps[1]).toMatchObject({
      policy: { timeout: Infinity, retry: undefined, cancelOnTimeout: true },
      redelivery: { maxDeliveries: 2, initialDelay: 1000 },
    });
    expect(steps[0]?.redelivery).toMatchObject({ maxDeliveries: 9, initialDelay: 1000 });
  });

  it('allows any number of retries where there is no budget', () => {
    const budget = (share: number | 'none') =>
      plan({ calls: { retry: retry(2, { budget: share }) } }).steps[1]?.policy.retry?.budget;
    expect([budget('none'), budget(0), budget(0.1)]).toEqual([Infinity, 0, 0.1]);
  });

  it('makes of failures in a row a full window of failures', () => {
    const { policy } = plan({ calls: { circuitBreaker: consecutiveFailures(5, '2s', 3) } }).steps[1]!;
    expect(policy.breaker).toEqual({
      threshold: 1,
      window: 5,
      minimum: 5,
      openFor: 2000,
      probes: 3,
      opensAtFirstFailedProbe: true,
    });
  });

  it('asks for no more calls than the window holds', () => {
    const circuitBreaker = {
      failureRateThreshold: 0.5,
      slidingWindowSize: 10,
      minimumNumberOfCalls: 20,
      waitDurationInOpenState: '5s',
      permittedNumberOfCallsInHalfOpenState: 1,
    };
    const { policy } = plan({ calls: { circuitBreaker } }).steps[1]!;
    expect(policy.breaker).toMatchObject({ threshold: 0.5, window: 10, minimum: 10 });
  });
});

describe('a fault', () => {
  it('lasts from `at` until `for` later; from the start and for ever when left out', () => {
    expect(
      faults(
        { kind: 'outage', target: 'a', at: '20s', for: '1m' },
        { kind: 'outage', target: 'a', for: '1m' },
        { kind: 'outage', target: 'bus', at: '20s' },
      ),
    ).toMatchObject([
      { kind: 'outage', target: 'a', ordinal: 0, at: 20_000, until: 80_000 },
      { kind: 'outage', target: 'a', ordinal: 1, at: 0, until: 60_000 },
      { kind: 'outage', target: 'bus', ordinal: 0, at: 20_000, until: Infinity },
    ]);
  });

  it('has its numbers, and what it leaves out changes nothing', () => {
    const whole = { at: 0, until: Infinity };
    expect(
      faults(
        { kind: 'latency', target: 'a', add: '2s' },
        { kind: 'latency', target: 'a', multiply: 5 },
        { kind: 'errors', target: 'b', rate: 0.3 },
        { kind: 'random-outages', target: 'b', mttf: '1m', mttr: '2s', what: 'hang' },
        { kind: 'spike', target: 'load', multiply: 2 },
      ),
    ).toMatchObject([
      { target: 'a', ...whole, on: 'work', add: 2000, multiply: 1 },
      { target: 'a', ...whole, on: 'work', add: 0, multiply: 5 },
      { target: 'b', ...whole, on: 'outcome', rate: 0.3, luckOf: 'attempt', outcome: 'failed' },
      { target: 'b', ...whole, on: 'switch', isStandstill: true, cycle: { up: 60_000, down: 2000 } },
      { target: 'load', ...whole, on: 'load', multiply: 2 },
    ]);
  });
});

describe('a load', () => {
  it('is open, per second; or closed', () => {
    expect(plan({ load: { rate: '600/m', arrivals: 'poisson', duration: '1m', warmup: '5s' } }).load).toEqual(
      {
        duration: 60_000,
        warmup: 5000,
        drain: 600_000,
        requests: Infinity,
        source: { kind: 'open', rate: 10, poisson: true },
      },
    );
    expect(plan({ load: { clients: 3, thinkTime: constant('1s'), requests: 9 } }).load).toMatchObject({
      duration: Infinity,
      requests: 9,
      source: { kind: 'closed', clients: 3, thinkTime: always(1000) },
    });
  });
});
