import type { Survey, Trip } from './survey.js';

export type Wish = 'difference' | 'worst' | 'failed';

/** What is remarkable about the request that was chosen. */
export type Remark = 'difference' | 'accepted-never' | 'never' | 'slowest' | 'failed' | 'declined';

export interface Chosen {
  key: number;
  remark: Remark;
  /** How many requests the faults have affected in some mode; this one is among them, if it was chosen by the difference. */
  affected: number;
}

/** A higher rank comes first, then a longer distance, then who began earlier. */
interface Standing {
  rank: number;
  distance: number;
  remark: Remark;
}

/**
 * The request to show, of those that were counted in every mode.
 *
 * - `difference`: of those that the faults have affected, where there are such, one that only some modes served without a
 *   flaw; else one that the modes answered differently, or completed in some only; else any, and last one that is declined
 *   without the faults, too, where declines are rare. Of several, the one whose answers are farthest apart; where all fare alike, whose answers or
 *   completions are.
 * - `worst`: one that was accepted and never completed in some mode; else one that was never completed; else the one that
 *   took longest. A declined request is not due.
 * - `failed`: the first one that failed its caller in some mode; a declined one only where nothing failed.
 *
 * @param among the keys of those that were searched for; then one that some modes have not begun may be shown, too
 * @returns `undefined` where there is no such request
 */
export function chooseRequest(
  surveys: readonly Survey[],
  wish: Wish,
  among?: Iterable<number>,
): Chosen | undefined {
  const standingOf = STANDINGS[wish](surveys);
  let best: (Standing & { key: number; isAffected: boolean }) | undefined;
  let affected = 0;
  for (const key of among ?? surveys[0]?.keys() ?? []) {
    const trips = surveys.flatMap((survey) => survey.get(key) ?? []);
    if (among === undefined && trips.length < surveys.length) continue;
    const isAffected = trips.some((one) => one.isAffected);
    if (isAffected) affected += 1;
    const standing = standingOf(trips);
    if (standing === undefined) continue;
    const candidate = { key, isAffected: wish === 'difference' && isAffected, ...standing };
    if (best === undefined || isBetter(candidate, best)) best = candidate;
  }
  return best === undefined ? undefined : { key: best.key, remark: best.remark, affected };
}

function isBetter(
  one: Standing & { isAffected: boolean },
  other: Standing & { isAffected: boolean },
): boolean {
  if (one.isAffected !== other.isAffected) return one.isAffected;
  return one.rank > other.rank || (one.rank === other.rank && one.distance > other.distance);
}

/** Where at least this part of the requests is declined, declines are what the scenario is about. */
const MANY_DECLINES = 0.05;

/** `undefined`: it is none of those wanted. */
type StandingOf = (trips: readonly Trip[]) => Standing | undefined;

const STANDINGS: Record<Wish, (surveys: readonly Survey[]) => StandingOf> = {
  difference: (surveys) => {
    const trips = surveys.flatMap((survey) => [...survey.values()]);
    const declined = trips.filter(({ isDeclinedAnyway }) => isDeclinedAnyway).length;
    return byDifference(declined >= MANY_DECLINES * trips.length);
  },
  worst: () => byLateness,
  failed: () => byFailure,
};

function byDifference(areDeclinesCommon: boolean): StandingOf {
  return (trips) => {
    const remark = 'difference';
    const answers = spread(trips.map(({ toldIn }) => toldIn));
    const said = trips.map(({ told }) => told === 'accepted');
    const done = trips.map(({ completedIn }) => completedIn < Infinity);
    const flawless = trips.map(
      ({ flaws }, index) => said[index] === true && done[index] === true && flaws === 0,
    );
    if (differ(flawless)) return { remark, rank: 3, distance: answers };
    const isUsual = trips.some(({ isDeclinedAnyway }) => isDeclinedAnyway);
    if (isUsual && !areDeclinesCommon) return { remark, rank: 0, distance: answers };
    if (differ(said) || differ(done)) return { remark, rank: 2, distance: answers };
    const completions = spread(trips.map(({ completedIn }) => completedIn));
    return { remark, rank: 1, distance: Math.max(answers, completions) };
  };
}

function byLateness(trips: readonly Trip[]): Standing | undefined {
  const due = trips.filter(({ isDeclined }) => !isDeclined);
  if (due.length === 0) return undefined;
  const never = due.filter(({ completedIn }) => completedIn === Infinity);
  const isAccepted = never.some(({ told }) => told === 'accepted');
  const distance = Math.max(
    ...due.map(({ completedIn, toldIn }) => finite(completedIn) ?? finite(toldIn) ?? 0),
  );
  if (isAccepted) return { remark: 'accepted-never', rank: 2, distance };
  if (never.length > 0) return { remark: 'never', rank: 1, distance };
  return { remark: 'slowest', rank: 0, distance };
}

function byFailure(trips: readonly Trip[]): Standing | undefined {
  const isAny = (...told: Trip['told'][]): boolean => trips.some((trip) => told.includes(trip.told));
  if (isAny('failed', 'timedOut')) return { remark: 'failed', rank: 1, distance: 0 };
  return isAny('declined') ? { remark: 'declined', rank: 0, distance: 0 } : undefined;
}

function differ(values: readonly boolean[]): boolean {
  return values.some((value) => value !== values[0]);
}

/** Between the extremes of those that came at all. */
function spread(times: readonly number[]): number {
  const known = times.flatMap((time) => finite(time) ?? []);
  return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
}

function finite(time: number): number | undefined {
  return time < Infinity ? time : undefined;
}
