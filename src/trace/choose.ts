import type { Survey, Trip } from './survey.js';

export type Wish = 'difference' | 'worst' | 'failed';

/**
 * The key of the request to show, of those that were counted in every mode.
 *
 * - `difference`: a request that only some modes accepted and did; else one of which the modes told their callers different
 *   things, or did different things; else any. Of several, the one whose answers are farthest apart; where all fare alike,
 *   whose answers or completions are.
 * - `worst`: the one that took longest to be done in some mode.
 * - `failed`: the first one that failed its caller in some mode; a declined one only where nothing failed.
 *
 * @returns `undefined` where there is no such request
 */
export function chooseRequest(surveys: readonly Survey[], wish: Wish): number | undefined {
  const [first = new Map<number, Trip>(), ...others] = surveys;
  let best: { key: number; rank: number; distance: number } | undefined;
  for (const [key, trip] of first) {
    const trips = [trip, ...others.flatMap((survey) => survey.get(key) ?? [])];
    if (trips.length < surveys.length) continue;
    const { rank, distance } = RANKS[wish](trips);
    if (rank < 0) continue;
    if (best === undefined || rank > best.rank || (rank === best.rank && distance > best.distance)) {
      best = { key, rank, distance };
    }
  }
  return best?.key;
}

/** A higher rank comes first, then a longer distance, then who began earlier; below 0 it is none of those wanted. */
const RANKS: Record<Wish, (trips: readonly Trip[]) => { rank: number; distance: number }> = {
  difference: (trips) => {
    const answers = spread(trips.map(({ toldIn }) => toldIn));
    const said = trips.map(({ told }) => told === 'accepted');
    const done = trips.map(({ completedIn }) => completedIn < Infinity);
    if (differ(said.map((yes, index) => yes && done[index] === true))) return { rank: 2, distance: answers };
    if (differ(said) || differ(done)) return { rank: 1, distance: answers };
    return { rank: 0, distance: Math.max(answers, spread(trips.map(({ completedIn }) => completedIn))) };
  },
  worst: (trips) => {
    const times = trips.map(({ completedIn }) => completedIn).filter((time) => time < Infinity);
    return times.length === 0 ? { rank: -1, distance: 0 } : { rank: 0, distance: Math.max(...times) };
  },
  failed: (trips) => {
    const isAny = (...told: Trip['told'][]): boolean => trips.some((trip) => told.includes(trip.told));
    if (isAny('failed', 'timedOut')) return { rank: 1, distance: 0 };
    return { rank: isAny('declined') ? 0 : -1, distance: 0 };
  },
};

function differ(values: readonly boolean[]): boolean {
  return values.some((value) => value !== values[0]);
}

/** Between the extremes of those that came at all. */
function spread(times: readonly number[]): number {
  const known = times.filter((time) => time < Infinity);
  return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
}
