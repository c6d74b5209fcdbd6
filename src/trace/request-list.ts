import type { Found } from './find.js';
import type { Survey, Trip } from './survey.js';

/** The requests of a scenario that match what was asked, with what became of each in every mode. */
export interface RequestList {
  /** What was asked, in words; empty where nothing was. */
  asked: string[];
  /** How many were counted in the mode that has most. */
  counted: number;
  modes: readonly string[];
  requests: ListedRequest[];
}

export interface ListedRequest {
  /** What its luck is drawn by: the correlation id. */
  key: number;
  /** It is the n-th of the first mode; `undefined` where that one has not begun it. */
  number: number | undefined;
  /** Milliseconds since the run began, in the first of the modes that have begun it. */
  begunAt: number;
  /** By mode, those that have begun it. */
  modes: Record<string, { trip: Trip; matches: boolean } | undefined>;
}

/** @param modes the names of what was surveyed, in the same order */
export function listRequests(
  asked: string[],
  modes: readonly string[],
  surveys: readonly Survey[],
  { modes: matching }: Found,
): RequestList {
  const requests = [...matching].map(([key, matches]): ListedRequest => {
    const trips = surveys.map((survey) => survey.get(key));
    return {
      key,
      number: trips[0]?.number,
      begunAt: trips.find((trip) => trip !== undefined)?.begunAt ?? 0,
      modes: Object.fromEntries(
        modes.flatMap((mode, index) => {
          const trip = trips[index];
          return trip === undefined ? [] : [[mode, { trip, matches: matches.includes(index) }]];
        }),
      ),
    };
  });
  return { asked, counted: Math.max(0, ...surveys.map(({ size }) => size)), modes, requests };
}
