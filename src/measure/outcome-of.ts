import type { RequestFact } from '../system/facts.js';
import { type Ending, ENDINGS, namesOf, type Outcome, RESPONSES, type Side, type Told } from './outcomes.js';

/** The side of each response. A caller who has been told nothing has not been told yes. */
export const SIDES = {
  none: 'refused',
  ...(Object.fromEntries(namesOf(RESPONSES).map((told) => [told, RESPONSES[told].side])) as Record<
    Told,
    Side
  >),
} as const;

/** The endings that a request which has ended can have, the one that counts first. */
const BY_RANK = namesOf(ENDINGS)
  .flatMap((ending) => {
    const { rank, holds } = ENDINGS[ending];
    return holds === undefined ? [] : [{ ending, rank, holds }];
  })
  .sort((a, b) => a.rank - b.rank);

/** How the work of a request that has ended did end. */
export function endingOf(request: RequestFact): Ending {
  return BY_RANK.find(({ holds }) => holds(request))?.ending ?? 'nothing';
}

/**
 * What the response and the work of a request come to together.
 *
 * @param isInTime both came within their objectives
 */
export function outcomeOf({ response }: RequestFact, ending: Ending, isInTime: boolean): Outcome {
  const outcome = ENDINGS[ending][SIDES[response]];
  return outcome === 'good' && !isInTime ? 'late' : outcome;
}
