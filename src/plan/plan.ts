import type { Distribution } from '../engine/distributions.js';
import { Luck } from '../engine/luck.js';
import type { FaultPlan } from '../faults/effects.js';
import { joiningStep, planFaults, windowOf } from '../faults/planning.js';
import type {
  Bound,
  CallPolicy as CallPolicyText,
  CircuitBreaker,
  Jitter,
  Redelivery as RedeliveryText,
  Retry as RetryText,
  Scenario,
  StepCalls,
} from '../scenario/scenario.js';
import { drainOf, limit, type Objectives, objectivesOf } from '../scenario/load-in-numbers.js';
import { parseDuration, parseRate } from '../scenario/units.js';
import { makeDistribution } from './distribution.js';
import { analyseWorkflow, type WorkflowNode } from '../workflow/workflow.js';

/** How long to wait before the n-th try again, in milliseconds. */
export interface Backoff {
  initialDelay: number;
  multiplier: number;
  /** Infinity for no limit. */
  maxDelay: number;
  jitter: Jitter;
}

export interface RetryPolicy extends Backoff {
  /** The first one counts. */
  maxAttempts: number;
  /** Retries earned by each new call; Infinity without a budget. */
  budget: number;
}

export interface CallPolicy {
  networkLatency: Distribution | undefined;
  /** Milliseconds for one attempt, Infinity without. */
  timeout: number;
  retry: RetryPolicy | undefined;
  breaker: BreakerPolicy | undefined;
  cancelOnTimeout: boolean;
  /** Its step alone has them; otherwise all steps do that the one service does for the other. */
  hasOwnBreaker: boolean;
  hasOwnBudget: boolean;
}

export interface BreakerPolicy {
  /** Opens when this many of the last `window` calls (at least `minimum` of them) have failed, as a share. */
  threshold: number;
  window: number;
  minimum: number;
  /** Milliseconds. */
  openFor: number;
  /** Calls that are let through in the half-open state: their failures as a share, against the threshold, decide. */
  probes: number;
  /** The first failure of a probe decides already. */
  opensAtFirstFailedProbe: boolean;
}

interface Redelivery extends Backoff {
  maxDeliveries: number;
}

export interface ServicePlan {
  index: number;
  name: string;
  latency: Distribution;
  /** Infinity where unbounded. */
  concurrency: number;
  queue: number;
  declineRate: number;
}

export interface StepPlan extends WorkflowNode {
  index: number;
  name: string;
  service: ServicePlan;
  /** A step that joins while it runs: it belongs to requests begun from `at` until before `until`. Others have all. */
  joins: { at: number; until: number } | undefined;
  idempotent: boolean;
  /** How its caller treats it. */
  policy: CallPolicy;
  redelivery: Redelivery;
}

export interface LoadPlan {
  /** Infinity where the number of requests bounds the load. */
  duration: number;
  warmup: number;
  drain: number;
  requests: number;
  source:
    | { kind: 'open'; rate: number; poisson: boolean }
    | { kind: 'closed'; clients: number; thinkTime: Distribution };
}

interface BusPlan {
  deliveryLatency: Distribution | undefined;
  /** Can one event take longer than the next? */
  isDeliveryRandom: boolean;
  ackWait: number;
  /** Does an acknowledgement that comes after `ackWait` count? */
  acceptsLateAcks: boolean;
  outbox: boolean;
  capacity: number;
}

interface DatabasePlan {
  /** Of one query, the way there and back included. */
  latency: Distribution;
  concurrency: number;
  /** Milliseconds between two polls of one step, on average. */
  pollInterval: number;
}

/** What shared-database mode has and no other: a service through which all reads and writes go. */
export interface SharingPlan {
  database: ServicePlan;
  /** By step: what its reads and writes are attempts of. */
  queries: StepPlan[];
  pollInterval: number;
}

/** A scenario in numbers: what the system is built from. */
export interface Plan {
  luck: Luck;
  services: ServicePlan[];
  steps: StepPlan[];
  entry: StepPlan;
  /** Critical steps that belong to all requests: one is completed when each has its effect, and each that has joined. */
  critical: number;
  fanOut: 'parallel' | 'sequential';
  /** The outer caller's; `deadline` in milliseconds for all its attempts. */
  deadline: number;
  bus: BusPlan;
  database: DatabasePlan;
  /** In shared-database mode alone: an effect is in place there when the database has committed it. */
  sharing: SharingPlan | undefined;
  load: LoadPlan;
  objectives: Objectives;
  faults: FaultPlan[];
}

/** @throws WorkflowProblem when the steps are no workflow */
export function makePlan(scenario: Scenario): Plan {
  const services = Object.entries(scenario.services).map(([name, service], index): ServicePlan => ({
    index,
    name,
    latency: makeDistribution(service.latency),
    concurrency: bound(service.concurrency),
    queue: bound(service.queue),
    declineRate: service.declineRate,
  }));
  const joining = scenario.faults.flatMap((fault) => {
    const step = joiningStep(fault);
    return step === undefined ? [] : [{ step, joins: windowOf(fault) }];
  });
  const written = [...scenario.steps.map((step) => ({ step, joins: undefined })), ...joining];
  const workflow = analyseWorkflow(written.map(({ step }) => step));
  const steps = written.map(({ step, joins }, index): StepPlan => {
    const base = index === workflow.entry ? scenario.caller : scenario.calls;
    // Spread last, here and below: in Node 20 what is added to a spread copy gives each object a shape of its own, and
    // the busiest lines of a run would meet as many shapes as there are steps.
    return {
      index,
      name: step.name,
      service: pick(services, indexOf(services, step.service)),
      joins,
      idempotent: step.idempotent,
      policy: callPolicy(base, step.calls),
      redelivery: redelivery({ ...scenario.bus.redelivery, ...step.redelivery }),
      ...pick(workflow.nodes, index),
    };
  });
  return {
    luck: new Luck(scenario.seed),
    services,
    steps,
    entry: pick(steps, workflow.entry),
    critical: steps.filter((step) => step.critical && step.joins === undefined).length,
    fanOut: scenario.calls.fanOut,
    deadline: limit(scenario.caller.deadline),
    bus: {
      deliveryLatency: delay(scenario.bus.deliveryLatency),
      isDeliveryRandom: scenario.bus.deliveryLatency.distribution !== 'constant',
      ackWait: limit(scenario.bus.ackWait),
      acceptsLateAcks: scenario.bus.lateAck === 'accepted',
      outbox: scenario.bus.outbox,
      capacity: bound(scenario.bus.capacity),
    },
    database: {
      latency: makeDistribution(scenario.database.latency),
      concurrency: bound(scenario.database.concurrency),
      pollInterval: parseDuration(scenario.database.pollInterval),
    },
    sharing: undefined,
    load: loadPlan(scenario),
    objectives: objectivesOf(scenario.slo),
    faults: planFaults(scenario.faults, (name) => pick(services, indexOf(services, name)).concurrency),
  };
}

/** @param own what a step says of its own */
function callPolicy(base: CallPolicyText, own: StepCalls = {}): CallPolicy {
  const policy = { ...base, ...own };
  const ownBudget = own.retry === undefined || own.retry === 'none' ? undefined : own.retry.budget;
  const budget = ownBudget ?? (base.retry === 'none' ? 'none' : base.retry.budget);
  return {
    networkLatency: delay(policy.networkLatency),
    timeout: limit(policy.timeout),
    retry: policy.retry === 'none' ? undefined : retry({ ...policy.retry, budget }),
    breaker: policy.circuitBreaker === 'none' ? undefined : breaker(policy.circuitBreaker),
    cancelOnTimeout: policy.cancelOnTimeout,
    hasOwnBreaker: own.circuitBreaker !== undefined,
    hasOwnBudget: ownBudget !== undefined,
  };
}

function retry(policy: RetryText): RetryPolicy {
  return {
    maxAttempts: policy.maxAttempts,
    budget: policy.budget === 'none' ? Infinity : policy.budget,
    ...backoff(policy),
  };
}

function redelivery(policy: RedeliveryText): Redelivery {
  return { maxDeliveries: policy.maxDeliveries, ...backoff(policy) };
}

function backoff(policy: RetryText | RedeliveryText): Backoff {
  return {
    initialDelay: parseDuration(policy.initialDelay),
    multiplier: policy.multiplier,
    maxDelay: limit(policy.maxDelay),
    jitter: policy.jitter,
  };
}

/** Failures in a row are a full window of failures: both kinds of breaker are one. */
function breaker(policy: CircuitBreaker): BreakerPolicy {
  const common = {
    openFor: parseDuration(policy.waitDurationInOpenState),
    probes: policy.permittedNumberOfCallsInHalfOpenState,
  };
  if ('consecutiveFailures' in policy) {
    return {
      threshold: 1,
      window: policy.consecutiveFailures,
      minimum: policy.consecutiveFailures,
      opensAtFirstFailedProbe: true,
      ...common,
    };
  }
  return {
    threshold: policy.failureRateThreshold,
    window: policy.slidingWindowSize,
    minimum: Math.min(policy.minimumNumberOfCalls, policy.slidingWindowSize),
    opensAtFirstFailedProbe: false,
    ...common,
  };
}

function loadPlan({ load, slo }: Scenario): LoadPlan {
  return {
    duration: load.duration === undefined ? Infinity : parseDuration(load.duration),
    warmup: parseDuration(load.warmup),
    drain: drainOf(load, slo),
    requests: load.requests ?? Infinity,
    source:
      'clients' in load
        ? { kind: 'closed', clients: load.clients, thinkTime: makeDistribution(load.thinkTime) }
        : { kind: 'open', rate: parseRate(load.rate), poisson: load.arrivals === 'poisson' },
  };
}

/** Does the step belong to a request that was begun then? */
export function belongs({ joins }: StepPlan, begunAt: number): boolean {
  return joins === undefined || (joins.at <= begunAt && begunAt < joins.until);
}

/** The same plan where nothing is injected, and nobody joins. */
export function withoutFaults(plan: Plan): Plan {
  const isOwn = (index: number): boolean => plan.steps[index]?.joins === undefined;
  if (plan.steps.every(({ index }) => isOwn(index))) return { ...plan, faults: [] };
  const steps = plan.steps
    .filter(({ index }) => isOwn(index))
    .map((step) => ({
      ...step,
      subscribers: step.subscribers.filter(isOwn),
      callees: step.callees.filter(isOwn),
    }));
  return { ...plan, steps, entry: pick(steps, plan.entry.index), faults: [] };
}

function bound(value: Bound): number {
  return value === 'unbounded' ? Infinity : value;
}

/** `undefined` where there is no latency at all, so that nothing is scheduled for it. */
function delay(latency: CallPolicyText['networkLatency']): Distribution | undefined {
  if (latency.distribution === 'constant' && parseDuration(latency.value) === 0) return undefined;
  return makeDistribution(latency);
}

function indexOf(services: readonly ServicePlan[], name: string): number {
  return services.findIndex((service) => service.name === name);
}

function pick<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
