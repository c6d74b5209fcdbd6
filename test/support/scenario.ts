import type { Mode } from '../../src/modes/registry.js';
import type {
  Bus,
  Caller,
  Calls,
  CircuitBreaker,
  Database,
  Distribution,
  Duration,
  Fault,
  Load,
  Redelivery,
  Retry,
  Scenario,
  Service,
  Slo,
  Step,
} from '../../src/scenario/scenario.js';
import { makePlan } from '../../src/plan/plan.js';
import { simulate, type SimulateOptions } from '../../src/modes/simulate.js';
import type { RunMeasurements } from '../../src/measure/measurements.js';

export type { Mode };

/** What a test says of its scenario; the rest is as quiet as can be. */
export interface Fields {
  /** A duration stands for a service that always takes so long. */
  services: Record<string, Duration | Partial<Service>>;
  /** Names stand for a chain of steps. */
  steps: (string | StepFields)[];
  caller?: Partial<Caller>;
  calls?: Partial<Calls>;
  bus?: Partial<Omit<Bus, 'redelivery'>> & { redelivery?: Partial<Redelivery> };
  database?: Partial<Database>;
  load?: Partial<Load>;
  slo?: Partial<Slo>;
  faults?: Fault[];
  seed?: number;
}

type StepFields = Partial<Step> & Pick<Step, 'service'>;

export function constant(value: Duration): Distribution {
  return { distribution: 'constant', value };
}

export function exponential(mean: Duration): Distribution {
  return { distribution: 'exponential', mean };
}

/** The retry of design.md, without jitter. */
export function retry(maxAttempts: number, changes: Partial<Retry> = {}): Retry {
  return {
    maxAttempts,
    initialDelay: '50ms',
    multiplier: 2,
    maxDelay: '1s',
    jitter: 'none',
    budget: 'none',
    ...changes,
  };
}

export function consecutiveFailures(
  failures: number,
  wait: Duration,
  permittedNumberOfCallsInHalfOpenState = 1,
): CircuitBreaker {
  return {
    consecutiveFailures: failures,
    waitDurationInOpenState: wait,
    permittedNumberOfCallsInHalfOpenState,
  };
}

/**
 * A step that begins when others are done. Its event is named after it: `after('c', ['a', 'b'])` waits for `a done` and
 * `b done`, and emits `c done`.
 */
export function after(name: string, others: string[], changes: Partial<Step> = {}): StepFields {
  return { service: name, name, on: others.map(doneEvent), emits: doneEvent(name), ...changes };
}

/**
 * A resolved scenario from what matters in it: 32 slots and a queue of 64, one request at time 0, and no time limit, retry,
 * breaker, network or delivery latency that it does not ask for.
 */
export function scenario(fields: Fields): Scenario {
  const quiet = {
    networkLatency: constant('0ms'),
    timeout: 'none',
    retry: 'none',
    circuitBreaker: 'none',
    cancelOnTimeout: false,
  } as const;
  return {
    title: 'test',
    look: [],
    services: Object.fromEntries(
      Object.entries(fields.services).map(([name, service]) => [name, resolveService(service)]),
    ),
    steps: resolveSteps(fields.steps),
    caller: { ...quiet, deadline: 'none', ...fields.caller },
    calls: { ...quiet, fanOut: 'parallel', ...fields.calls },
    bus: {
      deliveryLatency: constant('0ms'),
      ackWait: '30s',
      lateAck: 'accepted',
      outbox: true,
      capacity: 'unbounded',
      ...fields.bus,
      redelivery: {
        maxDeliveries: 5,
        initialDelay: '200ms',
        multiplier: 2,
        maxDelay: '10s',
        jitter: 'none',
        ...fields.bus?.redelivery,
      },
    },
    database: { latency: constant('2ms'), concurrency: 16, pollInterval: '100ms', ...fields.database },
    load: resolveLoad(fields.load ?? {}),
    slo: { response: 'none', completion: 'none', ...fields.slo },
    faults: fields.faults ?? [],
    modes: ['direct', 'event'],
    seed: fields.seed ?? 42,
    expect: [],
  };
}

/** Runs it and measures; `faults: false` is its control run. */
export function run(
  it: Scenario,
  mode: Mode,
  options: Partial<SimulateOptions> = {},
): Promise<RunMeasurements> {
  return simulate(makePlan(it), mode, { faults: true, ...options });
}

function resolveService(service: Duration | Partial<Service>): Service {
  const fields = typeof service === 'string' ? { latency: constant(service) } : service;
  return { latency: constant('0ms'), concurrency: 32, queue: 64, declineRate: 0, ...fields };
}

function resolveSteps(steps: (string | StepFields)[]): Step[] {
  let before: string | undefined;
  return steps.map((step) => {
    const fields = typeof step === 'string' ? after(step, before === undefined ? [] : [before]) : step;
    const name = fields.name ?? fields.service;
    before = name;
    return { on: [], emits: doneEvent(name), idempotent: false, critical: true, ...fields, name };
  });
}

function resolveLoad(load: Partial<Load>): Load {
  const common = { warmup: '0ms', drain: '10m' };
  if ('clients' in load) return { ...common, clients: 1, thinkTime: constant('0ms'), ...load };
  const bound = load.duration === undefined ? { requests: 1 } : {};
  return { ...common, ...bound, rate: '1/s', arrivals: 'constant', ...load };
}

function doneEvent(step: string): string {
  return `${step} done`;
}
