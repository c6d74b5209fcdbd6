import { ENDINGS, OUTCOMES } from '../measure/outcomes.js';
import type { Survey, Trip } from './survey.js';

/** What is asked of a request. All of it has to hold in one and the same mode. */
export interface Search {
  /** A word of `outcomeWords()`. */
  outcome?: string;
  /** It failed at this service; where none did, it has reached it. */
  service?: string;
  /** It was active then, in milliseconds since the run began. */
  at?: number;
}

/** The requests that match, in the order in which they began. */
export interface Found {
  /** By key: the modes in which they do, as places in the list of surveys. */
  modes: Map<number, number[]>;
  /** What the service that was asked for has to do with them. */
  service?: 'failed' | 'reached';
}

/** The requests that match in some mode, declined and unaffected ones too. */
export function findRequests(surveys: readonly Survey[], search: Search): Found {
  const { service } = search;
  const matching = (isThere: (trip: Trip) => boolean): Found['modes'] =>
    matchesOf(surveys, (trip) => hasOutcome(trip, search) && isActive(trip, search) && isThere(trip));
  if (service === undefined) return { modes: matching(() => true) };
  const failed = matching(({ failedAt = [] }) => failedAt.includes(service));
  if (failed.size > 0) return { modes: failed, service: 'failed' };
  return { modes: matching(({ hasReached }) => hasReached), service: 'reached' };
}

function hasOutcome({ outcome, ending }: Trip, { outcome: word }: Search): boolean {
  return word === undefined || OUTCOMES[outcome].word === word || ENDINGS[ending].word === word;
}

function isActive({ begunAt, endedIn }: Trip, { at }: Search): boolean {
  return at === undefined || (begunAt <= at && at <= begunAt + endedIn);
}

function matchesOf(surveys: readonly Survey[], matches: (trip: Trip) => boolean): Found['modes'] {
  const found = new Map<number, { modes: number[]; begunAt: number }>();
  for (const [index, survey] of surveys.entries()) {
    for (const [key, trip] of survey) {
      if (!matches(trip)) continue;
      const one = found.get(key);
      if (one === undefined) found.set(key, { modes: [index], begunAt: trip.begunAt });
      else one.modes.push(index);
    }
  }
  const inOrder = [...found].sort(([, one], [, other]) => one.begunAt - other.begunAt);
  return new Map(inOrder.map(([key, { modes }]) => [key, modes]));
}
