import type { Fault, Scenario, Step } from '../../src/scenario/scenario.js';
import { DURATION_PATTERN, parseDuration, parseRate, RATE_PATTERN } from '../../src/scenario/units.js';
import { constant } from '../support/scenario.js';

/** The same scenario with nothing in it that could fail, and nobody who could lose patience. */
export function calm(scenario: Scenario): Scenario {
  const { services, steps, caller, calls, bus, load } = scenario;
  // Calls that come round to a service which is busy with what called them may wait for each other for ever.
  const isShared = steps.length > Object.keys(services).length;
  return {
    ...scenario,
    services: mapValues(services, (service) => ({
      ...service,
      ...(isShared ? { concurrency: 'unbounded' } : {}),
      queue: 'unbounded',
      declineRate: 0,
    })),
    steps: steps.map((step) => ({
      ...step,
      ...(step.calls && { calls: { ...step.calls, timeout: 'none' } }),
    })),
    caller: { ...caller, timeout: 'none', deadline: 'none' },
    calls: { ...calls, timeout: 'none' },
    // A claim in a table that runs out is a time limit too.
    bus: { ...bus, ackWait: 'none', outbox: bus.outbox || bus.capacity !== 'unbounded' },
    load: { ...load, drain: '10h' },
    faults: [],
  };
}

/** What meets single attempts meets them from the start to the end, so that it does not matter when they come. */
export function steady(scenario: Scenario): Scenario {
  const faults = scenario.faults.map((fault): Fault => {
    switch (fault.kind) {
      case 'latency':
      case 'errors':
      case 'poison':
      case 'decline': {
        const always = { ...fault };
        delete always.at;
        delete always.for;
        return always;
      }
      default:
        return fault;
    }
  });
  return { ...scenario, faults };
}

/** One more fault of each kind, last in the list, and none that ever meets anything. */
export function withVainFaults(scenario: Scenario): Scenario {
  const target = scenario.steps[0]!.service;
  const never = '9h';
  const vain: Fault[] = [
    { kind: 'latency', target, multiply: 1 },
    { kind: 'errors', target, rate: 0 },
    { kind: 'poison', target, rate: 0 },
    { kind: 'decline', target, rate: 0 },
    { kind: 'subscriber', target: 'workflow', at: never, step: unrelatedStep(scenario, target) },
    { kind: 'network', target, loss: 0, add: '0ms', way: 'both' },
    { kind: 'ack-loss', target: 'bus', rate: 0 },
    { kind: 'duplicates', target: 'bus', rate: 0 },
    { kind: 'delay', target: 'bus', rate: 0, by: '1ms' },
    { kind: 'reorder', target: 'bus', rate: 0 },
    { kind: 'slots', target, concurrency: 1_000_000 },
    { kind: 'outage', target, at: '7ms', for: '0ms' },
    { kind: 'outage', target: 'bus', at: '7ms', for: '0ms' },
    { kind: 'outage', target: 'database', at: '7ms', for: '0ms' },
    { kind: 'latency', target: 'database', multiply: 1 },
    { kind: 'errors', target: 'database', rate: 0 },
    { kind: 'slots', target: 'database', concurrency: 1_000_000 },
    { kind: 'hang', target: 'database', at: never },
    { kind: 'freeze', target: 'database', at: never },
    { kind: 'crash', target: 'database', at: never },
    { kind: 'outage', target, at: never },
    { kind: 'hang', target, at: never },
    { kind: 'freeze', target, at: never },
    { kind: 'crash', target: 'bus', at: never },
    { kind: 'crash', target, at: never },
    { kind: 'random-outages', target, mttf: '1ms', mttr: '1ms', what: 'crash', at: '5ms', for: '0ms' },
    ...('rate' in scenario.load ? [{ kind: 'spike', target: 'load', multiply: 1 } as const] : []),
  ];
  return { ...scenario, faults: [...scenario.faults, ...vain] };
}

/** The name of a step, and of its service, that `withUnrelatedStep` adds. */
export const UNRELATED = 'unrelated';

/** Somebody else listens to the last step's event, and nobody waits for what he does with it. */
export function withUnrelatedStep(scenario: Scenario): Scenario {
  return {
    ...scenario,
    services: { ...scenario.services, [UNRELATED]: UNRELATED_SERVICE },
    steps: [...scenario.steps, unrelatedStep(scenario, UNRELATED)],
  };
}

/** The same, but he comes in the middle of it. */
export function withSubscriber(scenario: Scenario): Scenario {
  return {
    ...scenario,
    services: { ...scenario.services, [UNRELATED]: UNRELATED_SERVICE },
    faults: [
      ...scenario.faults,
      { kind: 'subscriber', target: 'workflow', at: '50ms', step: unrelatedStep(scenario, UNRELATED) },
    ],
  };
}

const UNRELATED_SERVICE = {
  latency: constant('1ms'),
  concurrency: 'unbounded',
  queue: 'unbounded',
  declineRate: 0,
} as const;

function unrelatedStep({ steps }: Scenario, service: string): Step {
  const { emits } = steps.at(-1)!;
  return {
    name: UNRELATED,
    service,
    on: emits === undefined ? [] : [emits],
    emits: 'unrelated done',
    idempotent: false,
    critical: false,
  };
}

/**
 * The same at half the speed: all durations doubled, all rates halved. Doubling a number is exact, and so are the sums of
 * doubled ones; the exponential in a lognormal is not, so another distribution stands for it.
 */
export function halfAsFast(scenario: Scenario): [original: Scenario, slower: Scenario] {
  const original = replace(scenario, (value) =>
    isMapping(value) && value.distribution === 'lognormal' ? withoutLognormal(value) : undefined,
  );
  const slower = replace(original, (value) => {
    if (typeof value !== 'string') return undefined;
    if (DURATION_PATTERN.test(value)) return `${parseDuration(value) * 2}ms`;
    return RATE_PATTERN.test(value) ? `${parseRate(value) / 2}/s` : undefined;
  });
  return [original, slower];
}

function withoutLognormal({ weight }: Record<string, unknown>): unknown {
  return { ...(weight === undefined ? {} : { weight }), distribution: 'exponential', mean: '10ms' };
}

/** A deep copy in which some values are others; `undefined` keeps one. */
function replace<T>(value: T, other: (value: unknown) => unknown): T;
function replace(value: unknown, other: (value: unknown) => unknown): unknown {
  const replaced = other(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((item) => replace<unknown>(item, other));
  return isMapping(value) ? mapValues(value, (item) => replace<unknown>(item, other)) : value;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues<A, B>(mapping: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, change(value)]));
}
