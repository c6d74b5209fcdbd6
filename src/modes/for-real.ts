import type { RunMeasurements } from '../measure/measurements.js';
import { Recorder } from '../measure/recorder.js';
import { PROCESS } from '../paths.js';
import type { RealChoices } from '../real/choices.js';
import { conduct } from '../real/conductor.js';
import type { NoiseSamples } from '../real/noise.js';
import { planFor } from '../real/plan-for.js';
import { Replay, type ReplayedClock } from '../real/replay.js';
import type { Machine } from '../real/staff.js';
import type { Scenario } from '../scenario/scenario.js';
import { beginLoad } from './outer-caller.js';

/**
 * Runs one mode as processes, and measures it: beside `simulate`, with the same plan, the same luck and the same figures.
 *
 * @throws RealProblem where something real could not be started or reached
 */
export async function runForReal(
  scenario: Scenario,
  column: string,
  options: { faults: boolean; interrupted: () => boolean; choices: RealChoices },
): Promise<{ measured: RunMeasurements; noise: NoiseSamples; machines: readonly Machine[] }> {
  const { lines, end, reason, noise, machines } = await conduct(scenario, column, {
    ...options,
    entry: PROCESS,
    begin: async (world, calls) => {
      await beginLoad(world, calls);
    },
  });
  const { plan } = planFor({ scenario, column, faults: true });
  const clock: ReplayedClock = { now: 0 };
  const recorder = new Recorder(plan, clock);
  // The control run has another plan, and the phases of this one.
  const { plan: played } = planFor({ scenario, column, faults: options.faults });
  new Replay(played, recorder, clock).run(lines, end);
  return { measured: recorder.measurements(reason), noise, machines };
}
