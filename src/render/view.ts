import { faultedServices } from '../compare/faults.js';
import type { Comparison } from '../compare/comparison.js';
import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import type { Spread } from '../compare/spread.js';
import { columnNames } from '../modes/registry.js';
import type { Scenario } from '../scenario/scenario.js';

/** A comparison in columns: one for each mode that was asked for, whether it has run or not. */
export interface View {
  scenario: Scenario;
  /** The flags that have made another scenario of it. */
  changed: string[];
  modes: string[];
  runs: (Measurements | undefined)[];
  /** The same columns without the faults; empty where there is no control run. */
  controls: (RunMeasurements | undefined)[];
  faulted: Set<string>;
  /** Every service that was measured, in the scenario's order. */
  services: string[];
  verbose: boolean;
  /** Measured in wall time, on processes. */
  isReal: boolean;
  /** Where figures are means: the seeds of the runs, and how many there should have been. */
  means?: { seeds: number[]; asked: number };
  /** Where there are several runs. */
  spread?: Spread;
}

export function viewOf(
  { scenario, changed = [], modes, control, runs, spread, real }: Comparison,
  verbose: boolean,
): View {
  const names = [...new Set([...columnNames(scenario.modes), ...Object.keys(modes)])];
  const measured = Object.values(modes).flatMap((run) => Object.keys(run.services));
  return {
    scenario,
    changed,
    modes: names,
    runs: names.map((mode) => modes[mode]),
    controls: control === undefined ? [] : names.map((mode) => control[mode]),
    faulted: faultedServices(scenario),
    services: [...new Set([...Object.keys(scenario.services), ...measured])].filter((name) =>
      measured.includes(name),
    ),
    verbose,
    isReal: real !== undefined,
    ...(runs === undefined ? {} : { means: { seeds: runs.seeds, asked: runs.asked ?? runs.seeds.length } }),
    ...(spread === undefined ? {} : { spread }),
  };
}

/** The runs that there are, with their modes. */
export function measuredRuns({ modes, runs }: View): { mode: string; run: Measurements }[] {
  return modes.flatMap((mode, index) => {
    const run = runs[index];
    return run === undefined ? [] : [{ mode, run }];
  });
}
