import type { Clock } from '../engine/clock.js';
import { isInTime } from '../measure/objectives.js';
import { endingOf, outcomeOf } from '../measure/outcome-of.js';
import type { Ending, Outcome } from '../measure/outcomes.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import type { Facts, RequestFact } from '../system/facts.js';
import { listen } from './listen.js';

/** How a request went, in as few numbers as are needed to find and to choose one. Times in milliseconds since it began. */
export interface Trip {
  /** It is the n-th that was begun. */
  number: number;
  /** Milliseconds since the run began. */
  begunAt: number;
  /** When nothing that belongs to it went on any more; Infinity where the run was over first. */
  endedIn: number;
  told: 'none' | 'accepted' | 'declined' | 'failed' | 'timedOut';
  toldIn: number;
  /** Infinity where it never was. */
  completedIn: number;
  outcome: Outcome;
  ending: Ending;
  /** Calls, deliveries and rows that reached a service for it. */
  attempts: number;
  /** One of them reached the service that is asked for. */
  hasReached: boolean;
  /** The services at which it failed, in the order in which they first did; left out where there are none. */
  failedAt?: string[];
  /** Effects beyond the first one of their step, and deliveries before an earlier event. */
  flaws: number;
  /** A step said no to it, a business answer. */
  isDeclined: boolean;
  /** It went otherwise than in the control run. */
  isAffected: boolean;
  /** It is declined in the control run, too. */
  isDeclinedAnyway: boolean;
}

/** Counted requests by key, in the order in which they began. */
export type Survey = Map<number, Trip>;

/** More than this many are not looked at: each has to be remembered until the run is over. */
const MOST = 500_000;
/** A time has changed when it has by more than this part: what shares a queue with an affected request waits a little. */
const CHANGED = 0.1;

interface Surveyor {
  facts: Facts;
  /** How each request went, once the run is over. */
  survey: () => Survey;
}

/**
 * Listens to a run and notes how each counted request goes.
 *
 * @param service whose attempts are noted
 */
export function takeSurvey(
  { objectives }: Pick<Plan, 'objectives'>,
  clock: Clock,
  service?: string,
): Surveyor {
  const survey: Survey = new Map();
  /** Those of them that have not ended. */
  const open = new Map<number, RequestFact>();
  let begun = 0;
  const failed = ({ key }: RequestFact, { service: { name } }: StepPlan): void => {
    const trip = survey.get(key);
    if (trip === undefined) return;
    if (trip.failedAt === undefined) trip.failedAt = [name];
    else if (!trip.failedAt.includes(name)) trip.failedAt.push(name);
  };
  const settle = (trip: Trip, request: RequestFact, ending: Ending): void => {
    trip.ending = ending;
    trip.outcome = outcomeOf(request, ending, isInTime(request, objectives));
  };
  const facts = listen({
    begun: (request) => {
      begun += 1;
      const { key, begunAt, counted } = request;
      if (!counted || survey.size >= MOST || survey.has(key)) return;
      open.set(key, request);
      survey.set(key, {
        number: begun,
        begunAt,
        endedIn: Infinity,
        told: 'none',
        toldIn: Infinity,
        completedIn: Infinity,
        outcome: 'inFlight',
        ending: 'inFlight',
        attempts: 0,
        hasReached: false,
        flaws: 0,
        isDeclined: false,
        isAffected: false,
        isDeclinedAnyway: false,
      });
    },
    responded: ({ key, begunAt, response }) => {
      const trip = survey.get(key);
      if (trip === undefined) return;
      trip.told = response;
      trip.toldIn = clock.now - begunAt;
    },
    completed: ({ key, begunAt }) => {
      const trip = survey.get(key);
      if (trip !== undefined) trip.completedIn = clock.now - begunAt;
    },
    ended: (request) => {
      const trip = survey.get(request.key);
      if (trip === undefined || !open.delete(request.key)) return;
      trip.endedIn = clock.now - request.begunAt;
      settle(trip, request, endingOf(request));
    },
    reached: ({ request, step }) => {
      const trip = survey.get(request.key);
      if (trip === undefined) return;
      trip.attempts += 1;
      if (step.service.name === service) trip.hasReached = true;
    },
    failed,
    deadLettered: failed,
    lost: failed,
    effect: ({ request }, first) => {
      const trip = survey.get(request.key);
      if (trip !== undefined && !first) trip.flaws += 1;
    },
    outOfOrder: ({ request }) => {
      const trip = survey.get(request.key);
      if (trip !== undefined) trip.flaws += 1;
    },
    declined: ({ key }) => {
      const trip = survey.get(key);
      if (trip !== undefined) trip.isDeclined = true;
    },
  });
  return {
    facts,
    survey: () => {
      for (const [key, request] of open) {
        const trip = survey.get(key);
        if (trip !== undefined) settle(trip, request, request.completed ? 'completed' : 'inFlight');
      }
      return survey;
    },
  };
}

/** Notes of each request whether the faults have changed how it went; without a control run, nothing has. */
export function compareWithControl(survey: Survey, control: Survey | undefined): void {
  for (const [key, trip] of survey) {
    const usual = control === undefined ? trip : control.get(key);
    // A request that only the faulted run has is there because of the fault.
    trip.isAffected = usual === undefined || isOtherwise(trip, usual);
    trip.isDeclinedAnyway = trip.isDeclined && usual?.isDeclined === true;
  }
}

function isOtherwise(trip: Trip, usual: Trip): boolean {
  return (
    trip.told !== usual.told ||
    trip.attempts !== usual.attempts ||
    trip.flaws !== usual.flaws ||
    trip.isDeclined !== usual.isDeclined ||
    hasChanged(trip.toldIn, usual.toldIn) ||
    hasChanged(trip.completedIn, usual.completedIn)
  );
}

function hasChanged(time: number, usual: number): boolean {
  return time !== usual && Math.abs(time - usual) > CHANGED * Math.min(time, usual);
}
