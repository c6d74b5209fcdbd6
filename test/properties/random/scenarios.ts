import fc from 'fast-check';
import { makePlan } from '../../../src/plan/plan.js';
import { estimateWarmup } from '../../../src/scenario/estimate.js';
import type { Bus, Database, Scenario, Service } from '../../../src/scenario/scenario.js';
import { type Fields, scenario } from '../../support/scenario.js';
import {
  databaseFault,
  fault,
  type FaultChoice,
  makeFaults,
  makeSubscribers,
  subscriber,
  type SubscriberChoice,
} from './faults.js';
import { load, type LoadChoice, makeLoad } from './load.js';
import { bus, callPolicy, database } from './policies.js';
import { sometimes } from './times.js';
import { makeSteps, service, type StepChoice, steps } from './workflow.js';

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
      database: database(),
      databaseFaults: fc.array(databaseFault(), { maxLength: 2 }),
      subscribers: fc.oneof(
        { weight: 2, arbitrary: fc.constant<SubscriberChoice[]>([]) },
        fc.array(subscriber(), { maxLength: 2 }),
      ),
    })
    .map(assemble);
}

interface Choices {
  steps: StepChoice[];
  services: Service[];
  caller: NonNullable<Fields['caller']>;
  calls: NonNullable<Fields['calls']>;
  bus: Bus;
  load: LoadChoice;
  faults: FaultChoice[];
  seed: number;
  database: Database;
  databaseFaults: FaultChoice[];
  subscribers: SubscriberChoice[];
}

function assemble(choices: Choices): Scenario {
  const { steps, services, caller, calls, bus, load, faults, seed, database, databaseFaults, subscribers } =
    choices;
  const workflow = makeSteps(steps);
  const names = [...new Set(workflow.map((step) => step.service))];
  const own = Object.fromEntries(
    names.flatMap((name) => {
      const service = services[Number(name.slice(1))];
      return service === undefined ? [] : [[name, service]];
    }),
  );
  const made = (requests: number): Scenario =>
    thatCounts({
      services: own,
      steps: workflow,
      caller,
      calls,
      bus,
      database,
      load: makeLoad({ ...load, requests }, requests),
      faults: [
        ...makeFaults([...faults, ...databaseFaults], own, { ...load, requests }),
        ...makeSubscribers(subscribers, workflow, { ...load, requests }),
      ],
      seed,
    });
  // Retries multiply down the calls, and redeliveries down the events: then fewer requests are enough.
  const work = workPerRequest(made(1));
  return made(Math.max(1, Math.min(load.requests, Math.floor(MOST_ATTEMPTS / work))));
}

/** Without its warm-up, if that would last until there are no more requests. */
function thatCounts(fields: Fields): Scenario {
  const it = scenario(fields);
  const { load } = it;
  const isInVain = load.requests !== undefined && load.requests <= estimateWarmup(it);
  return isInVain ? { ...it, load: { ...load, warmup: '0ms' } } : it;
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
    for (let step = steps[index]; step !== undefined; step = steps[step.caller ?? -1])
      product *= called[step.index] ?? 1;
    return product;
  });
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return Math.max(sum(callers), sum(delivered));
}
