import { faultKindOf, onlyTargetOf } from '../faults/registry.js';
import type { CompleteScenario, CompleteService } from './references.js';
import { resolveColumns } from './resolve-columns.js';
import {
  callerDefaults,
  CALLS,
  NO_TIME,
  resolveBus,
  resolveCaller,
  resolveCalls,
  resolveDatabase,
  resolveStepCalls,
  resolveStepRedelivery,
} from './resolve-policies.js';
import type { AuthoredCallPolicy } from './schema-policies.js';
import type { Calls, Fault, Load, Scenario, Service, Step, StepCalls } from './scenario.js';
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
    modes: authored.modes === undefined ? ['direct', 'event'] : resolveColumns(authored.modes, authored),
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

/** Without a duration, `requests` alone bound the run. */
function resolveLoad(load: AuthoredLoad = {}): Load {
  const duration = load.duration ?? (load.requests === undefined ? '60s' : undefined);
  return {
    ...(load.clients === undefined
      ? { rate: load.rate ?? '80/s', arrivals: load.arrivals ?? 'poisson' }
      : { clients: load.clients, thinkTime: load.thinkTime ?? NO_TIME }),
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
