import type { Clock } from '../engine/clock.js';
import type { Facts } from '../system/facts.js';
import { listen } from './listen.js';

/** How a request went, in as few numbers as are needed to choose one. Times in milliseconds since it began. */
export interface Trip {
  told: 'none' | 'accepted' | 'declined' | 'failed' | 'timedOut';
  toldIn: number;
  /** Infinity where it never was. */
  completedIn: number;
  /** Calls, deliveries and rows that reached a service for it. */
  attempts: number;
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

/** Listens to a run and notes how each counted request goes. */
export function takeSurvey(clock: Clock): { facts: Facts; survey: Survey } {
  const survey: Survey = new Map();
  const facts = listen({
    begun: ({ key, counted }) => {
      if (!counted || survey.size >= MOST || survey.has(key)) return;
      survey.set(key, {
        told: 'none',
        toldIn: Infinity,
        completedIn: Infinity,
        attempts: 0,
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
    reached: ({ request }) => {
      const trip = survey.get(request.key);
      if (trip !== undefined) trip.attempts += 1;
    },
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
  return { facts, survey };
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
