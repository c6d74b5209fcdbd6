import { findBetter } from '../../src/compare/better.js';
import { findVerdict } from '../../src/compare/verdict/find.js';
import { inWords } from '../../src/compare/verdict/wording.js';
import type { Comparison } from '../../src/compare/comparison.js';
import type {
  BegunPhases,
  Cascade,
  EndToEnd,
  Endings,
  Measurements,
  Phase,
  RunMeasurements,
  ServiceMeasurements,
  Times,
} from '../../src/measure/measurements.js';
import { ENDINGS, zeros } from '../../src/measure/outcomes.js';
import type { Fault, Scenario } from '../../src/scenario/scenario.js';

/**
 * Comparisons whose figures are made up, but consistent: requests add up, the series to what was completed. Made with
 * functions, so that a test says only what it is about.
 */

export function times(p50: number, p99: number, count = 4400): Times {
  return { count, mean: p50 * 1.1, sd: p50 / 2, p50, p95: p50 + (p99 - p50) / 2, p99, max: p99 * 1.2 };
}

export const NO_TIMES: Times = { count: 0, mean: 0, sd: 0, p50: 0, p95: 0, p99: 0, max: 0 };

function endings(part: Partial<Endings> = {}): Endings {
  return { ...zeros(ENDINGS), ...part };
}

export function service(part: Partial<ServiceMeasurements> = {}): ServiceMeasurements {
  return {
    attempts: 4400,
    succeeded: 4400,
    effects: 4400,
    doubleEffects: 0,
    duplicates: 0,
    deadLettered: 0,
    copies: 0,
    outOfOrder: 0,
    lostAcks: 0,
    waitTime: { ...times(0, 2), waited: 0.1 },
    serviceTime: times(20, 60),
    holdTime: times(22, 70),
    utilization: 0.2,
    blockedShare: 0,
    peakQueue: 3,
    ...part,
    failures: {
      injected: 0,
      inherited: 0,
      overload: 0,
      timeout: 0,
      breaker: 0,
      declined: 0,
      ...part.failures,
    },
  };
}

interface RunParts {
  accepted?: Partial<Endings>;
  refused?: Partial<Endings>;
  timedOut?: number;
  /** Of those that were accepted and completed. */
  late?: number;
  endToEnd?: Partial<EndToEnd>;
  begun?: BegunPhases;
  /** Before, during and after: requests accepted and completed per second. */
  phases?: [accepted: number, completed: number][];
  response?: Times;
  completion?: Times;
  lag?: Times;
  peakBacklog?: number;
  amplification?: number;
  lostEvents?: number;
  cascades?: Cascade[];
  services?: Record<string, Partial<ServiceMeasurements>>;
  completed?: number[];
  backlog?: number[];
  end?: RunMeasurements['end'];
}

const SERVICES = ['orders', 'payment', 'inventory', 'shipping', 'notification'];

export function run(parts: RunParts = {}): RunMeasurements {
  const accepted = endings(parts.accepted ?? { completed: 4400 });
  const refused = endings(parts.refused);
  const [acceptedCount, refusedCount] = [sum(accepted), sum(refused)];
  const timedOut = parts.timedOut ?? 0;
  const good = accepted.completed - (parts.late ?? 0);
  const due = acceptedCount + refusedCount - accepted.declined - refused.declined;
  const done = accepted.completed + refused.completed;
  const completionTime = parts.completion ?? times(96.1, 208);
  const completed = parts.completed ?? Array.from({ length: 60 }, () => 80);
  return {
    requests: {
      offered: acceptedCount + refusedCount,
      accepted: acceptedCount,
      failed: refusedCount - timedOut - refused.declined,
      timedOut,
      declined: refused.declined,
      completed: done,
      good,
      late: parts.late ?? 0,
      outcomes: { accepted, refused },
    },
    goodput: due === 0 ? null : good / due,
    throughput: {
      offered: 80,
      goodput: good / 55,
      accepted: acceptedCount / 55,
      completed: done / 55,
      phases: phasesOf(parts.phases ?? []),
    },
    responseTime: parts.response ?? times(97.2, 210),
    acceptedTime: parts.response ?? times(97.2, 210),
    completionTime,
    endToEnd: {
      due,
      completed: done,
      p50: due > 0 && done >= 0.5 * due ? completionTime.p50 : null,
      p95: due > 0 && done >= 0.95 * due ? completionTime.p95 : null,
      p99: due > 0 && done >= 0.99 * due ? completionTime.p99 : null,
      ...parts.endToEnd,
    },
    phases: parts.begun ?? {},
    completionLag: parts.lag ?? { ...NO_TIMES, count: acceptedCount },
    peakBacklog: parts.peakBacklog ?? 12,
    amplification: { total: (parts.amplification ?? 1) * 4.9, worst: parts.amplification ?? 1 },
    lostEvents: parts.lostEvents ?? 0,
    cascades: parts.cascades ?? [],
    services: Object.fromEntries(SERVICES.map((name) => [name, service(parts.services?.[name])])),
    series: {
      interval: 1000,
      offered: completed.map(() => 80),
      accepted: completed,
      completed,
      goodput: completed,
      errors: completed.map(() => 0),
      backlog: parts.backlog ?? completed.map(() => 2),
      peakBacklog: parts.backlog ?? completed.map(() => 2),
      p99: completed.map(() => 200),
      responseP99: completed.map(() => 100),
      services: {},
    },
    end: parts.end ?? { at: completed.length * 1000, reason: 'quiet' },
  };
}

export function measured(
  parts: RunParts & { recoveryTime?: number | null; blastRadius?: number; collateral?: number } = {},
): Measurements {
  return {
    ...run(parts),
    recoveryTime: parts.recoveryTime === undefined ? 0 : parts.recoveryTime,
    blastRadius: parts.blastRadius ?? 0,
    changedServices: 0,
    collateral: parts.collateral ?? 0,
  };
}

export function scenario(part: Partial<Scenario> = {}): Scenario {
  const policy = {
    networkLatency: { distribution: 'constant', value: '4ms' } as const,
    timeout: '1s',
    retry: {
      maxAttempts: 3,
      initialDelay: '50ms',
      multiplier: 2,
      maxDelay: '1s',
      jitter: 'full',
      budget: 'none',
    } as const,
    circuitBreaker: 'none' as const,
    cancelOnTimeout: false,
  };
  return {
    title: 'Slow payment',
    question: 'Payment is 2 s slower for 20 s. Who else fails?',
    look: [],
    workflow: 'order-fulfilment',
    services: Object.fromEntries(
      SERVICES.map((name) => [
        name,
        {
          latency: { distribution: 'exponential', mean: '20ms' },
          concurrency: 32,
          queue: 64,
          declineRate: 0,
        },
      ]),
    ),
    steps: SERVICES.map((name, index) => ({
      name,
      service: name,
      on: index === 0 ? [] : [`Event${index}`],
      emits: `Event${index + 1}`,
      idempotent: false,
      critical: name !== 'notification',
    })),
    caller: { ...policy, timeout: '3s', retry: 'none', deadline: 'none' },
    calls: { ...policy, fanOut: 'parallel' },
    bus: {
      deliveryLatency: { distribution: 'constant', value: '2ms' },
      redelivery: { maxDeliveries: 5, initialDelay: '200ms', multiplier: 2, maxDelay: '10s', jitter: 'none' },
      ackWait: '30s',
      lateAck: 'accepted',
      outbox: true,
      capacity: 'unbounded',
    },
    database: { latency: { distribution: 'constant', value: '2ms' }, concurrency: 16, pollInterval: '100ms' },
    load: { rate: '80/s', arrivals: 'poisson', duration: '60s', warmup: '5s', drain: '10m' },
    slo: { response: 'none', completion: '30s' },
    faults: [],
    modes: ['direct', 'event'],
    seed: 42,
    expect: [],
    ...part,
  };
}

export const SLOW: Fault = { kind: 'latency', target: 'payment', at: '20s', for: '20s', add: '2s' };

/** A comparison with the verdict that its figures have. */
export function compared(
  parts: Partial<Scenario>,
  modes: Record<string, Measurements>,
  control?: Record<string, RunMeasurements>,
): Comparison {
  const judged = {
    scenario: scenario({ modes: Object.keys(modes), ...parts }),
    modes,
    ...(control === undefined ? {} : { control }),
  };
  return {
    schema: 'coupling-demo/comparison@1',
    version: '0.1.0',
    seed: judged.scenario.seed,
    ...judged,
    hints: [],
    expectations: [],
    better: findBetter(judged),
    verdict: findVerdict(judged).map(inWords),
  };
}

/** Eighty a second in every phase. */
const STEADY: [number, number][] = [
  [80, 80],
  [80, 80],
  [80, 80],
];

export const DIRECT_CONTROL = run({
  phases: STEADY,
  begun: begun([1200, 1600, 1600], { response: times(97.2, 210) }),
  services: { orders: { blockedShare: 0.82 } },
});
export const EVENT_CONTROL = run({
  phases: STEADY,
  begun: begun([1200, 1600, 1600], { response: times(9.4, 31) }),
  response: times(9.4, 31),
  completion: times(101, 214),
  lag: times(92, 201),
});

/** What became of the requests that were begun before, during and after the fault. */
function begun(
  good: [before: number, during: number, after: number],
  { response, worst = 1 }: { response: Times; worst?: number },
): BegunPhases {
  const offered = [1200, 1600, 1600];
  const phases = (['before', 'during', 'after'] as const).map((name, index) => {
    const [due = 0, count = 0] = [offered[index], good[index]];
    const endToEnd = { due, completed: count, p50: count * 2 >= due ? 97 : null, p95: null, p99: null };
    const amplification = name === 'during' ? worst : 1;
    const figures = { offered: due, good: count, goodput: count / due, responseTime: response };
    return [name, { ...figures, endToEnd, amplification }] as const;
  });
  return Object.fromEntries(phases);
}

/** Direct calls go down with payment, events come through late. */
const SLOW_DIRECT = measured({
  accepted: { completed: 3012 },
  refused: { completed: 211, partial: 640, nothing: 537 },
  timedOut: 900,
  begun: begun([1200, 212, 1600], { response: times(97.4, 3000), worst: 5.43 }),
  phases: [
    [80.1, 80.1],
    [9.9, 12.4],
    [70.2, 71.9],
  ],
  response: times(97.4, 3000),
  completion: times(97, 3010),
  peakBacklog: 160,
  amplification: 2.61,
  cascades: [
    { origin: 'payment', victim: 'payment', count: 911 },
    { origin: 'payment', victim: 'orders', count: 1204 },
    { origin: 'payment', victim: 'caller', count: 1388 },
  ],
  services: {
    orders: { blockedShare: 0.93, failures: service().failures },
    payment: { utilization: 0.97, failures: { ...service().failures, timeout: 911 } },
  },
  completed: [...steady(20, 80), ...steady(2, 40), ...steady(18, 12), ...steady(20, 72)],
  backlog: [...steady(20, 2), ...steady(20, 160), ...steady(10, 90), ...steady(10, 3)],
  recoveryTime: 12_000,
  blastRadius: 1,
  collateral: 1204,
});
const SLOW_EVENT = measured({
  accepted: { completed: 4357, deadLettered: 43 },
  begun: begun([1200, 1557, 1600], { response: times(9.4, 31), worst: 1.01 }),
  phases: [
    [80.3, 80.1],
    [80, 62.1],
    [79.8, 93.6],
  ],
  response: times(9.4, 31),
  completion: times(144, 14_200),
  lag: times(135, 14_100, 4357),
  peakBacklog: 1460,
  amplification: 1.004,
  services: { payment: { utilization: 0.99, deadLettered: 43 } },
  completed: [...steady(20, 80), ...steady(20, 62), ...steady(20, 94), ...steady(4, 20)],
  backlog: [...steady(20, 2), ...rising(20, 1460), ...rising(20, 1460).reverse(), 40, 20, 5, 0],
  recoveryTime: 21_500,
});

export const slowPayment = compared(
  { faults: [SLOW], look: ['orders: nothing is wrong with it', 'completed: who catches up, and when'] },
  { direct: SLOW_DIRECT, event: SLOW_EVENT },
  { direct: DIRECT_CONTROL, event: EVENT_CONTROL },
);

/** Nothing is wrong, and direct calls are done sooner. */
export const quietAndSimple = compared(
  {
    title: 'Quiet and simple',
    question: 'Two services, little load, nothing wrong. What do events bring?',
  },
  {
    direct: { ...measured({ completion: times(41, 96) }) },
    event: { ...measured({ response: times(9.4, 31), completion: times(55, 131), lag: times(45, 120) }) },
  },
);

/** Four couplings, of which one was interrupted and one did not begin. */
export const fourModes = compared(
  { faults: [SLOW], modes: ['direct', 'event', 'shared-database', 'direct:no-retry'] },
  {
    direct: SLOW_DIRECT,
    event: SLOW_EVENT,
    'shared-database': measured({
      phases: STEADY,
      accepted: { completed: 4400 },
      response: times(11, 40),
      completion: times(320, 15_800),
      lag: times(310, 15_700),
      recoveryTime: null,
    }),
    'direct:no-retry': measured({
      phases: STEADY,
      accepted: { completed: 3300 },
      refused: { nothing: 1000, partial: 100 },
      completion: times(97, 2900),
      cascades: [{ origin: 'payment', victim: 'caller', count: 1100 }],
    }),
  },
  {
    direct: DIRECT_CONTROL,
    event: EVENT_CONTROL,
    'shared-database': EVENT_CONTROL,
    'direct:no-retry': DIRECT_CONTROL,
  },
);

export const interrupted = compared(
  { faults: [SLOW], modes: ['direct', 'event'] },
  {
    direct: measured({
      accepted: { completed: 1800, inFlight: 3 },
      end: { at: 28_400, reason: 'interrupted' },
    }),
  },
);

function phasesOf(rates: [accepted: number, completed: number][]): Phase[] {
  const edges = [5000, 20_000, 40_000, 60_000];
  return rates.map(([accepted, completed], index) => ({
    name: (['before', 'during', 'after'] as const)[index] ?? 'after',
    from: edges[index] ?? 0,
    to: edges[index + 1] ?? 0,
    offered: 80,
    accepted,
    completed,
  }));
}

function steady(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

function rising(count: number, to: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.round((to * (index + 1)) / count));
}

function sum(cells: Endings): number {
  return Object.values<number>({ ...cells }).reduce((total, count) => total + count, 0);
}
