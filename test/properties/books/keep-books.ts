import type { RunMeasurements } from '../../../src/measure/measurements.js';
import { runMode } from '../../../src/modes/simulate.js';
import { makePlan, type Plan } from '../../../src/plan/plan.js';
import { applyVariant } from '../../../src/plan/variant.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import type { Mode } from '../../support/scenario.js';
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

/** Real milliseconds; a run that takes longer would never end. */
const PATIENCE = 10_000;

/** @param faults `false`: its control run, whose books know of no faults */
export async function keepBooks(scenario: Scenario, mode: Mode, faults = true): Promise<Run> {
  const told = faults ? scenario : { ...scenario, faults: [] };
  const books = new Auditor(told, mode);
  const plan = makePlan(told);
  const began = performance.now();
  const interrupted = (): boolean => performance.now() - began > PATIENCE;
  const reason = await runMode(plan, mode, books.clock, books, { faults: true, interrupted });
  books.close();
  return {
    scenario: told,
    plan: applyVariant(plan, mode).plan,
    mode,
    measured: books.recorder.measurements(reason),
    books,
  };
}
