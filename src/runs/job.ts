import type { RunMeasurements } from '../measure/measurements.js';
import { simulate } from '../modes/simulate.js';
import { makePlan } from '../plan/plan.js';
import type { Scenario } from '../scenario/scenario.js';

/** One run of one mode with one seed. It can be sent to another thread. */
export interface Job {
  scenario: Scenario;
  mode: string;
  seed: number;
  /** `false`: the control run. */
  faults: boolean;
}

export function perform(job: Job, interrupted: () => boolean = () => false): Promise<RunMeasurements> {
  const plan = makePlan({ ...job.scenario, seed: job.seed });
  return simulate(plan, job.mode, { faults: job.faults, interrupted });
}
