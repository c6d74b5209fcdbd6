import { formatSpan } from '../../src/compare/quantities.js';
import { describe, expect, test } from 'vitest';
import {
  describeBriefly,
  describeFaults,
  faultedServices,
  faultsWindow,
  faultWindow,
} from '../../src/compare/faults.js';
import type { Fault } from '../../src/scenario/scenario.js';
import { scenario } from '../render/fixtures.js';

const window = { at: '20s', for: '500ms' };

describe('a fault in words', () => {
  test.each<[Fault, injection: string, brief: string]>([
    [{ kind: 'latency', target: 'payment', add: '2s', ...window }, 'payment +2 s latency', 'payment +2 s'],
    [
      { kind: 'latency', target: 'payment', multiply: 5, add: '2s', ...window },
      'payment ×5 +2 s latency',
      'payment ×5 +2 s',
    ],
    [
      { kind: 'latency', target: 'payment', multiply: 0.5, ...window },
      'payment ×0.5 latency',
      'payment ×0.5',
    ],
    [
      { kind: 'errors', target: 'inventory', rate: 0.3, ...window },
      'inventory fails 30 % of attempts',
      'inventory: 30 % errors',
    ],
    [{ kind: 'outage', target: 'bus', ...window }, 'broker down', 'broker down'],
    [
      { kind: 'hang', target: 'payment', ...window },
      'payment hangs (accepts calls, never replies)',
      'payment hangs',
    ],
    [
      { kind: 'freeze', target: 'payment', ...window },
      'payment freezes (process stands still, refuses nobody)',
      'payment frozen',
    ],
    [
      { kind: 'crash', target: 'bus', ...window },
      'broker crashes (unacked messages redelivered)',
      'broker crash',
    ],
    [
      { kind: 'crash', target: 'payment', ...window },
      'payment crashes (in-flight work lost)',
      'payment crash',
    ],
    [
      { kind: 'random-outages', target: 'shipping', mttf: '10s', mttr: '1s', what: 'hang', ...window },
      'shipping: random hangs (MTTF 10 s, MTTR 1 s)',
      'shipping flapping',
    ],
    [
      { kind: 'slots', target: 'payment', concurrency: 1, ...window },
      'payment limited to 1 worker',
      'payment: 1 worker',
    ],
    [
      { kind: 'poison', target: 'shipping', rate: 0.01, ...window },
      '1 % of requests always fail at shipping (poison)',
      'shipping: poison messages',
    ],
    [
      { kind: 'decline', target: 'payment', rate: 0.1, ...window },
      'payment declines 10 % of requests',
      'payment: 10 % declined',
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
      'loyalty subscribes to OrderShipped (direct: shipping has to call it; event: no service changes)',
      'loyalty subscribed',
    ],
    [
      { kind: 'deploy', target: 'payment', instances: 4, ...window },
      'rolling deploy of payment, 4 instances',
      'payment: rolling deploy',
    ],
    [
      { kind: 'network', target: 'payment', loss: 0.05, add: '20ms', way: 'both', ...window },
      '5 % packet loss and +20 ms network delay to and from payment',
      'payment: 5 % packet loss',
    ],
    [
      { kind: 'network', target: 'payment', loss: 0.05, way: 'in', ...window },
      '5 % packet loss to payment',
      'payment: 5 % packet loss',
    ],
    [
      { kind: 'network', target: 'payment', add: '20ms', way: 'out', ...window },
      '+20 ms network delay from payment',
      'payment: +20 ms network',
    ],
    [
      { kind: 'partition', target: 'payment', ...window },
      'payment partitioned from everything',
      'payment partitioned',
    ],
    [
      { kind: 'partition', target: 'payment', from: 'bus', ...window },
      'payment partitioned from the broker',
      'payment partitioned',
    ],
    [
      { kind: 'ack-loss', target: 'bus', rate: 0.1, ...window },
      'broker loses 10 % of acks',
      'broker: acks lost',
    ],
    [
      { kind: 'duplicates', target: 'bus', rate: 0.05, ...window },
      'broker delivers 5 % of messages twice',
      'broker: duplicates',
    ],
    [
      { kind: 'delay', target: 'bus', rate: 0.05, by: '2s', ...window },
      'broker delivers 5 % of messages 2 s late',
      'broker: delayed messages',
    ],
    [
      { kind: 'reorder', target: 'bus', rate: 0.05, ...window },
      'broker reorders 5 % of messages',
      'broker: reordering',
    ],
    [{ kind: 'spike', target: 'load', multiply: 5, ...window }, 'traffic ×5', 'traffic spike ×5'],
  ])('%j', (fault, injection, brief) => {
    expect(describeFaults([fault])).toEqual([`${injection}, 20–20.5 s`]);
    expect(describeBriefly(fault)).toBe(brief);
  });

  test('those that are alike share a line', () => {
    const flapping = (target: string, at?: string): Fault => ({
      kind: 'random-outages',
      target,
      mttf: '10s',
      mttr: '1s',
      what: 'outage',
      ...(at === undefined ? {} : { at }),
    });
    expect(describeFaults(['a', 'b', 'c'].map((target) => flapping(target)))).toEqual([
      'a, b, c: random outages (MTTF 10 s, MTTR 1 s), whole run',
    ]);
    expect(describeFaults([flapping('a'), flapping('b', '5s')])).toHaveLength(2);
    const hang = { kind: 'hang', ...window } as const;
    expect(
      describeFaults([
        { ...hang, target: 'a' },
        { ...hang, target: 'b' },
      ]),
    ).toEqual(['a, b hang (accept calls, never reply), 20–20.5 s']);
  });
});

describe('when', () => {
  const outage = (times: { at?: string; for?: string }): Fault => ({
    kind: 'outage',
    target: 'payment',
    ...times,
  });

  test.each([
    [{ at: '20s', for: '1.5s' }, '20–21.5 s'],
    [{ at: '20s' }, 'from 20 s'],
    [{ for: '20s' }, '0–20 s'],
    [{}, 'whole run'],
  ])('%j is %s', (times, words) => {
    expect(formatSpan(faultWindow(outage(times)))).toBe(words);
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
