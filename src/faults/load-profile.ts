import type { FaultPlanOn } from './effects.js';

/** What multiplies a load while it lasts. */
export type Multiplier = Pick<FaultPlanOn<'load'>, 'at' | 'until' | 'multiply'>;

/** A part of the time in which a load is multiplied by the same factor throughout. Times in milliseconds. */
export interface Stretch {
  from: number;
  until: number;
  factor: number;
}

/** The time from `from` until `until` in stretches, in their order: what lasts at once is multiplied with each other. */
export function stretchesOf(multipliers: readonly Multiplier[], from: number, until: number): Stretch[] {
  const meeting = multipliers.filter((one) => one.at < until && one.until > from && one.at < one.until);
  const changes = meeting.flatMap((one) => [one.at, one.until]).filter((at) => from < at && at < until);
  const begins = [...new Set([from, ...changes])].sort((a, b) => a - b);
  return begins.map((begin, index) => ({
    from: begin,
    until: begins[index + 1] ?? until,
    factor: factorAt(meeting, begin),
  }));
}

/** By how much the load is multiplied at a moment. */
export function factorAt(multipliers: readonly Multiplier[], at: number): number {
  let factor = 1;
  for (const one of multipliers) {
    if (one.at <= at && at < one.until) factor *= one.multiply;
  }
  return factor;
}
