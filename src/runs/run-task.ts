import type { ModeRun } from '../compare/compare.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { columnNames } from '../modes/registry.js';
import { simulate } from '../modes/simulate.js';
import { planColumn } from '../plan/column.js';
import type { Scenario } from '../scenario/scenario.js';

/** One run of one mode with one seed. It can be sent to another thread. */
export interface RunTask {
  scenario: Scenario;
  /** A column's name. */
  mode: string;
  seed: number;
  /** `false`: the control run. */
  faults: boolean;
}

/** All that there is to run for a comparison with one seed: what has faults in all modes, then the control runs. */
export function tasksFor(scenario: Scenario, seed: number, control = true): RunTask[] {
  const withFaults = columnNames(scenario.modes).map((mode) => ({ scenario, mode, seed, faults: true }));
  const isCompared = control && scenario.faults.length > 0;
  return isCompared ? [...withFaults, ...withFaults.map((task) => ({ ...task, faults: false }))] : withFaults;
}

export function perform(task: RunTask, interrupted: () => boolean = () => false): Promise<RunMeasurements> {
  const { plan, mode } = planColumn({ ...task.scenario, seed: task.seed }, task.mode);
  return simulate(plan, mode, { faults: task.faults, interrupted });
}

/**
 * What `tasksFor` asked for, once it is done.
 *
 * @returns `undefined` where a part of it is missing
 */
export function modeRunsOf(
  tasks: readonly RunTask[],
  results: readonly (RunMeasurements | undefined)[],
): ModeRun[] | undefined {
  const runs = new Map<string, ModeRun>();
  for (const [index, { mode, faults }] of tasks.entries()) {
    const measured = results[index];
    if (measured === undefined) return undefined;
    const run = runs.get(mode);
    if (run === undefined) runs.set(mode, { mode, faulted: measured });
    else if (!faults) run.control = measured;
  }
  return [...runs.values()];
}
