import type { RunMeasurements } from '../measure/measurements.js';

/** What became of the requests offered, each in one of these: they add up. */
export interface Tally {
  /** Told yes, and done. */
  good: number;
  /** Told yes, and never done. */
  brokenPromises: number;
  /** Told no, and nothing done. */
  honestFailures: number;
  /** Told no, and done in part. */
  orphans: number;
  /** Told no, and done all the same. */
  ghosts: number;
  /** Not yet done when the run ended, whatever the caller was told. */
  late: number;
}

/** The cells of the table in design.md, "What a request can come to". */
export function tally({ requests }: RunMeasurements): Tally {
  const { accepted, refused } = requests.outcomes;
  return {
    good: accepted.completed,
    brokenPromises: accepted.partial + accepted.nothing + accepted.deadLettered + accepted.lost,
    honestFailures: refused.nothing,
    orphans: refused.partial + refused.deadLettered + refused.lost,
    ghosts: refused.completed,
    late: accepted.inFlight + refused.inFlight,
  };
}

/** Callers told no, or nothing in time. */
export function failedCallers({ requests }: RunMeasurements): number {
  return requests.failed + requests.timedOut;
}

/** `count` as a share of the requests offered; 0 when there were none. */
export function shareOfOffered(count: number, { requests }: RunMeasurements): number {
  return requests.offered === 0 ? 0 : count / requests.offered;
}

/** Effects beyond the first of a request at a step, at all services. */
export function doubleEffects(run: RunMeasurements): number {
  return Object.values(run.services).reduce((sum, service) => sum + service.doubleEffects, 0);
}
