import fc from 'fast-check';
import { makePlan } from '../../src/plan/plan.js';
import { analyseWorkflow, WorkflowProblem } from '../../src/plan/workflow.js';
import type {
  Bus,
  CallPolicy,
  CircuitBreaker,
  Distribution,
  Fault,
  Load,
  Redelivery,
  Retry,
  Scenario,
  Service,
  Step,
} from '../../src/scenario/scenario.js';
import { type Fields, scenario } from '../support/scenario.js';

/**
 * Any scenario that a file could hold, of up to six steps and about 200 requests: chains, forks and joins, services that
 * do several steps, all distributions, policies and faults, open and closed loops.
 */
export function scenarios(): fc.Arbitrary<Scenario> {
  return fc
    .record({
      steps: steps(),
      services: fc.array(service(), { minLength: 6, maxLength: 6 }),
      caller: fc.record({ ...callPolicy, deadline: sometimes('100ms', '1s') }),
      calls: fc.record({ ...callPolicy, fanOut: fc.constantFrom('parallel', 'sequential') }),
      bus: bus(),
      load: load(),
      faults: fc.array(fault(), { maxLength: 4 }),
      seed: fc.nat(1_000_000),
    })
    .map(assemble);
}

// Times. Whole milliseconds, so that what is read from the text is exact.

function ms(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((value) => `${value}ms`);
}

const simple = {
  constant: ms(0, 40).map(constant),
  uniform: fc
    .tuple(ms(0, 20), ms(20, 60))
    .map(([min, max]) => ({ distribution: 'uniform', min, max }) as const),
  exponential: ms(0, 30).map((mean) => ({ distribution: 'exponential', mean }) as const),
  byPercentiles: fc
    .tuple(ms(1, 20), ms(21, 200))
    .map(([p50, p99]) => ({ distribution: 'lognormal', p50, p99 }) as const),
  byMoments: fc
    .tuple(ms(1, 30), fc.constantFrom(0, 0.5, 2))
    .map(([mean, cv]) => ({ distribution: 'lognormal', mean, cv }) as const),
  erlang: fc
    .tuple(fc.integer({ min: 1, max: 4 }), ms(0, 30))
    .map(([shape, mean]) => ({ distribution: 'erlang', shape, mean }) as const),
  empirical: fc
    .tuple(ms(0, 10), ms(10, 50), ms(50, 100))
    .map(
      ([p50, p90, p99]) => ({ distribution: 'empirical', percentiles: { p50, p90, 'p99.5': p99 } }) as const,
    ),
};

function time(): fc.Arbitrary<Distribution> {
  const one = fc.oneof(...Object.values(simple));
  const weighted = fc.tuple(fc.constantFrom(0.5, 1, 9), one).map(([weight, of]) => ({ weight, ...of }));
  const mixture = fc
    .array(weighted, { minLength: 1, maxLength: 3 })
    .map((of) => ({ distribution: 'mixture', of }) as const);
  return fc.oneof({ weight: 7, arbitrary: one }, mixture);
}

/** Mostly none, as in most scenarios. */
function network(): fc.Arbitrary<Distribution> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(constant('0ms')) },
    simple.constant,
    simple.uniform,
    simple.exponential,
  );
}

function constant(value: string): Distribution {
  return { distribution: 'constant', value };
}

/** Rather often `none`. */
function sometimes<T>(...values: T[]): fc.Arbitrary<T | 'none'> {
  return fc.oneof(fc.constant('none' as const), fc.constantFrom(...values));
}

// The workflow.

interface StepChoice {
  /** Which of the steps before it waits for, and which service does it: by number, modulo how many there are. */
  inputs: number[];
  service: number;
  calledBy: number | undefined;
  fields: Partial<Step>;
}

function steps(): fc.Arbitrary<StepChoice[]> {
  return fc.array(
    fc.record({
      inputs: fc.oneof(fc.constant<number[]>([0]), fc.array(fc.nat(5), { minLength: 1, maxLength: 3 })),
      service: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(5)),
      calledBy: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.nat(5)),
      fields: fc.record(
        {
          idempotent: fc.boolean(),
          critical: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
          calls: fc.record(callPolicy, { requiredKeys: [] }),
          redelivery: fc.record(redelivery, { requiredKeys: [] }),
        },
        { requiredKeys: ['idempotent', 'critical'] },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  );
}

function makeSteps(choices: readonly StepChoice[]): Step[] {
  const made = choices.map(({ inputs, service, fields }, index): Step => {
    // 0 is the step before, or the service of its own: a chain is the simplest workflow.
    const own = index === 0 ? [] : [...new Set(inputs.map((back) => index - 1 - (back % index)))];
    return {
      name: `s${index}`,
      service: `s${index - (service % (index + 1))}`,
      on: own.map((input) => `e${input}`),
      emits: `e${index}`,
      idempotent: false,
      critical: true,
      ...fields,
      // Of a workflow that nobody needs nothing is ever completed.
      ...(index === 0 ? { critical: true } : {}),
    };
  });
  choices.forEach(({ calledBy }, index) => {
    const step = made[index];
    if (step === undefined || calledBy === undefined) return;
    step.calledBy = `s${calledBy % made.length}`;
    if (!isSound(made)) delete step.calledBy;
  });
  return made;
}

/** Can it be called so, and does nobody depend on a step whose failure its caller passes over? */
function isSound(made: readonly Step[]): boolean {
  try {
    const { places } = analyseWorkflow(made);
    return places.every(({ critical, caller }) => !critical || places[caller]?.critical !== false);
  } catch (error) {
    if (error instanceof WorkflowProblem) return false;
    throw error;
  }
}

function service(): fc.Arbitrary<Service> {
  return fc.record({
    latency: time(),
    concurrency: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant('unbounded' as const)),
    queue: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant('unbounded' as const)),
    declineRate: fc.constantFrom(0, 0, 0, 0, 0.05, 0.5),
  });
}

// Policies.

const backoff = {
  initialDelay: fc.constantFrom('0ms', '5ms', '50ms'),
  multiplier: fc.constantFrom(1, 1.5, 2),
  maxDelay: fc.constantFrom('20ms', '1s'),
  jitter: fc.constantFrom('none', 'full', 'equal', 'decorrelated'),
};

const redelivery: { [Field in keyof Redelivery]: fc.Arbitrary<Redelivery[Field]> } = {
  maxDeliveries: fc.integer({ min: 1, max: 4 }),
  ...backoff,
};

const callPolicy: { [Field in keyof CallPolicy]: fc.Arbitrary<CallPolicy[Field]> } = {
  networkLatency: network(),
  timeout: sometimes('15ms', '60ms', '300ms'),
  retry: fc.oneof(
    fc.constant('none' as const),
    fc.record<Retry>({
      maxAttempts: fc.integer({ min: 1, max: 4 }),
      ...backoff,
      budget: fc.oneof(fc.constant('none' as const), fc.constantFrom(0, 0.1, 0.5)),
    }),
  ),
  circuitBreaker: fc.oneof({ weight: 2, arbitrary: fc.constant('none' as const) }, breaker()),
  cancelOnTimeout: fc.boolean(),
};

function breaker(): fc.Arbitrary<CircuitBreaker> {
  const common = {
    waitDurationInOpenState: fc.constantFrom('0ms', '50ms', '500ms'),
    permittedNumberOfCallsInHalfOpenState: fc.integer({ min: 1, max: 3 }),
  };
  return fc.oneof(
    fc.record({ consecutiveFailures: fc.integer({ min: 1, max: 5 }), ...common }),
    fc.record({
      failureRateThreshold: fc.constantFrom(0.2, 0.5, 1),
      slidingWindowSize: fc.integer({ min: 1, max: 20 }),
      minimumNumberOfCalls: fc.integer({ min: 1, max: 20 }),
      ...common,
    }),
  );
}

function bus(): fc.Arbitrary<Bus> {
  return fc.record({
    deliveryLatency: network(),
    redelivery: fc.record<Redelivery>(redelivery),
    ackWait: fc.constantFrom('none', '30s', '30s', '40ms'),
    outbox: fc.boolean(),
    capacity: fc.oneof(
      { weight: 2, arbitrary: fc.constant('unbounded' as const) },
      fc.integer({ min: 1, max: 4 }),
    ),
  });
}

// Load and faults. Their times are percentages of how long the load lasts, about.

interface LoadChoice {
  requests: number;
  /** Per second. */
  rate: number;
  arrivals: 'poisson' | 'constant';
  clients: number | undefined;
  thinkTime: Distribution;
  warmup: number;
  bound: 'duration' | 'requests' | 'both';
  drain: string;
}

function load(): fc.Arbitrary<LoadChoice> {
  return fc.record({
    requests: fc.oneof(
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 80 }) },
      fc.integer({ min: 1, max: 200 }),
    ),
    rate: fc.constantFrom(10, 50, 100, 500),
    arrivals: fc.constantFrom('poisson', 'constant'),
    clients: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.integer({ min: 1, max: 20 })),
    thinkTime: time(),
    warmup: fc.constantFrom(0, 0, 20),
    bound: fc.constantFrom('duration', 'requests', 'both'),
    drain: fc.constantFrom('10m', '10m', '1s', '0ms'),
  });
}

function makeLoad(choice: LoadChoice, requests: number): Load {
  const span = spanOf(choice);
  const { clients, thinkTime, rate, arrivals, bound, drain } = choice;
  const source = clients === undefined ? { rate: `${rate}/s`, arrivals } : { clients, thinkTime };
  return {
    ...source,
    // Nothing but their number bounds what clients do at no time at all.
    ...(bound === 'duration' && clients === undefined ? {} : { requests }),
    ...(bound === 'requests' ? {} : { duration: `${span}ms` }),
    warmup: `${(choice.warmup * span) / 100}ms`,
    drain,
  };
}

/** Milliseconds, a multiple of 100. */
function spanOf({ requests, rate }: LoadChoice): number {
  return Math.ceil((requests * 10) / rate) * 100;
}

interface FaultChoice {
  target: number;
  at: number | undefined;
  for: number | undefined;
  make: Make;
}

type Make = (service: string) => Fault;

function fault(): fc.Arbitrary<FaultChoice> {
  const latency = fc
    .tuple(ms(0, 100), fc.constantFrom(0, 1, 3))
    .map(([add, multiply]): Make => (target) => ({ kind: 'latency', target, add, multiply }));
  const rates = fc
    .tuple(fc.constantFrom('errors', 'poison', 'decline'), fc.constantFrom(0.1, 0.5, 1))
    .map(([kind, rate]): Make => (target) => ({ kind, target, rate }));
  const failures = fc
    .constantFrom('outage', 'hang', 'crash')
    .map((kind): Make => (target) => ({ kind, target }));
  const busOutage = fc.constant<Make>(() => ({ kind: 'outage', target: 'bus' }));
  const random = fc
    .tuple(ms(10, 500), ms(10, 200), fc.constantFrom('outage', 'hang', 'crash'))
    .map(([mttf, mttr, what]): Make => (target) => ({ kind: 'random-outages', target, mttf, mttr, what }));
  const slots = fc.nat(3).map((concurrency): Make => (target) => ({ kind: 'slots', target, concurrency }));
  const spike = fc
    .constantFrom(1, 2.5, 4)
    .map((multiply): Make => () => ({ kind: 'spike', target: 'load', multiply }));
  return fc.record({
    target: fc.nat(5),
    at: fc.oneof(fc.constant(undefined), fc.nat(99)),
    // Seldom for the rest of the run: then there is little left to see.
    for: fc.oneof(fc.constant(undefined), { weight: 5, arbitrary: fc.nat(100) }),
    make: fc.oneof(
      latency,
      { weight: 2, arbitrary: rates },
      { weight: 4, arbitrary: failures },
      busOutage,
      random,
      slots,
      spike,
    ),
  });
}

function makeFaults(
  choices: readonly FaultChoice[],
  services: readonly string[],
  choice: LoadChoice,
): Fault[] {
  const span = spanOf(choice);
  return choices.flatMap(({ make, target, at, for: length }) => {
    const made = make(services[target % services.length] ?? 's0');
    if (made.kind === 'spike' && choice.clients !== undefined) return [];
    return [
      {
        ...made,
        ...(at === undefined ? {} : { at: `${(at * span) / 100}ms` }),
        ...(length === undefined ? {} : { for: `${(length * span) / 100}ms` }),
      },
    ];
  });
}

// Together.

interface Choices {
  steps: StepChoice[];
  services: Service[];
  caller: NonNullable<Fields['caller']>;
  calls: NonNullable<Fields['calls']>;
  bus: Bus;
  load: LoadChoice;
  faults: FaultChoice[];
  seed: number;
}

function assemble({ steps, services, caller, calls, bus, load, faults, seed }: Choices): Scenario {
  const workflow = makeSteps(steps);
  const names = [...new Set(workflow.map((step) => step.service))];
  const made = (requests: number): Scenario =>
    scenario({
      services: Object.fromEntries(names.map((name) => [name, services[Number(name.slice(1))] ?? {}])),
      steps: workflow,
      caller,
      calls,
      bus,
      load: makeLoad({ ...load, requests }, requests),
      faults: makeFaults(faults, names, { ...load, requests }),
      seed,
    });
  // Retries multiply down the calls, and redeliveries down the events: then fewer requests are enough.
  const work = workPerRequest(made(1));
  return made(Math.max(1, Math.min(load.requests, Math.floor(MOST_ATTEMPTS / work))));
}

/** Attempts of one run, at worst. */
const MOST_ATTEMPTS = 5_000;

/** Attempts of all steps for one request, at worst, in the mode that has more of them. */
function workPerRequest(it: Scenario): number {
  const { steps } = makePlan(it);
  const called: number[] = steps.map(() => 0);
  const delivered: number[] = steps.map(() => 0);
  for (const { index, inputs, policy, redelivery } of steps) {
    const tries = policy.retry?.maxAttempts ?? 1;
    called[index] = tries;
    delivered[index] =
      inputs.length === 0
        ? tries
        : redelivery.maxDeliveries * Math.max(...inputs.map((input) => delivered[input] ?? 0));
  }
  const callers = steps.map(({ index }) => {
    let product = 1;
    for (let step = steps[index]; step !== undefined; step = steps[step.caller])
      product *= called[step.index] ?? 1;
    return product;
  });
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return Math.max(sum(callers), sum(delivered));
}
