import { joiningStep } from '../faults/planning.js';
import type { Measurements, RunMeasurements } from '../measure/measurements.js';
import type { Scenario } from '../scenario/scenario.js';
import { parseDuration } from '../scenario/units.js';
import { findBetter } from './better.js';
import { collateral } from './collateral.js';
import type { Comparison } from './comparison.js';
import { changedServices, faultedServices, faultWindow } from './faults.js';
import { recoveryTime } from './recovery.js';
import { findVerdict } from './verdict/find.js';
import { inWords } from './verdict/wording.js';

/** One mode's run, and the same without the faults where the scenario has any. */
export interface ModeRun {
  mode: string;
  faulted: RunMeasurements;
  control?: RunMeasurements | undefined;
}

/** Makes a comparison of the runs of all modes, without its gates. Pure: nothing is measured here. */
export function compare(scenario: Scenario, version: string, runs: readonly ModeRun[]): Comparison {
  const modes = Object.fromEntries(runs.map((run) => [run.mode, withControl(scenario, run)]));
  const controls = runs.flatMap(({ mode, control }) =>
    control === undefined ? [] : [[mode, control] as const],
  );
  const control = controls.length === 0 ? {} : { control: Object.fromEntries(controls) };
  const judged = { scenario, modes, ...control };
  return {
    schema: 'coupling-demo/comparison@1',
    version,
    seed: scenario.seed,
    hints: [],
    ...judged,
    expectations: [],
    better: findBetter(judged),
    verdict: findVerdict(judged).map(inWords),
  };
}

function withControl(scenario: Scenario, { mode, faulted, control }: ModeRun): Measurements {
  const changed = changedServices(scenario, mode).length;
  if (control === undefined) {
    // Without faults, a run is its own control run. With faults, these figures need a control run and were not measured.
    const beyondControl = scenario.faults.length === 0 ? 0 : null;
    return {
      ...faulted,
      recoveryTime: beyondControl,
      blastRadius: beyondControl,
      collateral: beyondControl,
      changedServices: changed,
    };
  }
  const ends = scenario.faults.map((fault) => {
    const { from, until } = faultWindow(fault);
    // A subscriber that joins stays, so its recovery is counted from the moment it joined.
    return joiningStep(fault) === undefined ? until : from;
  });
  const { duration } = scenario.load;
  const loadEnd = duration === undefined ? lastArrival(faulted) : parseDuration(duration);
  return {
    ...faulted,
    recoveryTime: recoveryTime(faulted, control, Math.max(...ends), loadEnd),
    ...collateral(faulted, control, faultedServices(scenario)),
    changedServices: changed,
  };
}

/** The end of the last interval in which a request began. */
function lastArrival({ series }: RunMeasurements): number {
  return (series.offered.findLastIndex((offered) => offered > 0) + 1) * series.interval;
}
