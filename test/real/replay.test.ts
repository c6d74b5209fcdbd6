import { expect, test } from 'vitest';
import { planFor } from '../../src/real/plan-for.js';
import type { Line } from '../../src/real/journal.js';
import { Replay } from '../../src/real/replay.js';
import type { Failed } from '../../src/system/answer.js';
import type { Facts } from '../../src/system/facts.js';
import { constant, scenario } from '../support/scenario.js';

const three = scenario({
  services: {
    orders: { latency: constant('1ms') },
    payment: { latency: constant('1ms') },
    bank: { latency: constant('1ms') },
  },
  steps: [
    { name: 'place', service: 'orders', emits: 'placed' },
    { name: 'pay', service: 'payment', on: ['placed'], emits: 'paid' },
    { name: 'book', service: 'bank', on: ['paid'] },
  ],
  load: { duration: '1s', rate: '10/s' },
});
const [ORDERS, PAYMENT, BANK] = [0, 1, 2];
/** Attempts, calls and tickets have numbers beyond those of services. */
const [ATTEMPT, CALL, TICKET] = [1000, 2000, 3000];

/** Which service a caller's time-out is put down to. */
function originsOf(lines: readonly Line[]): number[] {
  const origins: number[] = [];
  const failed = (_: unknown, __: unknown, { origin }: Failed): void => void origins.push(origin);
  const facts = new Proxy({} as Facts, {
    get: (_, name) => (name === 'failed' ? failed : () => undefined),
  });
  const { plan } = planFor({ scenario: three, column: 'direct', faults: true });
  new Replay(plan, facts, { now: 0 }).run(lines, 1000);
  return origins;
}

const begun: Line[] = [
  [1, 'begun', 7, true],
  [1, 'calls', 0, 7, ORDERS, CALL, null],
  [2, 'reached', ATTEMPT, 7, ORDERS, 1, false, CALL, 2, 1, true],
  [2, 'started', ATTEMPT, 1, 'done', false],
];
const timesOut: Line[] = [
  [500, 'ticket', TICKET, 0, 7, ORDERS],
  [500, 'failed', 7, ORDERS, 'timeout', TICKET, null],
];

test('a caller that gives up while its callee waits for another is told of that one', () => {
  const waits: Line = [3, 'calls', ATTEMPT, 7, PAYMENT, CALL + 1, null];
  expect(originsOf([...begun, waits, ...timesOut])).toEqual([PAYMENT]);
});

test('a caller that gives up as its callee fails because of another is told of that one, too', () => {
  const fails: Line[] = [
    [3, 'calls', ATTEMPT, 7, PAYMENT, CALL + 1, null],
    [499, 'calls', ATTEMPT, 7, PAYMENT, 0, BANK],
    [499, 'goesOn', ATTEMPT, 7, PAYMENT],
    [499, 'released', ATTEMPT, 3, 1],
  ];
  expect(originsOf([...begun, ...fails, ...timesOut])).toEqual([BANK]);
});

test('a caller that gives up as its callee succeeds after a retry has waited for the callee', () => {
  const succeeds: Line[] = [
    [3, 'calls', ATTEMPT, 7, PAYMENT, CALL + 1, null],
    [300, 'calls', ATTEMPT, 7, PAYMENT, 0, BANK],
    [310, 'calls', ATTEMPT, 7, PAYMENT, CALL + 2, BANK],
    [499, 'calls', ATTEMPT, 7, PAYMENT, 0, BANK],
    [499, 'goesOn', ATTEMPT, 7, PAYMENT],
    [499, 'succeeded', ATTEMPT],
    [499, 'released', ATTEMPT, 3, 1],
  ];
  expect(originsOf([...begun, ...succeeds, ...timesOut])).toEqual([ORDERS]);
});

test('what is told of a request by a clock that is a little behind is no mistake', () => {
  const early: Line[] = [[0.8, 'refused', 7, ORDERS, CALL, 1, true]];
  expect(originsOf([...early, ...begun])).toEqual([]);
});
