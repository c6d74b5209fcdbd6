import type { Distribution, Scenario, Service, Step } from '../../src/scenario/scenario.js';

const NO_TIME: Distribution = { distribution: 'constant', value: '0ms' };

export const RETRY = {
  maxAttempts: 3,
  initialDelay: '50ms',
  multiplier: 2,
  maxDelay: '1s',
  jitter: 'full',
  budget: 'none',
} as const;

/** What a benchmark says of its scenario; all else is switched off. */
export type Given = Pick<Scenario, 'services' | 'steps' | 'load'> & {
  caller?: Partial<Scenario['caller']>;
  calls?: Partial<Scenario['calls']>;
  bus?: Partial<Scenario['bus']>;
  faults?: Scenario['faults'];
  seed?: number;
};

/** A scenario with every policy switched off but those given. */
export function scenario(given: Given): Scenario {
  const alone = {
    networkLatency: NO_TIME,
    timeout: 'none',
    retry: 'none',
    circuitBreaker: 'none',
    cancelOnTimeout: false,
  } as const;
  return {
    title: 'Benchmark',
    look: [],
    services: given.services,
    steps: given.steps,
    caller: { ...alone, deadline: 'none', ...given.caller },
    calls: { ...alone, fanOut: 'parallel', ...given.calls },
    bus: {
      deliveryLatency: NO_TIME,
      redelivery: { maxDeliveries: 5, initialDelay: '200ms', multiplier: 2, maxDelay: '10s', jitter: 'none' },
      ackWait: '30s',
      lateAck: 'accepted',
      outbox: true,
      capacity: 'unbounded',
      ...given.bus,
    },
    database: { latency: { distribution: 'constant', value: '2ms' }, concurrency: 16, pollInterval: '100ms' },
    load: given.load,
    slo: { response: 'none', completion: 'none' },
    faults: given.faults ?? [],
    modes: ['direct', 'event'],
    seed: given.seed ?? 42,
    expect: [],
  };
}

/** Steps in a row, each on the event of the one before, each by a service of its own. */
export function chain(names: readonly string[]): Step[] {
  return names.map((name, index) => step(name, index === 0 ? [] : [`${names[index - 1] ?? ''}Done`]));
}

export function step(name: string, on: string[], more: Partial<Step> = {}): Step {
  return { name, service: name, on, emits: `${name}Done`, idempotent: false, critical: true, ...more };
}

export function service(
  latency: Distribution,
  concurrency: Service['concurrency'],
  queue: Service['queue'] = 'unbounded',
): Service {
  return { latency, concurrency, queue, declineRate: 0 };
}

export function exponential(mean: string): Distribution {
  return { distribution: 'exponential', mean };
}
