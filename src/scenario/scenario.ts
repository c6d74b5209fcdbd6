/**
 * A scenario with every default written out, in the form a file has it: durations, rates and shares are still text
 * ("250ms", "80/s"), so that what is printed can be run again. `plan/` turns it into numbers.
 */

import type { Fault } from '../faults/registry.js';

/** `100us`, `250ms`, `1.5s`, `2m`, `1h`. */
export type Duration = string;
/** `80/s`, `600/m`. */
type Rate = string;
/** 0 to 1. `3%` in a file becomes 0.03 here. */
type Share = number;
export type Bound = number | 'unbounded';

export type Distribution =
  | { distribution: 'constant'; value: Duration }
  | { distribution: 'uniform'; min: Duration; max: Duration }
  | { distribution: 'exponential'; mean: Duration }
  | { distribution: 'lognormal'; p50: Duration; p99: Duration }
  | { distribution: 'lognormal'; mean: Duration; cv: number }
  | { distribution: 'erlang'; shape: number; mean: Duration }
  | { distribution: 'mixture'; of: ({ weight: number } & Distribution)[] }
  | { distribution: 'empirical'; percentiles: Record<string, Duration> };

export interface Service {
  latency: Distribution;
  concurrency: Bound;
  queue: Bound;
  declineRate: Share;
}

export type Jitter = 'none' | 'full' | 'equal' | 'decorrelated';

export interface Retry {
  maxAttempts: number;
  initialDelay: Duration;
  multiplier: number;
  maxDelay: Duration | 'none';
  jitter: Jitter;
  budget: Share | 'none';
}

export type CircuitBreaker =
  | {
      failureRateThreshold: Share;
      slidingWindowSize: number;
      minimumNumberOfCalls: number;
      waitDurationInOpenState: Duration;
      permittedNumberOfCallsInHalfOpenState: number;
    }
  | {
      consecutiveFailures: number;
      waitDurationInOpenState: Duration;
      permittedNumberOfCallsInHalfOpenState: number;
    };

/** How a caller treats the one it calls. */
export interface CallPolicy {
  networkLatency: Distribution;
  timeout: Duration | 'none';
  retry: Retry | 'none';
  circuitBreaker: CircuitBreaker | 'none';
  cancelOnTimeout: boolean;
}

/**
 * What a step says of how it is called. A circuit breaker that is there is the step's own, and so is a budget; without one
 * its retries are paid from the budget between the two services.
 */
export type StepCalls = Partial<Omit<CallPolicy, 'retry'>> & {
  retry?: (Omit<Retry, 'budget'> & Partial<Pick<Retry, 'budget'>>) | 'none';
};

export interface Calls extends CallPolicy {
  fanOut: 'parallel' | 'sequential';
}

export interface Caller extends CallPolicy {
  deadline: Duration | 'none';
}

export interface Redelivery {
  maxDeliveries: number;
  initialDelay: Duration;
  multiplier: number;
  maxDelay: Duration | 'none';
  jitter: Jitter;
}

export interface Step {
  name: string;
  service: string;
  /** Events it waits for, all of them; empty for the entry step. */
  on: string[];
  /** Left out where nobody has named the event. */
  emits?: string;
  idempotent: boolean;
  critical: boolean;
  /** Direct mode: the step that calls this one, where it is not the nearest one that every path comes from. */
  calledBy?: string;
  /** Only what differs from the workflow's `calls` (the entry step's: from `caller`). */
  calls?: StepCalls;
  /** Only what differs from the bus's. */
  redelivery?: Partial<Redelivery>;
}

export interface Bus {
  deliveryLatency: Distribution;
  redelivery: Redelivery;
  ackWait: Duration | 'none';
  /** Does a delivery that ends well after `ackWait` settle its message? */
  lateAck: 'accepted' | 'ignored';
  outbox: boolean;
  /** Messages waiting per subscription. */
  capacity: Bound;
}

export interface Database {
  latency: Distribution;
  concurrency: Bound;
  pollInterval: Duration;
}

/**
 * A mode with policies of its own, which are laid over those of the scenario for one column alone: over `calls`, `bus` or
 * `database`, and over `caller`. What single steps say of their own stays.
 */
export type OwnColumn = {
  name: string;
  /** Of every step. */
  idempotent?: boolean;
  caller?: Partial<Caller>;
} & (
  | ({ mode: 'direct' } & Partial<Calls>)
  | ({ mode: 'event' } & Partial<Bus>)
  | ({ mode: 'shared-database' } & Partial<Database> & Partial<Pick<Bus, 'redelivery' | 'ackWait'>>)
);

/** What a comparison has side by side: a mode or a variant of one, by its name, or one with policies of its own. */
export type Column = string | OwnColumn;

export type Load = { duration?: Duration; warmup: Duration; drain: Duration; requests?: number } & (
  { rate: Rate; arrivals: 'poisson' | 'constant' } | { clients: number; thinkTime: Distribution }
);

/** When a request is good: answered with success, and completed, each within its objective. */
export interface Slo {
  response: Duration | 'none';
  completion: Duration | 'none';
}

export type { Fault } from '../faults/registry.js';

export interface Scenario {
  title: string;
  question?: string;
  look: string[];
  /** The bundled workflow it stands on, if it does. */
  workflow?: string;
  services: Record<string, Service>;
  steps: Step[];
  caller: Caller;
  calls: Calls;
  bus: Bus;
  database: Database;
  load: Load;
  slo: Slo;
  faults: Fault[];
  modes: Column[];
  seed: number;
  expect: string[];
}
