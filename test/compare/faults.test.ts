import { describe, expect, test } from 'vitest';
import {
  describeBriefly,
  describeInjection,
  describeState,
  describeWindow,
  faultedServices,
  faultsWindow,
  faultWindow,
} from '../../src/compare/faults.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { scenario } from '../render/fixtures.js';

const window = { at: '20s', for: '500ms' };

describe('a fault in words', () => {
  test.each<[Fault, injection: string, state: string, brief: string]>([
    [
      { kind: 'latency', target: 'payment', add: '2s', ...window },
      'payment takes 2 s longer',
      'payment was slow',
      'payment is slow',
    ],
    [
      { kind: 'latency', target: 'payment', multiply: 5, add: '2s', ...window },
      'payment takes 5 times as long and takes 2 s longer',
      'payment was slow',
      'payment is slow',
    ],
    [
      { kind: 'latency', target: 'payment', multiply: 0.5, ...window },
      'payment takes 0.5 times as long',
      'payment was quick',
      'payment is quick',
    ],
    [
      { kind: 'errors', target: 'inventory', rate: 0.3, ...window },
      'inventory fails 30 % of attempts',
      'inventory was failing 30 % of attempts',
      'inventory is failing',
    ],
    [{ kind: 'outage', target: 'bus', ...window }, 'the bus is down', 'the bus was down', 'the bus is down'],
    [
      { kind: 'hang', target: 'payment', ...window },
      'payment hangs',
      'payment was hanging',
      'payment is hanging',
    ],
    [
      { kind: 'crash', target: 'payment', ...window },
      'payment crashes',
      'payment was down after a crash',
      'payment is down',
    ],
    [
      { kind: 'random-outages', target: 'shipping', mttf: '10s', mttr: '1s', what: 'hang', ...window },
      'shipping has random hangs (mean up 10 s, down 1 s)',
      'shipping was hanging now and then',
      'shipping is up and down',
    ],
    [
      { kind: 'slots', target: 'payment', concurrency: 1, ...window },
      'payment has 1 slot',
      'payment was down to 1 slot',
      'payment is down to 1 slot',
    ],
    [
      { kind: 'poison', target: 'shipping', rate: 0.01, ...window },
      'shipping fails 1 % of requests at every attempt',
      'shipping was failing 1 % of requests at every attempt',
      'shipping is poisoned',
    ],
    [
      { kind: 'decline', target: 'payment', rate: 0.1, ...window },
      'payment declines 10 % of requests',
      'payment was declining 10 % of requests',
      'payment is declining',
    ],
    [
      {
        kind: 'subscriber',
        target: 'workflow',
        step: {
          name: 'loyalty',
          service: 'loyalty',
          on: ['OrderShipped'],
          idempotent: false,
          critical: false,
          calledBy: 'shipping',
        },
        ...window,
      },
      'loyalty joins on OrderShipped (direct: shipping has to call it; event: nobody changes)',
      'loyalty was a new subscriber',
      'loyalty is part of it',
    ],
    [
      { kind: 'deploy', target: 'payment', instances: 4, ...window },
      'payment restarts, one of 4 instances after another',
      'payment was being deployed, one of 4 instances after another',
      'payment is deployed',
    ],
    [
      { kind: 'network', target: 'payment', loss: 0.05, add: '20ms', way: 'both', ...window },
      "payment's link loses 5 % and takes 20 ms longer",
      'payment was losing 5 % of what goes over its link',
      'payment is losing packets',
    ],
    [
      { kind: 'network', target: 'payment', loss: 0.05, way: 'in', ...window },
      "payment's link loses 5 %, on the way in",
      'payment was losing 5 % of what comes to it',
      'payment is losing packets',
    ],
    [
      { kind: 'network', target: 'payment', add: '20ms', way: 'out', ...window },
      "payment's link takes 20 ms longer, on the way out",
      'payment was 20 ms further away',
      'payment is far away',
    ],
    [
      { kind: 'partition', target: 'payment', ...window },
      'payment is cut off from everybody',
      'payment was cut off from everybody',
      'payment is cut off',
    ],
    [
      { kind: 'partition', target: 'payment', from: 'bus', ...window },
      'payment is cut off from the bus',
      'payment was cut off from the bus',
      'payment is cut off',
    ],
    [
      { kind: 'ack-loss', target: 'bus', rate: 0.1, ...window },
      'the bus loses 10 % of acknowledgements',
      'the bus was losing 10 % of acknowledgements',
      'the bus is losing acks',
    ],
    [
      { kind: 'duplicates', target: 'bus', rate: 0.05, ...window },
      'the bus brings 5 % of messages twice',
      'the bus was bringing 5 % of messages twice',
      'the bus is repeating',
    ],
    [
      { kind: 'delay', target: 'bus', rate: 0.05, by: '2s', ...window },
      'the bus brings 5 % of messages 2 s late',
      'the bus was bringing 5 % of messages 2 s late',
      'the bus is late',
    ],
    [
      { kind: 'reorder', target: 'bus', rate: 0.05, ...window },
      'the bus lets 5 % of messages overtake',
      'the bus was letting 5 % of messages overtake',
      'the bus is reordering',
    ],
    [
      { kind: 'spike', target: 'load', multiply: 5, ...window },
      'the load is multiplied by 5',
      'the load was 5 times as high',
      'the load is high',
    ],
  ])('%j', (fault, injection, state, brief) => {
    expect(describeInjection(fault)).toBe(injection);
    expect(describeState(fault, 'was')).toBe(state);
    expect(describeBriefly(fault)).toBe(brief);
  });
});

describe('when', () => {
  const outage = (times: { at?: string; for?: string }): Fault => ({
    kind: 'outage',
    target: 'payment',
    ...times,
  });

  test.each([
    [{ at: '20s', for: '1.5s' }, 'from 20 s to 21.5 s'],
    [{ at: '20s' }, 'from 20 s on'],
    [{ for: '20s' }, 'from 0 s to 20 s'],
    [{}, 'throughout'],
  ])('%j is %s', (times, words) => {
    expect(describeWindow(faultWindow(outage(times)))).toBe(words);
  });

  test('several faults are one time from the first start to the last end', () => {
    const faults = [
      outage({ at: '20s', for: '5s' }),
      outage({ at: '10s', for: '20s' }),
      outage({ at: '12s', for: '1s' }),
    ];
    expect(faultsWindow(faults)).toEqual({ from: 10_000, until: 30_000 });
    expect(faultsWindow([...faults, outage({ at: '50s' })])?.until).toBe(Infinity);
    expect(faultsWindow([])).toBeUndefined();
  });
});

test('both services that a partition is between are faulted', () => {
  const faults: Fault[] = [
    { kind: 'partition', target: 'orders', from: 'payment' },
    { kind: 'partition', target: 'shipping', from: 'bus' },
  ];
  expect([...faultedServices(scenario({ faults }))]).toEqual(['orders', 'payment', 'shipping']);
});

test('bus, database and load are no services, so no service is faulted by theirs', () => {
  const faults: Fault[] = [
    { kind: 'outage', target: 'bus' },
    { kind: 'spike', target: 'load', multiply: 5 },
    { kind: 'hang', target: 'payment' },
  ];
  expect([...faultedServices(scenario({ faults }))]).toEqual(['payment']);
});
