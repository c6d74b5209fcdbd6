import { availableParallelism, hostname, release, type } from 'node:os';
import { percentile } from '../compare/beside.js';
import type { Comparison } from '../compare/comparison.js';
import { formatMoment, formatPlural } from '../compare/quantities.js';
import { runForReal } from '../modes/for-real.js';
import { columnNames } from '../modes/registry.js';
import type { RealChoices } from '../real/choices.js';
import { addNoise, emptyNoise, type NoiseSamples } from '../real/noise.js';
import { checkRequirements } from '../real/requirements.js';
import { loadInNumbers } from '../scenario/load-in-numbers.js';
import type { Machine } from '../real/staff.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Io } from './io.js';
import type { MeasureOptions } from '../library/measure.js';
import { measureWith } from './measure-with.js';

/** Starting the processes of one run and ending them takes about so long, in milliseconds. */
const START = 2000;

/** Says how long it will take: a real run takes what its file says, mode by mode. */
export async function announceReal(
  scenario: Scenario,
  choices: RealChoices,
  control: boolean,
  io: Io,
): Promise<void> {
  await checkRequirements(scenario, choices);
  const { duration } = loadInNumbers(scenario);
  const runs = columnNames(scenario.modes).length * (control && scenario.faults.length > 0 ? 2 : 1);
  io.stderr.write(
    `for real: ${formatPlural(runs, 'run')}, one after the other: at least ${formatMoment(runs * (duration + START))}\n`,
  );
}

/** Of each kind of noise its middle and its tail; none where there was nothing of the kind. */
function summarize(noise: NoiseSamples): NonNullable<Comparison['real']>['noise'] {
  const of = (samples: readonly number[]): { p50: number; p99: number } => ({
    p50: percentile(samples, 0.5),
    p99: percentile(samples, 0.99),
  });
  const { timerLateness, httpRoundTrip, deliveryLatency } = noise;
  return {
    timerLateness: of(timerLateness),
    ...(httpRoundTrip.length === 0 ? {} : { httpRoundTrip: of(httpRoundTrip) }),
    ...(deliveryLatency.length === 0 ? {} : { deliveryLatency: of(deliveryLatency) }),
  };
}

/**
 * Runs a scenario as processes, in all its modes; with `beside`, simulates it, too.
 *
 * @throws {UsageProblem} for a scenario that cannot be made real
 * @throws {RealProblem} where something real could not be started
 */
export async function measureReal(
  scenario: Scenario,
  io: Io,
  { beside, choices, ...options }: MeasureOptions & { beside: boolean; choices: RealChoices },
): Promise<Comparison | undefined> {
  const noise = emptyNoise();
  let others: readonly Machine[] = [];
  const comparison = await measureWith(io, scenario, {
    ...options,
    runColumn: async (of, column, how) => {
      const { measured, noise: some, machines } = await runForReal(of, column, { ...how, choices });
      addNoise(noise, some);
      others = machines;
      return measured;
    },
  });
  if (comparison === undefined) return undefined;
  const simulated = beside ? await measureWith(io, scenario, options) : undefined;
  return {
    ...comparison,
    real: {
      host: `${hostname()}, ${type()} ${release()}`,
      cores: availableParallelism(),
      node: process.version,
      noise: summarize(noise),
      ...(others.length === 0 ? {} : { machines: [...others] }),
    },
    ...(simulated === undefined ? {} : { simulated: simulated.modes }),
  };
}
