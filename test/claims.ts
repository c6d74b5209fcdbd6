/**
 * What people say of events and of direct calls, each with the scenario that shows it and a figure to judge it by. The
 * README's table is made of these; a further figure for the claim above it leaves `claim` out.
 */
export interface Claim {
  kind?: string;
  claim?: string;
  scenario: string;
  /** What the figure is, in words that the scenario's table has, too. */
  words: string;
  /** Its path in a mode's JSON. */
  figure: string;
  unit: 'count' | 'share' | 'time';
  /** Columns other than direct and event. */
  modes?: [string, string];
}

export const CLAIMS: Claim[] = [
  {
    kind: 'the smallest form',
    claim: 'A calls B and waits for its answer; or A publishes, and B, subscribed, works on it by itself',
    scenario: 'two-services',
    words: 'the caller has an answer, p99',
    figure: 'responseTime.p99',
    unit: 'time',
  },
  {
    kind: 'problem',
    claim: 'a failure or delay in one service makes the services that call it wait or fail too',
    scenario: 'slow-payment',
    words: 'orders, itself healthy, failed',
    figure: 'collateral',
    unit: 'count',
  },
  {
    kind: 'problem',
    claim: 'every service depends on the availability and the answers of the others',
    scenario: 'long-chain',
    words: 'accepted, six in a row that are up 95 % of the time',
    figure: 'accepted',
    unit: 'share',
  },
  {
    kind: 'for events',
    claim: 'services stay independent: one changes, restarts or is replaced, and the others do not notice',
    scenario: 'crash-midway',
    words: 'failures at services that had no fault',
    figure: 'collateral',
    unit: 'count',
  },
  {
    kind: 'for events',
    claim: 'a failure in one service does not directly block others',
    scenario: 'hanging-payment',
    words: 'orders: slot time spent waiting for others',
    figure: 'services.orders.blockedShare',
    unit: 'share',
  },
  {
    kind: 'for events',
    claim: 'work is taken on asynchronously: scalability, responsiveness, each service at its own speed',
    scenario: 'each-at-its-own-speed',
    words: 'accepted, though every service keeps up',
    figure: 'accepted',
    unit: 'share',
  },
  {
    scenario: 'what-a-load-test-says',
    words: 'the caller has an answer, p50',
    figure: 'responseTime.p50',
    unit: 'time',
  },
  {
    scenario: 'what-a-load-test-says',
    words: 'and the work is done, p50',
    figure: 'completionTime.p50',
    unit: 'time',
  },
  {
    kind: 'against events',
    claim: 'eventual consistency: for a while the services disagree',
    scenario: 'read-your-writes',
    words: 'accepted, not yet done, p50',
    figure: 'completionLag.p50',
    unit: 'time',
  },
  {
    kind: 'against events',
    claim: 'flows are indirect: harder to trace and to debug',
    scenario: 'poison-message',
    words: 'came to nothing, and the caller was never told',
    figure: 'brokenPromises',
    unit: 'share',
  },
  {
    kind: 'against events',
    claim: 'it takes a reliable bus, and a way to live with duplicates and with events out of order',
    scenario: 'broker-outage',
    words: 'the work is done, p99, where the bus was down',
    figure: 'completionTime.p99',
    unit: 'time',
  },
  {
    scenario: 'lost-without-outbox',
    words: 'accepted and lost, without an outbox',
    figure: 'lost',
    unit: 'share',
    modes: ['direct', 'event:no-outbox'],
  },
  {
    scenario: 'duplicates',
    words: 'orders for which stock is reserved twice',
    figure: 'services.inventory.doubleEffects',
    unit: 'count',
  },
  {
    scenario: 'out-of-order',
    words: 'deliveries that came before an earlier one',
    figure: 'services.b.outOfOrder',
    unit: 'count',
  },
  {
    scenario: 'lossy-network',
    words: 'the work is done, p99, on a lossy line',
    figure: 'completionTime.p99',
    unit: 'time',
  },
  {
    kind: 'use events when',
    claim: 'many services, loosely connected, with different availability or speed; load that has to scale',
    scenario: 'random-outages',
    words: 'accepted, with each service down now and then',
    figure: 'accepted',
    unit: 'share',
  },
  {
    scenario: 'traffic-spike',
    words: 'accepted, at ten times the load',
    figure: 'accepted',
    unit: 'share',
  },
  {
    scenario: 'sustained-overload',
    words: 'but accepted and done, at more than can be done',
    figure: 'good',
    unit: 'share',
  },
  {
    kind: 'avoid events when',
    claim: 'immediate consistency is a must',
    scenario: 'declined-after-accepted',
    words: 'told yes, and refused afterwards',
    figure: 'brokenPromises',
    unit: 'share',
  },
  {
    kind: 'avoid events when',
    claim: 'few services, a simple system, low load: direct calls are easier to manage',
    scenario: 'quiet-and-simple',
    words: 'the work is done, p99',
    figure: 'completionTime.p99',
    unit: 'time',
  },
  {
    kind: 'alternative',
    claim:
      'synchronous calls (REST): when an immediate answer and strong consistency are critical and services are few',
    scenario: 'answer-needed-now',
    words: 'from the answer to the verdict, p99',
    figure: 'completionLag.p99',
    unit: 'time',
  },
  {
    kind: 'in the field',
    claim: 'video streaming (Netflix): playback, recommendations and billing work and scale apart',
    scenario: 'playback',
    words: 'the film begins, p99',
    figure: 'responseTime.p99',
    unit: 'time',
  },
  {
    kind: 'in the field',
    claim: 'rides (Uber): requests, driver locations and payments each take their own spikes',
    scenario: 'surge',
    words: 'requests accepted, when it rains',
    figure: 'accepted',
    unit: 'share',
  },
  {
    kind: 'in the field',
    claim: 'retail (Amazon): inventory, orders and shipping, updated asynchronously',
    scenario: 'shipping-outage',
    words: 'orders accepted, though shipping is down',
    figure: 'accepted',
    unit: 'share',
  },
];
