import type { Histogram } from './histogram.js';
import type { EndToEnd, RunMeasurements } from './measurements.js';

/** Requests that should have been completed: all that were offered, and not declined. */
export function dueOf({ offered, outcomes }: RunMeasurements['requests']): number {
  return offered - outcomes.accepted.declined - outcomes.refused.declined;
}

/** `null` of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** @param due how many requests should have been completed */
export function endToEndOf(completionTime: Histogram, due: number): EndToEnd {
  const [p50 = null, p95 = null, p99 = null] = completionTime.percentilesOf(due, [50, 95, 99]);
  return { due, completed: completionTime.count, p50, p95, p99 };
}
