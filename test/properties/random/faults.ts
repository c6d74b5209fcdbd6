import fc from 'fast-check';
import type { Fault, Service, Step } from '../../../src/scenario/scenario.js';
import { type LoadChoice, spanOf } from './load.js';
import { ms } from './times.js';

/** Times are percentages of how long the load lasts. */
export interface FaultChoice {
  target: number;
  at: number | undefined;
  for: number | undefined;
  make: Make;
}

type Make = (service: string) => Fault;

export function fault(): fc.Arbitrary<FaultChoice> {
  const latency = fc
    .tuple(ms(0, 100), fc.constantFrom(0, 1, 3))
    .map(([add, multiply]): Make => (target) => ({ kind: 'latency', target, add, multiply }));
  const rates = fc
    .tuple(fc.constantFrom('errors', 'poison', 'decline'), fc.constantFrom(0.1, 0.5, 1))
    .map(([kind, rate]): Make => (target) => ({ kind, target, rate }));
  const failures = fc
    .constantFrom('outage', 'hang', 'freeze', 'crash')
    .map((kind): Make => (target) => ({ kind, target }));
  const ofBus = fc.constantFrom('outage', 'crash').map((kind): Make => () => ({ kind, target: 'bus' }));
  const messages = fc
    .tuple(fc.constantFrom('ack-loss', 'duplicates', 'reorder'), fc.constantFrom(0.1, 0.5, 1))
    .map(([kind, rate]): Make => () => ({ kind, target: 'bus', rate }));
  const delay = fc
    .tuple(fc.constantFrom(0.1, 0.5, 1), ms(0, 100))
    .map(([rate, by]): Make => () => ({ kind: 'delay', target: 'bus', rate, by }));
  const deploy = fc
    .integer({ min: 1, max: 4 })
    .map((instances): Make => (target) => ({ kind: 'deploy', target, instances, for: '0ms' }));
  const network = fc
    .tuple(fc.constantFrom(0, 0.1, 0.5, 1), ms(0, 30), fc.constantFrom('in', 'out', 'both'))
    .map(([loss, add, way]): Make => (target) => ({ kind: 'network', target, loss, add, way }));
  const partition = fc
    .constantFrom(undefined, 'bus', 'database', 's0', 's1')
    .map((from): Make => (target) => ({
      kind: 'partition',
      target,
      // A service cannot be cut off from itself.
      ...(from === undefined || from === target ? {} : { from }),
    }));
  const random = fc
    .tuple(ms(10, 500), ms(10, 200), fc.constantFrom('outage', 'hang', 'crash'))
    .map(([mttf, mttr, what]): Make => (target) => ({ kind: 'random-outages', target, mttf, mttr, what }));
  const slots = fc.nat(3).map((concurrency): Make => (target) => ({ kind: 'slots', target, concurrency }));
  const spike = fc
    .constantFrom(0, 0.5, 1, 2.5, 4)
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
      { weight: 2, arbitrary: ofBus },
      { weight: 2, arbitrary: messages },
      delay,
      { weight: 2, arbitrary: network },
      { weight: 2, arbitrary: partition },
      deploy,
      random,
      slots,
      spike,
    ),
  });
}

/** What can go wrong with the one database that all share. */
export function databaseFault(): fc.Arbitrary<FaultChoice> {
  const latency = fc
    .tuple(ms(0, 100), fc.constantFrom(0, 1, 3))
    .map(([add, multiply]): Make => () => ({ kind: 'latency', target: 'database', add, multiply }));
  const errors = fc
    .constantFrom(0.1, 0.5, 1)
    .map((rate): Make => () => ({ kind: 'errors', target: 'database', rate }));
  const failures = fc
    .constantFrom('outage', 'hang', 'freeze', 'crash')
    .map((kind): Make => () => ({ kind, target: 'database' }));
  const random = fc
    .tuple(ms(10, 500), ms(10, 200), fc.constantFrom('outage', 'hang', 'crash'))
    .map(([mttf, mttr, what]): Make => () => ({
      kind: 'random-outages',
      target: 'database',
      mttf,
      mttr,
      what,
    }));
  const slots = fc
    .nat(3)
    .map((concurrency): Make => () => ({ kind: 'slots', target: 'database', concurrency }));
  return fc.record({
    target: fc.constant(0),
    at: fc.oneof(fc.constant(undefined), fc.nat(99)),
    for: fc.oneof(fc.constant(undefined), { weight: 8, arbitrary: fc.nat(100) }),
    make: fc.oneof(latency, errors, { weight: 3, arbitrary: failures }, random, slots),
  });
}

export function makeFaults(
  choices: readonly FaultChoice[],
  services: Record<string, Service>,
  choice: LoadChoice,
): Fault[] {
  const span = spanOf(choice);
  return choices.flatMap(({ make, target, at, for: length }) => {
    const names = Object.keys(services);
    const made = make(names[target % names.length] ?? 's0');
    if (made.kind === 'spike' && choice.clients !== undefined) return [];
    if (made.kind === 'partition' && made.from?.startsWith('s') === true && !names.includes(made.from))
      return [];
    if (made.kind === 'deploy' && !canBeDeployed(services[made.target], made.instances)) return [];
    return [
      {
        ...made,
        ...(at === undefined ? {} : { at: `${(at * span) / 100}ms` }),
        ...(length === undefined ? {} : { for: `${(length * span) / 100}ms` }),
      },
    ];
  });
}

function canBeDeployed(service: Service | undefined, instances: number): boolean {
  return typeof service?.concurrency === 'number' && service.concurrency >= instances;
}

/** A step that joins, after one of the others and by one of the services. */
export interface SubscriberChoice {
  on: number;
  service: number;
  critical: boolean;
  at: number | undefined;
  for: number | undefined;
}

export function subscriber(): fc.Arbitrary<SubscriberChoice> {
  return fc.record({
    on: fc.nat(5),
    service: fc.nat(5),
    critical: fc.boolean(),
    at: fc.oneof(fc.constant(undefined), fc.nat(99)),
    for: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, fc.nat(100)),
  });
}

export function makeSubscribers(
  choices: readonly SubscriberChoice[],
  steps: readonly Step[],
  choice: LoadChoice,
): Fault[] {
  const span = spanOf(choice);
  return choices.map((own, index) => {
    const before = steps[own.on % steps.length]!;
    const step: Step = {
      name: `joined${index}`,
      service: steps[own.service % steps.length]!.service,
      on: [before.emits ?? ''],
      idempotent: false,
      critical: own.critical,
      calledBy: before.name,
    };
    return {
      kind: 'subscriber',
      target: 'workflow',
      step,
      ...(own.at === undefined ? {} : { at: `${(own.at * span) / 100}ms` }),
      ...(own.for === undefined ? {} : { for: `${(own.for * span) / 100}ms` }),
    };
  });
}
