import { compare, type ModeRun } from '../compare/compare.js';
import type { Comparison } from '../compare/comparison.js';
import type { RunMeasurements } from '../measure/measurements.js';
import { columnNames } from '../modes/registry.js';
import { simulate } from '../modes/simulate.js';
import { planColumn } from '../plan/column.js';
import type { Scenario } from '../scenario/scenario.js';
import { Mistake } from './mistake.js';
import { readVersion } from './version.js';

export interface MeasureOptions {
  /** `false` leaves the control runs out, and with them all that is found by comparing with them. */
  control?: boolean;
  /** Told what is being run. */
  progress?: (what: string) => void;
  /** Asked now and then: should it end early? */
  interrupted?: () => boolean;
  /** How one column is run; simulated, unless it is told otherwise. */
  runColumn?: RunColumn;
}

/**
 * Runs a scenario in all its modes, each with the faults and without them.
 *
 * @returns the comparison of what was measured until an interrupt, `undefined` where nothing had begun
 * @throws {Mistake} with the comparison of what was measured until then
 */
export async function measure(
  scenario: Scenario,
  {
    control: wanted = true,
    progress = () => undefined,
    interrupted = () => false,
    runColumn = simulateColumn,
  }: MeasureOptions = {},
): Promise<Comparison | undefined> {
  const runs: ModeRun[] = [];
  const compareAll = (): Comparison | undefined =>
    runs.length === 0 ? undefined : compare(scenario, readVersion(), runs);
  try {
    for (const column of columnNames(scenario.modes)) {
      if (interrupted()) break;
      progress(`${column} …`);
      runs.push({ mode: column, faulted: await runColumn(scenario, column, { faults: true, interrupted }) });
    }
    // After all that has faults: an interrupt should find something in every column first.
    for (const run of wanted && scenario.faults.length > 0 ? runs : []) {
      if (interrupted()) break;
      progress(`${run.mode}, without the faults …`);
      const control = await runColumn(scenario, run.mode, { faults: false, interrupted });
      // Half a control run would make every failure after its end look like the faults' work.
      if (control.end.reason !== 'interrupted') run.control = control;
    }
  } catch (error) {
    throw new Mistake(compareAll(), error);
  }
  return compareAll();
}

export type RunColumn = (
  scenario: Scenario,
  column: string,
  options: { faults: boolean; interrupted: () => boolean },
) => Promise<RunMeasurements>;

const simulateColumn: RunColumn = (scenario, column, options) => {
  const { plan, mode } = planColumn(scenario, column);
  return simulate(plan, mode, options);
};
