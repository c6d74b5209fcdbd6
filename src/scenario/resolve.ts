import { faultKindOf, onlyTargetOf } from '../faults/registry.js';
import type { CompleteScenario, CompleteService } from './references.js';
import {
  type CallDefaults,
  resolveCallPolicy,
  resolveRedelivery,
  resolveStepCalls,
  resolveStepRedelivery,
} from './resolve-policies.js';
import type { AuthoredCallPolicy } from './schema-policies.js';
import type {
  Caller,
  Calls,
  Database,
  Distribution,
  Duration,
  Fault,
  Load,
  Scenario,
  Service,
  Step,
  StepCalls,
} from './scenario.js';
import type { AuthoredFault } from './schema-faults.js';
import type { AuthoredLoad, AuthoredStep } from './schema.js';
import { given } from './values.js';

/**
 * Writes out every default (design.md, counting.md).
 *
 * @param fallbackTitle for a scenario that has none
 */
export function resolve(authored: CompleteScenario, fallbackTitle: string): Scenario {
  const calls = resolveCalls(authored.calls);
  const caller = resolveCaller(authored.caller, calls);
  const bus = resolveBus(authored.bus);
  const steps = new StepResolver(authored, calls);
  return {
    title: authored.title ?? fallbackTitle,
    ...given({ question: authored.question }),
    look: authored.look ?? [],
    ...given({ workflow: authored.workflow }),
    services: Object.fromEntries(
      Object.entries(authored.services).map(([name, service]) => [name, resolveService(service)]),
    ),
    steps: authored.steps.map((step) => steps.resolve(step)),
    caller,
    calls,
    bus,
    database: resolveDatabase(authored.database),
    load: resolveLoad(authored.load),
    slo: { response: authored.slo?.response ?? 'none', completion: authored.slo?.completion ?? '30s' },
    faults: (authored.faults ?? []).map((fault) => inOrder(resolveFault(fault, steps))),
    modes: authored.modes ?? ['direct', 'event'],
    seed: authored.seed ?? 42,
    expect: authored.expect ?? [],
  };
}

function resolveService(service: CompleteService): Service {
  return {
    latency: service.latency,
    concurrency: service.concurrency ?? 32,
    queue: service.queue ?? 64,
    declineRate: service.declineRate ?? 0,
  };
}

/** What stands under the policies that steps have of their own: what is written for all, and its defaults. */
class StepResolver {
  constructor(
    private readonly written: CompleteScenario,
    private readonly calls: Calls,
  ) {}

  resolve(step: AuthoredStep): Step {
    const on = [...new Set(step.on ?? [])];
    return {
      name: step.name ?? step.service,
      service: step.service,
      on,
      ...given({ emits: step.emits }),
      idempotent: step.idempotent ?? false,
      critical: step.critical ?? true,
      ...given({
        calledBy: step.calledBy,
        calls: step.calls && this.resolveCalls(step.calls, on.length === 0),
        redelivery:
          step.redelivery && resolveStepRedelivery(step.redelivery, this.written.bus?.redelivery ?? {}),
      }),
    };
  }

  private resolveCalls(policy: AuthoredCallPolicy, isEntry: boolean): StepCalls {
    const { calls = {}, caller = {} } = this.written;
    return isEntry
      ? resolveStepCalls(policy, caller, callerDefaults(this.calls))
      : resolveStepCalls(policy, calls, CALLS);
  }
}

/** What `calls` have where they say nothing. */
const CALLS: CallDefaults = { networkLatency: constant('0ms'), timeout: '1s', retry: {} };

/** The outer caller is as far away as the services are from each other. */
function callerDefaults({ networkLatency }: Calls): CallDefaults {
  return { networkLatency, timeout: '3s', retry: 'none' };
}

function resolveCalls(calls: CompleteScenario['calls'] = {}): Calls {
  return {
    ...resolveCallPolicy(calls, CALLS),
    fanOut: calls.fanOut ?? 'parallel',
  };
}

function resolveCaller(caller: CompleteScenario['caller'] = {}, calls: Calls): Caller {
  return {
    ...resolveCallPolicy(caller, callerDefaults(calls)),
    deadline: caller.deadline ?? 'none',
  };
}

function resolveBus(bus: CompleteScenario['bus'] = {}): Scenario['bus'] {
  return {
    deliveryLatency: bus.deliveryLatency ?? constant('2ms'),
    redelivery: resolveRedelivery(bus.redelivery ?? {}),
    ackWait: bus.ackWait ?? '30s',
    lateAck: bus.lateAck ?? 'accepted',
    outbox: bus.outbox ?? true,
    capacity: bus.capacity ?? 'unbounded',
  };
}

function resolveDatabase(database: CompleteScenario['database'] = {}): Database {
  return {
    latency: database.latency ?? constant('2ms'),
    concurrency: database.concurrency ?? 16,
    pollInterval: database.pollInterval ?? '100ms',
  };
}

/** Without a duration, `requests` alone bound the run. */
function resolveLoad(load: AuthoredLoad = {}): Load {
  const duration = load.duration ?? (load.requests === undefined ? '60s' : undefined);
  return {
    ...(load.clients === undefined
      ? { rate: load.rate ?? '80/s', arrivals: load.arrivals ?? 'poisson' }
      : { clients: load.clients, thinkTime: load.thinkTime ?? constant('0ms') }),
    ...given({ duration, requests: load.requests }),
    warmup: load.warmup ?? '0ms',
    drain: load.drain ?? '10m',
  };
}

function resolveFault(authored: AuthoredFault, steps: StepResolver): Fault {
  const kind = faultKindOf(authored);
  const fault: Record<string, unknown> = {
    ...given(authored),
    target: authored.target ?? onlyTargetOf(kind),
  };
  for (const [name, field] of Object.entries(kind.fields)) {
    if ('default' in field) fault[name] ??= field.default;
  }
  if (authored.step !== undefined) fault.step = steps.resolve(authored.step);
  // The schema has seen to it that its kind's fields are there.
  return fault as unknown as Fault;
}

/** As the schema has the fields, whether they were written or are defaults: what aims it first, when it is last. */
function inOrder(fault: Fault): Fault {
  const { kind, target, at, for: length, ...others } = fault;
  return { kind, target, ...others, ...given({ at, for: length }) } as Fault;
}

function constant(value: Duration): Distribution {
  return { distribution: 'constant', value };
}
