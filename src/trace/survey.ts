import type { Clock } from '../engine/clock.js';
import type { Facts } from '../system/facts.js';
import { listen } from './listen.js';

/** How a request went, in as few numbers as are needed to choose one. Times in milliseconds since it began. */
export interface Trip {
  told: 'none' | 'accepted' | 'declined' | 'failed' | 'timedOut';
  toldIn: number;
  /** Infinity where it never was. */
  completedIn: number;
}

/** Counted requests by key, in the order in which they began. */
export type Survey = Map<number, Trip>;

/** More than this many are not looked at: each has to be remembered until the run is over. */
const MOST = 500_000;

/** Listens to a run and notes how each counted request goes. */
export function takeSurvey(clock: Clock): { facts: Facts; survey: Survey } {
  const survey: Survey = new Map();
  const facts = listen({
    begun: ({ key, counted }) => {
      if (!counted || survey.size >= MOST || survey.has(key)) return;
      survey.set(key, { told: 'none', toldIn: Infinity, completedIn: Infinity });
    },
    responded: ({ key, begunAt, response }, origin) => {
      const trip = survey.get(key);
      if (trip === undefined) return;
      // A failure began somewhere; a decline is an answer.
      trip.told = response === 'failed' && origin === undefined ? 'declined' : response;
      trip.toldIn = clock.now - begunAt;
    },
    completed: ({ key, begunAt }) => {
      const trip = survey.get(key);
      if (trip !== undefined) trip.completedIn = clock.now - begunAt;
    },
  });
  return { facts, survey };
}
