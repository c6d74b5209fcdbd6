import type { RunMeasurements, ServiceMeasurements } from './measurements.js';
import { ENDINGS, namesOf, type Outcome, OUTCOMES, RESPONSES, zeros } from './outcomes.js';

/** What became of the requests offered, each counted in one of these: they add up. */
export type Tally = Record<Outcome, number>;

/** The cells of what callers were told and how the work ended, added up by what they come to. */
export function tally({ requests: { outcomes, good, late } }: RunMeasurements): Tally {
  const counts = zeros(OUTCOMES);
  for (const { side, ending, outcome } of CELLS) counts[outcome] += outcomes[side][ending];
  return { ...counts, good, late };
}

/** What each ending comes to on each side. */
const CELLS = (['accepted', 'refused'] as const).flatMap((side) =>
  namesOf(ENDINGS).map((ending) => ({ side, ending, outcome: ENDINGS[ending][side] })),
);

/** Callers answered with a failure, or with nothing in time. */
export function failedCallers({ requests }: RunMeasurements): number {
  return sum(FAILED.map((response) => requests[response]));
}

const FAILED = namesOf(RESPONSES).filter((response) => RESPONSES[response].isFailure);

/** Responses that were no success: failures, time-outs, and declines. */
export function errorResponses({ requests }: RunMeasurements): number {
  return sum(NOT_ACCEPTED.map((response) => requests[response]));
}

const NOT_ACCEPTED = namesOf(RESPONSES).filter((response) => RESPONSES[response].side === 'refused');

/** `count` as a share of the requests offered; 0 when there were none. */
export function shareOfOffered(count: number, { requests }: RunMeasurements): number {
  return requests.offered === 0 ? 0 : count / requests.offered;
}

/** Effects beyond the first of a request at a step, at all services. */
export function doubleEffects(run: RunMeasurements): number {
  return atAllServices(run, 'doubleEffects');
}

/** What is counted service by service. */
export type ServiceCount = {
  [Name in keyof ServiceMeasurements]: ServiceMeasurements[Name] extends number ? Name : never;
}[keyof ServiceMeasurements];

/** A count of every service, added up. */
export function atAllServices(run: RunMeasurements, name: ServiceCount): number {
  return sum(Object.values(run.services).map((service) => service[name]));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
