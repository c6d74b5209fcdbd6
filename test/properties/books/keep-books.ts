import type { RunMeasurements } from '../../../src/measure/measurements.js';
import { makePlan, type Plan } from '../../../src/plan/plan.js';
import { applyVariant } from '../../../src/modes/registry.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import type { Mode } from '../../support/scenario.js';
import { BoundedClock, runBounded } from '../bounded.js';
import { Auditor } from './auditor.js';

/** One run, as it was measured and as the books have it. */
export interface Run {
  scenario: Scenario;
  /** The mode's: with the database, where there is one. */
  plan: Plan;
  mode: Mode;
  measured: RunMeasurements;
  books: Auditor;
}

/**
 * @param faults `false`: its control run, whose books know of no faults
 * @throws when the run has no end
 */
export async function keepBooks(scenario: Scenario, mode: Mode, faults = true): Promise<Run> {
  const told = faults ? scenario : { ...scenario, faults: [] };
  const clock = new BoundedClock();
  const books = new Auditor(told, mode, clock);
  const plan = makePlan(told);
  const reason = await runBounded(plan, mode, clock, books, true);
  books.close();
  return {
    scenario: told,
    plan: applyVariant(plan, mode).plan,
    mode,
    measured: books.recorder.measurements(reason),
    books,
  };
}
