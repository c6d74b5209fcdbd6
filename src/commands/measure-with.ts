import type { Comparison } from '../compare/comparison.js';
import { measure, type MeasureOptions } from '../library/measure.js';
import { estimateRequests } from '../scenario/estimate.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Io } from './io.js';

/** Runs a scenario in all its modes until an interrupt of this process, which is told beforehand how much it will be. */
export function measureWith(
  io: Io,
  scenario: Scenario,
  options: Omit<MeasureOptions, 'interrupted'> = {},
): Promise<Comparison | undefined> {
  io.expect?.(estimateRequests(scenario));
  return measure(scenario, { ...options, interrupted: () => io.interrupted() !== undefined });
}
