import type { Facts } from '../system/facts.js';

const IGNORE = (): void => undefined;

/** A listener to some of the facts. */
export function listen(to: Partial<Facts>): Facts {
  return {
    begun: IGNORE,
    loadEnds: IGNORE,
    responded: IGNORE,
    completed: IGNORE,
    ended: IGNORE,
    reached: IGNORE,
    waits: IGNORE,
    waited: IGNORE,
    started: IGNORE,
    released: IGNORE,
    succeeded: IGNORE,
    duplicate: IGNORE,
    effect: IGNORE,
    failed: IGNORE,
    declined: IGNORE,
    copied: IGNORE,
    outOfOrder: IGNORE,
    ackLost: IGNORE,
    ackedLate: IGNORE,
    deadLettered: IGNORE,
    lost: IGNORE,
    parked: IGNORE,
    left: IGNORE,
    ...to,
  };
}
