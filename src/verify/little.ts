import type { Occupancy } from '../measure/occupancy.js';
import type { Recorder } from '../measure/recorder.js';

/** How far the two sides of Little's law may be apart, as a share: rounding of sums, and nothing else. */
export const ROUNDING = 1e-9;

/** Little's law at all services and queues of some runs. */
export interface LittleCheck {
  runs: number;
  /** Services and queues, run by run. */
  places: number;
  /** The largest difference found, as a share. */
  worst: number;
}

export function noRuns(): LittleCheck {
  return { runs: 0, places: 0, worst: 0 };
}

/**
 * Adds a finished run: at each service, for those that wait and for those that hold a slot, the number present summed over
 * time is the time spent summed over all that were there.
 */
export function addRun(check: LittleCheck, recorder: Recorder): void {
  check.runs += 1;
  for (const { queue, slots } of recorder.services) {
    for (const place of [queue, slots]) {
      check.places += 1;
      check.worst = Math.max(check.worst, difference(place));
    }
  }
}

function difference({ integral, sojourns, present }: Occupancy): number {
  // Who is still there has not been told of: the run was not closed.
  if (present !== 0) return Infinity;
  return Math.abs(integral - sojourns) / Math.max(1, sojourns);
}
