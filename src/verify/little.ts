import type { Occupancy } from '../measure/occupancy.js';
import type { Recorder } from '../measure/recorder.js';

/** Little's law at all services and queues of some runs. */
export interface LittleCheck {
  runs: number;
  /** Services and queues, run by run. */
  places: number;
  /** The largest difference between the two sides, as a share. */
  worst: number;
}

/**
 * Looks at a finished run: at each service, for those that wait and for those that hold a slot, the number present summed
 * over time is the time spent summed over all that were there.
 */
export function checkLittle({ services }: Recorder): LittleCheck {
  const places = services.flatMap(({ queue, slots }) => [queue, slots]);
  return { runs: 1, places: places.length, worst: Math.max(...places.map(difference)) };
}

/** Of several runs together. */
export function sumOf(checks: readonly LittleCheck[]): LittleCheck {
  return checks.reduce(
    (sum, { runs, places, worst }) => ({
      runs: sum.runs + runs,
      places: sum.places + places,
      worst: Math.max(sum.worst, worst),
    }),
    { runs: 0, places: 0, worst: 0 },
  );
}

function difference({ integral, sojourns, present }: Occupancy): number {
  // Somebody is still there of whose time nobody has been told.
  if (present !== 0) return Infinity;
  return Math.abs(integral - sojourns) / Math.max(1, sojourns);
}
