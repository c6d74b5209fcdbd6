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
  /** Columns other than direct and event: in their place, or a third beside them. */
  modes?: [string, string, string?];
}

export const CLAIMS: Claim[] = [
  {
    kind: 'the smallest form',
    claim: 'A calls B and waits for its answer; or A publishes, and B, subscribed, works on it by itself',
    scenario: 'two-services',
    words: 'response time p99',
    figure: 'responseTime.p99',
    unit: 'time',
  },
  {
    kind: 'problem',
    claim: 'a failure or delay in one service makes the services that call it wait or fail too',
    scenario: 'slow-payment',
    words: 'collateral failures: orders, itself healthy',
    figure: 'collateral',
    unit: 'count',
  },
  {
    kind: 'problem',
    claim: 'every service depends on the availability and the answers of the others',
    scenario: 'long-chain',
    words: 'success rate, five of six in series 95 % available',
    figure: 'accepted',
    unit: 'share',
  },
  {
    kind: 'for events',
    claim: 'services stay independent: one changes, restarts or is replaced, and the others do not notice',
    scenario: 'rolling-deploy',
    words: 'error rate during a rolling restart at half capacity',
    figure: 'refused',
    unit: 'share',
  },
  {
    scenario: 'crash-midway',
    words: 'collateral failures',
    figure: 'collateral',
    unit: 'count',
  },
  {
    kind: 'for events',
    claim: 'a failure in one service does not directly block others',
    scenario: 'hanging-payment',
    words: 'orders: time blocked on downstream',
    figure: 'services.orders.blockedShare',
    unit: 'share',
  },
  {
    kind: 'for events',
    claim: 'work is taken on asynchronously: scalability, responsiveness, each service at its own speed',
    scenario: 'each-at-its-own-speed',
    words: 'success rate, no service over capacity',
    figure: 'accepted',
    unit: 'share',
  },
  {
    scenario: 'what-a-load-test-says',
    words: 'response time p50',
    figure: 'responseTime.p50',
    unit: 'time',
  },
  {
    scenario: 'what-a-load-test-says',
    words: 'end-to-end completion p50',
    figure: 'endToEnd.p50',
    unit: 'time',
  },
  {
    kind: 'for events',
    claim: 'a new service joins by subscribing; nobody else has to change',
    scenario: 'new-subscriber',
    words: 'services that needed a code change',
    figure: 'changedServices',
    unit: 'count',
  },
  {
    scenario: 'new-subscriber',
    words: 'analytics: best-effort calls timed out',
    figure: 'services.analytics.failures.timeout',
    unit: 'count',
  },
  {
    kind: 'against events',
    claim: 'eventual consistency: for a while the services disagree',
    scenario: 'read-your-writes',
    words: 'completion lag p50',
    figure: 'completionLag.p50',
    unit: 'time',
  },
  {
    kind: 'against events',
    claim: 'flows are indirect: harder to trace and to debug',
    scenario: 'poison-message',
    words: 'accepted but never completed',
    figure: 'brokenPromises',
    unit: 'share',
  },
  {
    kind: 'against events',
    claim: 'it takes a reliable bus, and a way to live with duplicates and with events out of order',
    scenario: 'broker-outage',
    words: 'end-to-end completion p99, broker down for 10 s',
    figure: 'endToEnd.p99',
    unit: 'time',
  },
  {
    scenario: 'lost-without-outbox',
    words: 'accepted, then lost, without an outbox',
    figure: 'lost',
    unit: 'share',
    modes: ['direct', 'event:no-outbox'],
  },
  {
    scenario: 'duplicates',
    words: 'inventory: processed twice',
    figure: 'services.inventory.doubleEffects',
    unit: 'count',
  },
  {
    scenario: 'out-of-order',
    words: 'out-of-order deliveries',
    figure: 'services.b.outOfOrder',
    unit: 'count',
  },
  {
    scenario: 'lossy-network',
    words: 'end-to-end completion p99, 2 % packet loss',
    figure: 'endToEnd.p99',
    unit: 'time',
  },
  {
    kind: 'use events when',
    claim: 'many services, loosely connected, with different availability or speed; load that has to scale',
    scenario: 'random-outages',
    words: 'success rate, random outages everywhere',
    figure: 'accepted',
    unit: 'share',
  },
  {
    scenario: 'traffic-spike',
    words: 'success rate, traffic ×10',
    figure: 'accepted',
    unit: 'share',
  },
  {
    scenario: 'sustained-overload',
    words: 'goodput under sustained overload',
    figure: 'goodput',
    unit: 'share',
  },
  {
    kind: 'avoid events when',
    claim: 'immediate consistency is a must',
    scenario: 'declined-after-accepted',
    words: 'accepted, then declined',
    figure: 'declinedLater',
    unit: 'share',
  },
  {
    kind: 'avoid events when',
    claim: 'few services, a simple system, low load: direct calls are easier to manage',
    scenario: 'quiet-and-simple',
    words: 'end-to-end completion p99',
    figure: 'endToEnd.p99',
    unit: 'time',
  },
  {
    kind: 'alternative',
    claim:
      'synchronous calls (REST): when an immediate answer and strong consistency are critical and services are few',
    scenario: 'answer-needed-now',
    words: 'completion lag p99',
    figure: 'completionLag.p99',
    unit: 'time',
  },
  {
    kind: 'alternative',
    claim:
      'a shared database: when services are closely related and share their data, at the price of independence',
    scenario: 'shared-table',
    words: 'billing: processed twice, nothing idempotent',
    figure: 'services.billing.doubleEffects',
    unit: 'count',
    modes: ['direct', 'event', 'shared-database'],
  },
  {
    scenario: 'database-outage',
    words: 'success rate, database down for 10 s',
    figure: 'accepted',
    unit: 'share',
    modes: ['direct', 'event', 'shared-database'],
  },
  {
    kind: 'in the field',
    claim: 'video streaming (Netflix): playback, recommendations and billing work and scale apart',
    scenario: 'playback',
    words: 'playback start p99',
    figure: 'responseTime.p99',
    unit: 'time',
  },
  {
    kind: 'in the field',
    claim: 'rides (Uber): requests, driver locations and payments each take their own spikes',
    scenario: 'surge',
    words: 'success rate at ×10 load',
    figure: 'accepted',
    unit: 'share',
  },
  {
    kind: 'in the field',
    claim: 'retail (Amazon): inventory, orders and shipping, updated asynchronously',
    scenario: 'shipping-outage',
    words: 'success rate, shipping down for 20 s',
    figure: 'accepted',
    unit: 'share',
  },
];
