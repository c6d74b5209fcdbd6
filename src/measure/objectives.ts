import type { Plan } from '../plan/plan.js';
import type { RequestFact } from '../system/facts.js';

/** What takes exactly as long as it may is in time, also where rounding has made a sum of times longer. Milliseconds. */
const ROUNDING = 1e-6;

/** Of a request that was answered with success and is completed: was both in time? */
export function isInTime(
  { begunAt, respondedAt, completedAt }: RequestFact,
  { response, completion }: Plan['objectives'],
): boolean {
  return respondedAt - begunAt <= response + ROUNDING && completedAt - begunAt <= completion + ROUNDING;
}
