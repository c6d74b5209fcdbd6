import { formatMoment, formatPlural } from '../compare/quantities.js';
import { faultWord } from '../compare/words.js';
import { OUTCOMES } from '../measure/outcomes.js';
import { printable } from '../scenario/printable.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Chosen, Remark, Wish } from '../trace/choose.js';
import type { Found, Search } from '../trace/find.js';
import type { Survey } from '../trace/survey.js';

/** What was asked, a phrase each: `never-completed`, `failed at payment`, `active at 25 s`. */
export function saySearch({ outcome, service, at }: Search, found?: Found): string[] {
  return [
    ...(outcome === undefined ? [] : [outcome]),
    ...(service === undefined ? [] : [there(printable(service), found)]),
    ...(at === undefined ? [] : [`active at ${formatMoment(at)}`]),
  ];
}

function there(service: string, found: Found | undefined): string {
  return found?.service === 'reached' ? `reached ${service} (none failed there)` : `failed at ${service}`;
}

/** Why this request is shown, and no other: of those that the faults have affected, or of those that match. */
export function sayWhy(
  { remark, affected }: Chosen,
  { faults }: Pick<Scenario, 'faults'>,
  among?: { size: number; asked: readonly string[] },
): string {
  if (among !== undefined) {
    const asked = among.asked.join(', ');
    if (among.size === 1) return `the only request that matches: ${asked}`;
    return `${WHY[remark]}, of ${formatPlural(among.size, 'request')} that match: ${asked}`;
  }
  if (remark !== 'difference' || faults.length === 0) return WHY[remark];
  const cause = faultWord(faults.length);
  return affected === 0
    ? `${WHY.difference}; the ${cause} affected no request`
    : `${WHY.difference}, of ${formatPlural(affected, 'request')} affected by the ${cause}`;
}

const WHY: Record<Remark, string> = {
  difference: 'largest difference between modes',
  'accepted-never': 'accepted, but never completed',
  never: 'never completed',
  slowest: 'slowest completion',
  failed: 'first error response',
  declined: 'first decline; nothing failed',
};

/** Why there is no request of the kind that was wished for. */
export const NO_FAILURE: Record<Wish, string> = {
  difference: 'no request was counted in every mode',
  worst: 'no request was due to be completed',
  failed: 'no caller got an error response',
};

/** No request matches; what there is instead. */
export function sayNothingFound(search: Search, surveys: readonly Survey[]): string {
  const trips = surveys.flatMap((survey) => [...survey.values()]);
  if (trips.length === 0) return 'no request was counted';
  const asked = saySearch(search).join(', ');
  const outcomes = new Set(trips.map(({ outcome }) => OUTCOMES[outcome].word));
  const ends = trips.map(({ begunAt, endedIn }) => begunAt + endedIn).filter((end) => end < Infinity);
  const first = trips.reduce((least, { begunAt }) => Math.min(least, begunAt), Infinity);
  const last = ends.reduce((most, end) => Math.max(most, end), first);
  const hints = [
    ...(search.outcome === undefined ? [] : [`outcomes there are: ${[...outcomes].join(', ')}`]),
    ...(search.at === undefined
      ? []
      : [`counted requests were active from ${formatMoment(first)} to ${formatMoment(last)}`]),
  ];
  return `no request matches: ${asked}${hints.length === 0 ? '' : ` (${hints.join('; ')})`}`;
}
